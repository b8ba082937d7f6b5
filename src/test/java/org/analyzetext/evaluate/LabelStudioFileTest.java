package org.analyzetext.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.analyzetext.document.Json;
import org.analyzetext.results.ResultFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelStudioFileTest {
    @TempDir
    Path place;

    @BeforeEach
    void resultsOfThreeKindsOfDocuments() throws Exception {
        Files.createDirectories(place.resolve("results"));
        Files.createDirectories(place.resolve("dead-letters"));
        Files.createDirectories(place.resolve("done/letters"));
        Files.writeString(place.resolve("results/a.jsonl"), """
                {"id":"1","source":{"file":"a.jsonl","ordinal":1},"classifications":[{"task":{"name":"topic",\
                "kind":"CustomMultiLabelClassification","projectName":"P","deploymentName":"d"},"classes":\
                [{"category":"War","confidenceScore":0.9},{"category":"Drama","confidenceScore":0.4}]}]}
                {"id":"letters/01.txt","source":{"file":"letters/01.txt","ordinal":1},"classifications":[]}
                {"id":"lost","source":{"file":"gone.jsonl","ordinal":7},"classifications":[]}
                """);
        Files.writeString(
                place.resolve("dead-letters/a.jsonl"),
                "{\"source\":{\"file\":\"a.jsonl\",\"ordinal\":2},\"code\":\"X\",\"document\":{\"text\":\"of a letter\"}}\n");
        Files.writeString(place.resolve("results/b.csv"), "id,text,category,confidence\nr1,\"of, a row\",Sports,0.8\n");
        Files.writeString(place.resolve("done/a.jsonl"), "{\"id\":\"1\",\"text\":\"a film\"}\n");
        Files.writeString(place.resolve("done/letters/01.txt"), "a whole file");
    }

    @Test
    void labelsArePredictionsWithScoreAndModelVersionInTheFormThatLabelStudioImports() throws Exception {
        JsonNode task = written("", 0).path(0);

        assertThat(task).isEqualTo(Json.MAPPER.readTree("""
                {"data":{"text":"a film","document":"a.jsonl 1","id":"1"},"predictions":[{"model_version":"P/d","score":0.4,\
                "result":[{"from_name":"topic","to_name":"text","type":"choices","score":0.4,\
                "value":{"choices":["Drama","War"]}}]}]}
                """));
    }

    @Test
    void textsComeFromRowsFromDeadLettersAndFromTheInputs() throws Exception {
        JsonNode tasks = written("", 0);

        assertThat(tasks.findValuesAsText("text"))
                .containsExactly("a film", "a whole file", "", "of a letter", "of, a row");
        assertThat(tasks.path(3).path("predictions")).isEmpty();
    }

    @Test
    void labelsBelowTheThresholdAndOfOtherTasksAreLeftOut() throws Exception {
        assertThat(written("", 0.5).path(0).at("/predictions/0/result/0/value/choices"))
                .singleElement()
                .extracting(JsonNode::asText)
                .isEqualTo("War");
        assertThat(written("classification", 0).findValuesAsText("from_name")).containsExactly("classification");
    }

    private JsonNode written(String task, double threshold) throws Exception {
        Path file = place.resolve("tasks.json");
        LabelStudioFile written = new LabelStudioFile(task, threshold, List.of(place.resolve("done")), "text", "id");
        long tasks = written.write(
                ResultFiles.of(List.of(place.resolve("results/a.jsonl"), place.resolve("results/b.csv"))), file);
        assertThat(tasks).isEqualTo(5);
        assertThat(written.withoutText()).isEqualTo(1);
        return Json.MAPPER.readTree(file.toFile());
    }
}
