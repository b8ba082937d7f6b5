package org.analyzetext.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.analyzetext.document.Json;

/** The tables, printed as they are complete and written as JSON after each of them. */
final class ResultTables {
    private final Path file;
    private final PrintStream out;
    private final ObjectNode json = Json.MAPPER.createObjectNode();

    ResultTables(Path folder, BenchmarkOptions options, PrintStream out) throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        this.file = Files.createDirectories(folder)
                .resolve("benchmark-" + now.toString().replaceAll("[:-]", "") + ".json");
        this.out = out;
        Measured machine = Machine.describe();
        json.put("date", now.toString());
        json.putPOJO("machine", machine.values());
        json.put("loadAtStart", Machine.load());
        json.put("options", options.toString());
        out.println("Measured against a local stand-in, never against the real service. " + now + ", "
                + machine.values() + ", load " + Machine.load());
    }

    /** A column: the value's name and its heading. */
    record Column(String name, String heading) {}

    void table(String part, String title, List<Measured> rows, Column... columns) throws IOException {
        out.println("\n### " + title + "\n");
        print(List.of(columns).stream().map(Column::heading).toList());
        print(List.of(columns).stream().map(column -> "---").toList());
        List<Object> values = new ArrayList<>();
        for (Measured row : rows) {
            print(List.of(columns).stream()
                    .map(column -> row.cell(column.name()))
                    .toList());
            values.add(row.values());
        }
        out.flush();
        json.putObject(part).put("title", title).putPOJO("rows", values);
        json.put("loadAtEnd", Machine.load());
        Files.writeString(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json));
    }

    private void print(List<String> cells) {
        out.println(cells.stream().collect(Collectors.joining(" | ", "| ", " |")));
    }

    Path file() {
        return file;
    }
}
