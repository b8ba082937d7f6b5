package org.analyzetext.edge.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.analyzetext.AnalyzeText;
import org.analyzetext.localservice.EveryKind;
import org.analyzetext.localservice.LocalService;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every kind through topics, on a real broker. */
@ExtendWith(SharedBroker.class)
class KafkaTaskKindsTest extends EveryKind {
    private KafkaPipeline pipeline;

    @Override
    protected AnalyzeText start(Path folder, LocalService service, List<String> documents) {
        pipeline = new KafkaPipeline("kinds", SharedBroker.address(), service).with("kafka.consumers", "1");
        properties().forEach(pipeline::with);
        SharedBroker.topics().create(pipeline.documents(), 1);
        documents.forEach(document ->
                SharedBroker.topics().send(pipeline.documents(), 0, null, document.getBytes(StandardCharsets.UTF_8)));
        SharedBroker.topics().flush();
        return pipeline.start().installed();
    }

    @Override
    protected List<JsonNode> results(int count) {
        return SharedBroker.topics().atLeast(pipeline.results(), count).stream()
                .map(Topics::json)
                .toList();
    }

    @Override
    protected void stop() {
        pipeline.close();
    }
}
