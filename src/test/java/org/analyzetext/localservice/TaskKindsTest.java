package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.analyzetext.AnalyzeText;
import org.analyzetext.route.FilesPipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every kind through files. */
class TaskKindsTest extends EveryKind {
    private static final String FILE = "all.jsonl";

    @RegisterExtension
    final Running running = new Running();

    private FilesPipeline pipeline;

    @Override
    protected AnalyzeText start(Path folder, LocalService service, List<String> documents) throws Exception {
        pipeline = FilesPipeline.start(folder, service.endpoint(), properties());
        pipeline.put(FILE, String.join("\n", documents));
        return pipeline.installed();
    }

    @Override
    protected List<JsonNode> results(int count) throws Exception {
        pipeline.awaitDrained();
        return pipeline.results(FILE);
    }

    @Override
    protected void stop() {
        pipeline.close();
    }

    @Test
    void tablesGetTheColumnsOfEachKind(@TempDir Path folder) throws Exception {
        LocalService service = running.start(builder -> builder.project(TestProjects.kitchen(folder)));
        Path place = folder.resolve("table");
        try (FilesPipeline table = FilesPipeline.start(place, service.endpoint(), properties())) {
            table.put("all.csv", "id,text\n1,Jo wrote to jane@example.com. It was great.\n");
            table.awaitDrained();
        }
        List<String> lines = Files.readAllLines(place.resolve("results").resolve("all.csv"));
        assertThat(lines.get(0))
                .startsWith("id,text,field_category,field_confidence,mood_category,mood_confidence,kitchen_entities,"
                        + "entities_entities,links_entities,phrases_key_phrases,personal_redacted_text,personal_entities,"
                        + "sentiment_sentiment,sentiment_positive,sentiment_neutral,sentiment_negative,health_entities,"
                        + "health_relations,extract_summary,summary_summary,task,");
        assertThat(lines.get(1))
                .contains("Jo wrote to ****************. It was great.")
                .contains(",positive,")
                .contains("field;mood;kitchen;entities")
                .doesNotContain("null");
    }
}
