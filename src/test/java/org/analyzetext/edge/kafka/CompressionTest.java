package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.analyzetext.document.Json;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our compressors are newer than the Kafka client asks for: both sides of the client work with each of them. */
@ExtendWith(SharedBroker.class)
class CompressionTest {
    private static final int DOCUMENTS = 60;
    private static final String TEXT = "My parcel has not arrived, please help; its number is ";

    @ParameterizedTest
    @ValueSource(strings = {"lz4", "snappy", "zstd"})
    void compressedDocumentsAreLabelled(String codec) throws Exception {
        try (Topics writer = new Topics(Map.of(
                        "bootstrap.servers", SharedBroker.address(), "compression.type", codec, "linger.ms", "100"));
                LocalService service = LocalService.start(LocalServiceSettings.builder()
                        .keys(KafkaPipeline.KEY)
                        .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                        .jobDuration(DurationDistribution.parse("100ms"))
                        .build())) {
            KafkaPipeline pipeline = new KafkaPipeline("compressed-" + codec, SharedBroker.address(), service);
            writer.create(pipeline.documents(), 1);
            writer.create(pipeline.results(), 1, Map.of("compression.type", codec, "max.message.bytes", "16777216"));
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < DOCUMENTS; i++) {
                String value = Json.MAPPER
                        .createObjectNode()
                        .put("id", "d" + i)
                        .put("text", TEXT + i)
                        .toString();
                writer.send(pipeline.documents(), 0, null, value.getBytes(StandardCharsets.UTF_8));
                ids.add("d" + i);
            }
            writer.flush();

            try (KafkaPipeline running = pipeline.start()) {
                assertThat(writer.atLeast(running.results(), DOCUMENTS))
                        .extracting(CompressionTest::id)
                        .containsExactlyInAnyOrderElementsOf(ids);
            }
        }
    }

    private static String id(ConsumerRecord<byte[], byte[]> result) {
        return Topics.json(result).path("id").asText();
    }
}
