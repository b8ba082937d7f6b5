package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.document.Json;
import org.analyzetext.route.FilesPipeline;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A document that is sent in parts gets the answers that it gets as a whole, offsets and pointers included. */
class SplitKindsTest {
    private static final String TEXT = """
            Dr. Jane Miller of Microsoft 🎉 baked bread in Seattle, far from the oven at home. The soup was terrible.

            Marie Curie never lived in Seattle. 👍🏽 Call +1 555-123-4567 or write to jane@example.com about the bread.
            Paris is lovely. The hotel in Paris was not clean.

            The patient took 100 mg ibuprofen twice daily for a headache. She denies fever. Cafe\u0301 in Rome!
            Aspirin 50 mg once daily did not help. The nurse was friendly and the bread was excellent.
            """;

    private static final List<String> SAME = List.of("kitchen", "entities", "links", "phrases", "personal", "health");

    @RegisterExtension
    final Running running = new Running();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"Utf16CodeUnit", "UnicodeCodePoint", "TextElements_v8"})
    void aDocumentInPartsGetsTheAnswersOfTheWhole(String indexType) throws Exception {
        JsonNode whole = result("whole", indexType, Map.of());
        JsonNode inParts =
                result("parts", indexType, Map.of("batch.max-characters", "130", "document.over-long", "split"));

        assertThat(whole.path("parts")).isEmpty();
        assertThat(inParts.path("parts").size()).isGreaterThan(3);
        for (String task : SAME) {
            assertThat(answer(inParts, task)).as(task).isEqualTo(answer(whole, task));
        }
        JsonNode sentiment = answer(inParts, "sentiment");
        assertThat(sentiment.path("sentences"))
                .isEqualTo(answer(whole, "sentiment").path("sentences"));
        assertThat(sentiment.path("sentiment").asText()).isEqualTo("mixed");
        assertThat(sentiment.path("confidenceScores")).hasSize(3);
    }

    private JsonNode result(String name, String indexType, Map<String, String> changes) throws Exception {
        ProjectSettings kitchen = TestProjects.kitchen(folder);
        LocalService service = running.start(builder -> builder.project(kitchen));
        Map<String, String> properties = new LinkedHashMap<>(EveryKind.properties());
        properties.put("tasks", String.join(",", SAME) + ",sentiment");
        properties.keySet().removeIf(property -> property.matches("tasks\\.(field|mood|extract|summary)\\..*"));
        SAME.stream()
                .filter(task -> !task.equals("phrases"))
                .forEach(task -> properties.put("tasks." + task + ".parameters.stringIndexType", indexType));
        properties.put("tasks.sentiment.parameters.stringIndexType", indexType);
        properties.putAll(changes);
        try (FilesPipeline pipeline = FilesPipeline.start(folder.resolve(name), service.endpoint(), properties)) {
            pipeline.put(
                    "all.jsonl", Json.MAPPER.createObjectNode().put("id", "1").put("text", TEXT) + "\n");
            pipeline.awaitDrained();
            return pipeline.results("all.jsonl").get(0);
        }
    }

    private static JsonNode answer(JsonNode result, String task) {
        for (JsonNode each : result.path("answers")) {
            if (each.at("/task/name").asText().equals(task)) {
                return each;
            }
        }
        throw new AssertionError("no answer of " + task);
    }
}
