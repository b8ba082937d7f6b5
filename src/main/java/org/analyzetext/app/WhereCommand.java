package org.analyzetext.app;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.analyzetext.Edges;
import org.analyzetext.account.Trace;
import org.analyzetext.account.Traces;
import org.analyzetext.account.Wanted;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.Json;
import org.analyzetext.document.LogText;
import org.analyzetext.edge.StorageEdge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the story of a document from what is kept of it, in files and in topics. */
@Command(
        name = "where",
        description =
                "Shows where a document is, its attempts, and where its result lies. Calls no service, and changes"
                        + " nothing.")
final class WhereCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "ID|SOURCE",
            description = "The document's id; or its source: mails.jsonl:17 (file and number), letters/1.txt,"
                    + " documents/0/1234 (topic, partition and offset), or the source of a result as JSON.")
    private String text = "";

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    private final PrintStream out;

    WhereCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        Function<String, Optional<String>> source = WorkingFolderProperties.read();
        PropertyReader in = new PropertyReader(source);
        DocumentFields fields = DocumentFields.read(in);
        in.throwMistakes();
        Wanted wanted = Wanted.of(text, fields);
        List<Trace> found = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (StorageEdge edge : Edges.read(source).storage()) {
            Traces traces = edge.traces(wanted);
            found.addAll(traces.found());
            remarks.addAll(traces.remarks());
        }
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("wanted", text);
            all.put("found", found);
            all.put("remarks", remarks);
            out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all));
        } else {
            new Story(out).print(found);
            if (found.isEmpty()) {
                out.println("nothing is kept of a document '" + LogText.of(text)
                        + "'. Files that wait in the inbox are known by their names alone");
            }
            remarks.forEach(remark -> out.println("note: " + LogText.of(remark)));
        }
        return found.isEmpty() ? Application.FAILED : Application.OK;
    }
}
