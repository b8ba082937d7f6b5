package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.Operation;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Instances of one group whose machines show times that differ by hours. */
@ExtendWith(SharedBroker.class)
class KafkaClocksTest {
    private static final int COUNT = 300;

    private final Topics topics = SharedBroker.topics();

    /** The topics of the answers are another one's, and refuse what is an hour ahead. */
    @Test
    void instancesWhoseClocksDifferByHoursShareTheirJobsAsOthersDo() {
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(KafkaPipeline.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("3s"))
                .build())) {
            KafkaPipeline ahead = pipeline(service).clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(3)));
            KafkaPipeline behind = pipeline(service).clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10)));
            topics.create(ahead.documents(), 2);
            topics.create(
                    ahead.results(),
                    2,
                    Map.of("message.timestamp.after.max.ms", "3600000", "max.message.bytes", "8388608"));
            Instant begin = Instant.now();
            try (KafkaPipeline first = ahead.start();
                    KafkaPipeline second = behind.start()) {
                for (int i = 0; i < COUNT; i++) {
                    topics.send(
                            first.documents(), i % 2, null, KafkaKillCampaign.value(i, "Where is parcel " + i + "?"));
                }
                topics.flush();

                List<ConsumerRecord<byte[], byte[]>> results = topics.atLeast(first.results(), COUNT);

                assertThat(results).hasSize(COUNT).allSatisfy(result -> {
                    assertThat(Instant.ofEpochMilli(result.timestamp()))
                            .isBetween(begin.minusSeconds(1), Instant.now().plusSeconds(1));
                    assertThat(Instant.parse(
                                    Topics.json(result).at("/job/submittedAt").asText()))
                            .isBetween(begin.minusSeconds(1), Instant.now().plusSeconds(1));
                });
                assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(1, (long) COUNT));
                // Polls that come too early, because a wait seems to be over, come again and again.
                long jobs = service.counters().requests(Operation.SUBMIT, 202);
                assertThat(service.counters().requests(Operation.STATE, 200)).isLessThan(6 * jobs);
                assertThat(second.installed().counters().ambiguousSubmits()).isZero();
            }
        }
    }

    private static KafkaPipeline pipeline(LocalService service) {
        return new KafkaPipeline("clocks", SharedBroker.address(), service).with("poll.first-poll", "2s");
    }
}
