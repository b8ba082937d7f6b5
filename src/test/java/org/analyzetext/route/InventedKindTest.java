package org.analyzetext.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.analyzetext.document.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kind of task that this release does not know, by configuration alone. */
class InventedKindTest {
    @TempDir
    Path folder;

    @Test
    void aKindThatNoReleaseKnowsIsAskedAndItsAnswerIsPassedOn() throws Exception {
        try (ScriptedService service = new ScriptedService()) {
            service.onPoll = request -> ScriptedService.Reply.of(
                    200,
                    "{'jobId':'" + request.jobId() + "','status':'succeeded','errors':[],'tasks':{'items':[{"
                            + "'kind':'PoemRecognitionLROResults','taskName':'classification','results':{"
                            + "'documents':[{'id':'1','metre':{'name':'iamb','feet':5},'rhymes':['a','b'],'warnings':[]}],"
                            + "'errors':[],'modelVersion':'2030-01-01'}}]}}");
            try (FilesPipeline pipeline = FilesPipeline.start(
                    folder,
                    service.endpoint(),
                    Map.of(
                            "task.kind", "PoemRecognition",
                            "task.project-name", "",
                            "task.deployment-name", "",
                            "task.parameters.metreOnly", "true",
                            "task.parameters.languages", "[\"en\",\"de\"]",
                            "task.parameters.style", "old"))) {
                pipeline.put("poems.jsonl", "{\"id\":\"p\",\"text\":\"Shall I compare thee\"}\n");
                pipeline.awaitDrained();

                JsonNode sent = Json.MAPPER.readTree(service.submits().get(0).body());
                assertThat(sent.path("tasks").toString())
                        .isEqualTo("[{\"kind\":\"PoemRecognition\",\"taskName\":\"classification\",\"parameters\":"
                                + "{\"languages\":[\"en\",\"de\"],\"metreOnly\":true,\"style\":\"old\"}}]");
                assertThat(pipeline.results("poems.jsonl")).singleElement().satisfies(result -> assertThat(
                                result.path("answers").toString())
                        .isEqualTo("[{\"task\":{\"name\":\"classification\",\"kind\":\"PoemRecognition\","
                                + "\"modelVersion\":\"2030-01-01\"},\"metre\":{\"name\":\"iamb\",\"feet\":5},"
                                + "\"rhymes\":[\"a\",\"b\"],\"warnings\":[]}]"));
            }
        }
    }
}
