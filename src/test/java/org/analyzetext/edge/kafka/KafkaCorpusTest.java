package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.corpus.BadInput;
import org.analyzetext.corpus.Corpus;
import org.analyzetext.corpus.OutcomeTable;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The corpus as records of a topic, each between good documents; the service names whom it refuses. */
@ExtendWith(SharedBroker.class)
class KafkaCorpusTest {
    private final Topics topics = SharedBroker.topics();

    @Test
    void everyBadRecordHasItsOutcomeAndEveryGoodOneItsResult() throws Exception {
        List<BadInput> corpus = new ArrayList<>(Corpus.all());
        corpus.add(new BadInput("record with an empty value", new byte[0], "MissingText"));
        assertThat(corpus).hasSizeGreaterThanOrEqualTo(300);
        int records = 2 * corpus.size() + 1;
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(KafkaPipeline.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .maxCharacters(Corpus.MAX_CHARACTERS)
                .faults("submit-refused=index content=" + Corpus.REFUSED, "document-refused content=" + Corpus.FAULTY)
                .build())) {
            KafkaPipeline pipeline = new KafkaPipeline("corpus", SharedBroker.address(), service)
                    .with("batch.max-characters", Integer.toString(Corpus.MAX_CHARACTERS))
                    .with("poll.first-poll", "50ms");
            topics.create(pipeline.documents(), 1, Map.of("max.message.bytes", Integer.toString(32 << 20)));
            for (int i = 0; i < corpus.size(); i++) {
                topics.send(pipeline.documents(), 0, null, corpus.get(i).bytes());
                topics.send(pipeline.documents(), 0, null, Corpus.good(i));
            }
            topics.send(new ProducerRecord<>(pipeline.documents(), 0, null, null));
            topics.flush();
            Map<Integer, String> outcomes = new HashMap<>();
            try (KafkaPipeline running = pipeline.start()) {
                long results = corpus.stream()
                        .filter(bad -> bad.outcome().equals(BadInput.RESULT))
                        .count();
                int expected = (int) results + corpus.size();
                for (ConsumerRecord<byte[], byte[]> record : topics.atLeast(running.results(), expected)) {
                    note(outcomes, Topics.json(record), BadInput.RESULT);
                }
                for (ConsumerRecord<byte[], byte[]> record :
                        topics.atLeast(running.deadLetters(), records - expected)) {
                    note(
                            outcomes,
                            Topics.json(record),
                            Topics.json(record).path("code").asText());
                }
            }
            OutcomeTable table = new OutcomeTable("a topic");
            for (int i = 0; i < corpus.size(); i++) {
                table.add(
                        corpus.get(i),
                        outcomes.getOrDefault(2 * i, "nothing"),
                        BadInput.RESULT.equals(outcomes.get(2 * i + 1)));
            }
            table.add(
                    new BadInput("record without a value", new byte[0], "MissingText"),
                    outcomes.getOrDefault(records - 1, "nothing"),
                    true);
            table.publish();
            assertThat(table.wrong()).isEmpty();
            assertThat(outcomes).hasSize(records);
        }
    }

    private static void note(Map<Integer, String> outcomes, JsonNode value, String outcome) {
        outcomes.merge(value.at("/source/offset").asInt(), outcome, (one, two) -> one + "+" + two);
    }
}
