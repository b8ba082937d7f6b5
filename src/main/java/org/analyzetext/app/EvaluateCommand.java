package org.analyzetext.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.analyzetext.Edges;
import org.analyzetext.document.Json;
import org.analyzetext.document.LogText;
import org.analyzetext.evaluate.Evaluation;
import org.analyzetext.evaluate.EvaluationRequest;
import org.analyzetext.evaluate.LabelStudioFile;
import org.analyzetext.results.AnswerSource;
import org.analyzetext.results.ResultFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares results with people's labels, or with an earlier run. Needs no configuration and calls nothing. */
@Command(
        name = "evaluate",
        description = "Compares the labels of results with people's labels, or with an earlier run.",
        exitCodeList = {
            "0:Compared.",
            "1:A file could not be read or written.",
            "2:A mistake on the command line, or nothing to compare.",
            "4:A figure of --fail-under was not reached."
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final int BELOW = 4;
    private static final String TOPIC = "kafka:";

    @Parameters(
            paramLabel = "RESULTS",
            arity = "1..*",
            description =
                    "Files or folders of results; dead letters beside them are counted. kafka:TOPIC reads a topic of"
                            + " the brokers of analyze-text.properties.")
    private List<String> results = List.of();

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "People's labels: the service's labels file, a table, or JSON lines.")
    private @Nullable Path truth;

    @Option(
            names = {"--column", "--field"},
            paramLabel = "NAME",
            description = "The column, field or JSON pointer of the labels in FILE; without FILE, in the results.")
    private String labels = "";

    @Option(
            names = "--id",
            paramLabel = "NAME",
            defaultValue = "id",
            description = "The column, field or JSON pointer of the id in FILE; default id.")
    private String id = "id";

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            split = ",",
            description = "Documents of a labels file that count: test (default), train, or test,train.")
    private List<String> datasets = List.of("test");

    @Option(names = "--task", paramLabel = "NAME", description = "The task, where the results have several.")
    private String task = "";

    @Option(names = "--against", paramLabel = "RESULTS", description = "Results of an earlier run; may be repeated.")
    private List<String> against = List.of();

    @Option(names = "--threshold", paramLabel = "NUMBER", description = "Ignore labels with a lower confidence.")
    private double threshold;

    @Option(
            names = "--fail-under",
            paramLabel = "FIGURE=NUMBER",
            description = "Exit with 4 if a figure is lower: f1 (micro), precision, recall, macro-f1, weighted-f1,"
                    + " exact-match; may be repeated.")
    private Map<String, Double> least = Map.of();

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with matrix and charts.")
    private @Nullable Path html;

    @Option(names = "--review", paramLabel = "FILE", description = "Write a table of what a person should check first.")
    private @Nullable Path review;

    @Option(
            names = "--label-studio",
            paramLabel = "FILE",
            description = "Write tasks with the labels as predictions, for Label Studio's import.")
    private @Nullable Path labelStudio;

    @Option(
            names = "--documents",
            paramLabel = "FILE",
            description =
                    "The documents, for their texts in --label-studio: inputs, or a folder of them; may be repeated.")
    private List<Path> documents = List.of();

    @Option(
            names = "--text",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "The column, field or JSON pointer of the text in the documents; default text.")
    private String text = "text";

    @Option(names = "--json", description = "Print JSON for programs instead of a table.")
    private boolean json;

    private final PrintStream out;

    EvaluateCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        AnswerSource source = source(results);
        if (labelStudio != null) {
            LabelStudioFile file = new LabelStudioFile(task, threshold, documents, text, id);
            long tasks = file.write(source, labelStudio);
            said(tasks + " tasks for Label Studio are in " + labelStudio
                    + (file.withoutText() == 0
                            ? ""
                            : "; " + file.withoutText() + " of them have no text: name the inputs with --documents"));
            if (truth == null && labels.isEmpty() && against.isEmpty()) {
                return Application.OK;
            }
        }
        return evaluate(source);
    }

    private int evaluate(AnswerSource source) throws IOException {
        Set<String> asked =
                datasets.stream().map(each -> each.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        Evaluation evaluation = Evaluation.of(new EvaluationRequest(
                source, truth, labels, id, asked, task, against.isEmpty() ? null : source(against), threshold));
        boolean below = false;
        for (Map.Entry<String, Double> each : least.entrySet()) {
            below |= evaluation.isBelow(each.getKey(), each.getValue());
        }
        if (json) {
            out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(evaluation.json()));
        } else {
            evaluation.print(out);
        }
        if (html != null) {
            Files.writeString(html, evaluation.page("Evaluation of " + named()));
            said("the page is " + html);
        }
        if (review != null) {
            long rows = evaluation.writeReview(review);
            said(rows + " documents to check are in " + review);
        }
        return below ? BELOW : Application.OK;
    }

    private static AnswerSource source(List<String> named) throws IOException {
        List<Path> files = new ArrayList<>();
        AnswerSource source = answers -> {};
        for (String each : named) {
            if (each.startsWith(TOPIC)) {
                source = source.and(Edges.read(WorkingFolderProperties.read()).topic(each.substring(TOPIC.length())));
            } else {
                files.add(Path.of(each));
            }
        }
        return source.and(ResultFiles.of(files));
    }

    private String named() {
        return results.stream().limit(3).collect(Collectors.joining(", ")) + (results.size() > 3 ? ", …" : "");
    }

    /** JSON stands alone. */
    private void said(String line) {
        if (!json) {
            out.println(LogText.of(line));
        }
    }
}
