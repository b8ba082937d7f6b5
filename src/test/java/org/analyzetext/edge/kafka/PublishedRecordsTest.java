package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.analyzetext.CapturedLog;
import org.analyzetext.account.Window;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.results.Answer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Results and dead letters, read from the topics themselves. */
@ExtendWith(SharedBroker.class)
class PublishedRecordsTest {
    private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");

    private final Topics topics = SharedBroker.topics();

    @Test
    void resultsAndDeadLettersOfATimeAreReadAndOtherRecordsAreNamed() throws Exception {
        topics.create("published-results", 2);
        topics.create("published-dead", 1);
        send("published-results", 0, 0, "{\"id\":\"early\",\"source\":{\"topic\":\"t\",\"partition\":0,\"offset\":1}}");
        send(
                "published-results",
                1,
                60,
                "{\"id\":\"result\",\"source\":{\"topic\":\"t\",\"partition\":0,\"offset\":2}}");
        send("published-results", 1, 61, "no JSON");
        send(
                "published-dead",
                0,
                62,
                "{\"id\":\"letter\",\"code\":\"X\",\"source\":{\"topic\":\"t\",\"partition\":1,\"offset\":3}}");
        send("published-dead", 0, 120, "{\"id\":\"late\",\"code\":\"X\",\"source\":{\"topic\":\"t\"}}");
        topics.flush();

        try (CapturedLog log = CapturedLog.of(PublishedRecords.class)) {
            List<Answer> read = read(
                    List.of("published-results", "published-dead"),
                    new Window(MORNING.plusSeconds(60), MORNING.plusSeconds(120)));

            assertThat(read).extracting(Answer::id).containsExactlyInAnyOrder("result", "letter");
            assertThat(read).extracting(Answer::key).contains("t-0 2");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("1 records are no results", "published-results-1 1");
        }
    }

    @Test
    void aTopicThatIsNotThereIsAMistake() {
        assertThatThrownBy(() -> read(List.of("published-nowhere"), Window.ALL))
                .isInstanceOf(AnalyzeTextException.class)
                .hasMessageContaining("there is no topic published-nowhere");
    }

    private void send(String topic, int partition, int second, String value) {
        topics.send(new ProducerRecord<>(
                topic,
                partition,
                MORNING.plusSeconds(second).toEpochMilli(),
                null,
                value.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Answer> read(List<String> topics, Window window) throws IOException {
        List<Answer> read = new ArrayList<>();
        new PublishedRecords(SharedBroker.settings("published", false), topics, window).forEach(read::add);
        return read;
    }
}
