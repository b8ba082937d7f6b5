package org.analyzetext.edge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.process.RunningApp;
import org.analyzetext.process.WorkingFolder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/operations.md says of traces: the application under the OpenTelemetry Java agent, between two topics. */
@Tag("long")
class TracesIT {
    private static final Path AGENT = Path.of("target/opentelemetry/opentelemetry-javaagent.jar");
    private static final int DOCUMENTS = 30;

    @TempDir
    Path root;

    @Test
    void theResultOfADocumentHasItsTrace() throws Exception {
        try (Broker broker = Broker.start(root.resolve("broker"));
                Topics topics = new Topics(broker.address());
                LocalService service = LocalService.start(LocalServiceSettings.builder()
                        .keys(WorkingFolder.KEY)
                        .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                        .jobDuration(DurationDistribution.parse("fixed 300ms"))
                        .build())) {
            topics.create(KafkaKillCampaign.DOCUMENTS, 1);
            IntStream.rangeClosed(1, DOCUMENTS).forEach(number -> topics.send(document(number)));
            topics.flush();
            WorkingFolder folder = KafkaKillCampaign.instance(root.resolve("app"), broker, service)
                    .jvm("-javaagent:" + AGENT.toAbsolutePath(), "-XX:TieredStopAtLevel=1")
                    .environment("OTEL_SERVICE_NAME", "analyze-text")
                    .environment("OTEL_INSTRUMENTATION_KAFKA_PRODUCER_PROPAGATION_ENABLED", "false")
                    .environment("OTEL_TRACES_EXPORTER", "logging")
                    .environment("OTEL_METRICS_EXPORTER", "none")
                    .environment("OTEL_LOGS_EXPORTER", "none");
            try (RunningApp app = folder.start()) {
                List<ConsumerRecord<byte[], byte[]>> results = topics.atLeast(KafkaKillCampaign.RESULTS, DOCUMENTS);
                app.terminate();
                app.exitCode();

                assertThat(results).hasSize(DOCUMENTS).allSatisfy(result -> {
                    int number = Topics.json(result).path("id").asInt();
                    assertThat(new String(
                                    result.headers().lastHeader("traceparent").value(), UTF_8))
                            .isEqualTo(parent(number));
                    assertThat(app.err()).contains("'documents process' : " + trace(number));
                });
                // Calls have traces of their own: a job has documents of many.
                assertThat(app.err())
                        .contains("'POST' : ", "'GET' : ", "'results publish' : ")
                        .doesNotContain(WorkingFolder.KEY)
                        .doesNotContain("Where is parcel");
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> document(int number) {
        String value = "{\"id\":\"%d\",\"text\":\"Where is parcel %d?\"}".formatted(number, number);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(KafkaKillCampaign.DOCUMENTS, 0, null, value.getBytes(UTF_8));
        record.headers().add("traceparent", parent(number).getBytes(UTF_8));
        return record;
    }

    private static String trace(int number) {
        return "%032x".formatted(0xabc000 + number);
    }

    private static String parent(int number) {
        return "00-" + trace(number) + "-%016x-01".formatted(0xdef000 + number);
    }
}
