package org.analyzetext.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.analyzetext.document.Json;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.evaluate.Evaluation;
import org.analyzetext.evaluate.EvaluationRequest;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.results.ResultFiles;
import picocli.CommandLine.Command;

/** The first command: labels the sample documents with two models of a local stand-in service, in one job each. */
@Command(name = "demo", description = "Labels the sample documents with a local stand-in service.")
final class DemoCommand implements Callable<Integer> {
    private static final Path SAMPLES = Path.of("src/main/samples");
    private static final Path PLACE = Path.of("target/demo");
    private static final Path EXPECTED = SAMPLES.resolve("expected.jsonl");
    private static final List<String> LABELLED = List.of("mails.jsonl", "texts.jsonl");
    private static final String KEY = "demo-key";
    private static final int SHOWN = 5;

    private final PrintStream out;

    DemoCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(SAMPLES)) {
            throw new AnalyzeTextException(
                    "The sample documents are not here: run the demo in a checkout of the project," + " where "
                            + SAMPLES + " is.");
        }
        prepareInbox();
        LocalServiceSettings service = LocalServiceSettings.builder()
                .keys(KEY)
                .port(0)
                .project(ProjectSettings.of(SAMPLES.resolve("support-labels.json")))
                .project(ProjectSettings.of(SAMPLES.resolve("intent-labels.json")))
                .jobDuration(DurationDistribution.uniform(Duration.ofSeconds(1), Duration.ofSeconds(4)))
                .build();
        try (LocalService local = LocalService.start(service)) {
            out.println("A stand-in for the service runs at " + local.endpoint() + ", trained on 80 labelled texts;");
            out.println("it is not the Azure service. Labelling the texts in " + SAMPLES.resolve("inbox") + ":");
            return StandaloneRun.run(properties(local), out, any -> show(out));
        }
    }

    private static void prepareInbox() throws IOException {
        if (Files.exists(PLACE)) {
            try (Stream<Path> old = Files.walk(PLACE)) {
                for (Path path : old.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Path inbox = SAMPLES.resolve("inbox");
        try (Stream<Path> files = Files.walk(inbox)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = PLACE.resolve("inbox").resolve(inbox.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static Map<String, String> properties(LocalService local) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("analyze-text.endpoint", local.endpoint().toString());
        properties.put("analyze-text.api-key", KEY);
        properties.put("analyze-text.tasks", "support,intent");
        properties.put("analyze-text.tasks.support.kind", "CustomMultiLabelClassification");
        properties.put("analyze-text.tasks.support.project-name", "SupportTickets");
        properties.put("analyze-text.tasks.support.deployment-name", "production");
        properties.put("analyze-text.tasks.intent.kind", "CustomSingleLabelClassification");
        properties.put("analyze-text.tasks.intent.project-name", "MessageIntent");
        properties.put("analyze-text.tasks.intent.deployment-name", "production");
        properties.put("analyze-text.exit-when-drained", "true");
        for (String folder : new String[] {"inbox", "work", "results", "dead-letters", "done", "accounts"}) {
            properties.put("analyze-text.files." + folder, PLACE.resolve(folder).toString());
        }
        return properties;
    }

    /** Some of the labels beside what a person said of the same texts. */
    private static void show(PrintStream out) {
        try {
            Map<String, JsonNode> expected = expected();
            out.printf("%n%-22s %-11s %-26s %s%n", "document", "intent", "support", "a person said");
            results().entrySet().stream().limit(SHOWN).forEach(result -> {
                JsonNode person = expected.getOrDefault(result.getKey(), MissingNode.getInstance());
                out.printf(
                        "%-22s %-11s %-26s %s, %s%n",
                        result.getKey(),
                        labels(result.getValue(), "intent"),
                        labels(result.getValue(), "support"),
                        person.path("intent").asText(),
                        joined(person.path("support")));
            });
            Evaluation evaluation = evaluation();
            out.printf(
                    "... the intent is the person's for %d of %d texts%n",
                    evaluation.right("intent"), evaluation.documents("intent"));
            Path page = PLACE.resolve("evaluation.html");
            Files.writeString(page, evaluation.page("Evaluation of the demo"));
            out.println("figures, matrix and charts: " + page);
        } catch (IOException unreadable) {
            out.println("the results can't be shown: " + unreadable.getMessage());
        }
    }

    private static Evaluation evaluation() throws IOException {
        return Evaluation.of(new EvaluationRequest(
                ResultFiles.of(List.of(PLACE.resolve("results"))),
                EXPECTED,
                "intent",
                "id",
                Set.of(),
                "intent",
                null,
                0));
    }

    private static Map<String, JsonNode> results() throws IOException {
        Map<String, JsonNode> results = new LinkedHashMap<>();
        for (String file : LABELLED) {
            for (String line : Files.readAllLines(PLACE.resolve("results").resolve(file))) {
                JsonNode result = Json.MAPPER.readTree(line);
                results.put(key(result.path("source")), result);
            }
        }
        return results;
    }

    private static Map<String, JsonNode> expected() throws IOException {
        Map<String, JsonNode> expected = new LinkedHashMap<>();
        for (String line : Files.readAllLines(EXPECTED)) {
            JsonNode labels = Json.MAPPER.readTree(line);
            expected.put(key(labels), labels);
        }
        return expected;
    }

    private static String key(JsonNode position) {
        return position.path("file").asText() + " " + position.path("ordinal").asText();
    }

    private static String labels(JsonNode result, String task) {
        for (JsonNode classification : result.path("classifications")) {
            if (classification.path("task").path("name").asText().equals(task)) {
                TreeSet<String> categories = new TreeSet<>();
                classification
                        .path("classes")
                        .forEach(label -> categories.add(label.path("category").asText()));
                return String.join("+", categories);
            }
        }
        return "";
    }

    private static String joined(JsonNode labels) {
        TreeSet<String> sorted = new TreeSet<>();
        labels.forEach(label -> sorted.add(label.asText()));
        return String.join("+", sorted);
    }
}
