package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.analyzetext.account.Account;
import org.analyzetext.account.Window;
import org.analyzetext.document.Json;
import org.analyzetext.job.Batches;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskKind;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Retention that is faster than the group, partitions that were added, groups that were reset: on a real broker. */
@ExtendWith(SharedBroker.class)
class LostPlaceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** After which a consumer asks again which partitions a topic has. */
    private static final Duration METADATA_AGE = Duration.ofSeconds(3);

    private static byte[] job() throws IOException {
        Task task = new Task("default", TaskKind.SINGLE_LABEL, "MessageIntent", "production", false);
        return Json.MAPPER.writeValueAsBytes(Batches.toSubmit(Batches.documents(2), task));
    }

    private final Topics topics = SharedBroker.topics();
    private final Logger logger = (Logger) LoggerFactory.getLogger("org.analyzetext.edge.kafka");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final LocalService service = LocalService.start(LocalServiceSettings.builder()
            .keys(KafkaPipeline.KEY)
            .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
            .jobDuration(DurationDistribution.parse("50ms"))
            .build());

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.setLevel(null);
        logger.detachAppender(log);
        service.close();
    }

    @Test
    void documentsDeletedUnreadAreToldAndMissingInTheAccountFromThenOn() throws Exception {
        KafkaPipeline pipeline = pipeline("retention");
        topics.create(pipeline.documents(), 1);
        send(pipeline, 4);
        try (KafkaPipeline running = pipeline.start()) {
            topics.atLeast(running.results(), 4);
        }
        send(pipeline, 6);
        delete(pipeline.documents(), 8);
        Account before = account(pipeline);

        try (KafkaPipeline running = pipeline.start()) {
            topics.atLeast(running.results(), 6);
        }
        Account after = account(pipeline);

        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).anySatisfy(line -> assertThat(line)
                .startsWith("up to 4 documents of documents-lost-retention-0 were deleted before the group"));
        for (Account account : List.of(before, after)) {
            assertThat(account.places().addsUp()).isFalse();
            assertThat(account.places().missingInAll()).isEqualTo(4);
            assertThat(account.remarks()).anySatisfy(remark -> assertThat(remark)
                    .contains("up to 4 documents of documents-lost-retention-0 were deleted before they were read"));
        }
    }

    @Test
    void jobsDeletedUnreadAreToldAndTheRestGoesOn() throws Exception {
        KafkaPipeline pipeline = pipeline("jobs");
        try (KafkaPipeline running = pipeline.start()) {
            topics.atLeast(running.jobs() + "-2s", 0);
        }
        String tier = pipeline.jobs() + "-2s";
        for (int i = 0; i < 4; i++) {
            topics.send(tier, 0, "key", job());
        }
        topics.flush();
        delete(tier, 3);

        try (KafkaPipeline running = pipeline.start()) {
            assertThat(topics.atLeast(running.results(), 2)).hasSize(2);
        }

        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).anySatisfy(line -> assertThat(line)
                .startsWith("up to 3 job records of " + tier + "-0 were deleted"));
        assertThat(account(pipeline).places().addsUp()).isFalse();
    }

    @Test
    void whatBrokenOffTransactionsLeftIsNoJobThatWasDeletedUnread() throws Exception {
        KafkaPipeline pipeline = pipeline("probe").with("kafka.partitions", "1");
        String tier = pipeline.jobs() + "-500ms";
        try (KafkaPipeline running = pipeline.start()) {
            long end = topics.ends(tier).values().iterator().next();
            assertThat(end).as("the start has tried whether it can write").isPositive();
            await().atMost(PATIENCE).until(() -> acknowledged(running, tier) == end);
            delete(tier, end);
        }

        try (KafkaPipeline running = pipeline.start()) {
            await().atMost(PATIENCE)
                    .until(() -> acknowledged(running, tier)
                            == topics.ends(tier).values().iterator().next());
        }

        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).noneMatch(line -> line.contains("deleted"));
        assertThat(account(pipeline).places().addsUp()).isTrue();
    }

    private long acknowledged(KafkaPipeline pipeline, String tier) {
        return Topics.get(topics.admin()
                        .listConsumerGroupOffsets(pipeline.group() + "-jobs")
                        .partitionsToOffsetAndMetadata())
                .get(new TopicPartition(tier, 0))
                .offset();
    }

    @Test
    void partitionsOfTheJobsTopicsThatAreAddedAreReadFromTheirFirstRecordAndUntilThenItIsNotReady() throws Exception {
        // Long enough to be seen not ready: that is asked every few seconds.
        KafkaPipeline pipeline = pipeline("added").with("kafka.metadata-max-age", "15s");
        try (KafkaPipeline running = pipeline.start()) {
            for (String topic : topicsOf(pipeline)) {
                Topics.get(topics.admin()
                        .createPartitions(Map.of(topic, NewPartitions.increaseTo(4)))
                        .all());
            }
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> topics.ends(pipeline.jobs() + "-500ms").size() == 4);
            topics.send(pipeline.jobs() + "-500ms", 3, "key", job());
            topics.flush();

            await().atMost(PATIENCE).until(() -> running.notReady().contains("offsets: jobs wait: "));
            assertThat(topics.atLeast(running.results(), 2)).hasSize(2);
            await().atMost(PATIENCE).until(() -> running.notReady().isEmpty());
        }
        try (KafkaPipeline again = pipeline.start()) {
            assertThat(topics.all(again.results())).hasSize(2);
        }
    }

    @Test
    void groupThatWasResetIsToldBeforeItIsPaidForAgain() throws Exception {
        KafkaPipeline pipeline = pipeline("reset");
        topics.create(pipeline.documents(), 1);
        send(pipeline, 10);
        try (KafkaPipeline running = pipeline.start()) {
            topics.atLeast(running.results(), 10);
        }
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> Topics.get(topics.admin()
                        .alterConsumerGroupOffsets(
                                pipeline.group(),
                                Map.of(new TopicPartition(pipeline.documents(), 0), new OffsetAndMetadata(3)))
                        .all()));

        AnsweredBefore.report(settings(pipeline));

        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).anySatisfy(line -> assertThat(line)
                .startsWith("up to 7 documents of documents-lost-reset-0 are submitted, and paid for, again"));
    }

    @Test
    void groupThatWasResetIsToldAtTheStart() throws Exception {
        KafkaPipeline pipeline = pipeline("reset-start");
        topics.create(pipeline.documents(), 1);
        send(pipeline, 10);
        try (KafkaPipeline running = pipeline.start()) {
            topics.atLeast(running.results(), 10);
        }
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> Topics.get(topics.admin()
                        .alterConsumerGroupOffsets(
                                pipeline.group(),
                                Map.of(new TopicPartition(pipeline.documents(), 0), new OffsetAndMetadata(3)))
                        .all()));

        try (KafkaPipeline running = pipeline.start()) {
            assertThat(topics.atLeast(running.results(), 17)).hasSize(17);
        }

        assertThat(service.counters().documentsAccepted()).isEqualTo(17);
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).anySatisfy(line -> assertThat(line)
                .startsWith("up to 7 documents of " + pipeline.documents() + "-0 are submitted, and paid for, again"));
    }

    @Test
    void documentsOfAPartitionThatIsAddedAreTakenWithinTheAgeOfTheMetadata() throws Exception {
        KafkaPipeline pipeline = pipeline("more");
        topics.create(pipeline.documents(), 1);
        send(pipeline, 4);
        try (KafkaPipeline running = pipeline.start()) {
            topics.atLeast(running.results(), 4);
            Topics.get(topics.admin()
                    .createPartitions(Map.of(pipeline.documents(), NewPartitions.increaseTo(2)))
                    .all());
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> topics.ends(pipeline.documents()).size() == 2);
            for (int i = 4; i < 8; i++) {
                topics.send(pipeline.documents(), 1, "key", KafkaKillCampaign.value(i, "Where is my parcel?"));
            }
            topics.flush();
            long begin = System.nanoTime();

            assertThat(topics.atLeast(running.results(), 8)).hasSize(8);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(METADATA_AGE.plusSeconds(15));
        }
    }

    @Test
    void topicThatIsCreatedAgainWhileItIsReadIsToldAndReadFromItsFirstRecord() throws Exception {
        KafkaPipeline pipeline = pipeline("anew");
        topics.create(pipeline.documents(), 1);
        send(pipeline, 10);
        try (KafkaPipeline running = pipeline.start()) {
            topics.atLeast(running.results(), 10);
            createAnew(pipeline);
            send(pipeline, 4);

            assertThat(topics.atLeast(running.results(), 14)).hasSize(14);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("the topic " + pipeline.documents() + " was deleted and created anew")));
        }
    }

    @Test
    void topicThatIsCreatedAgainBetweenTwoRunsIsToldAndReadFromItsFirstRecord() throws Exception {
        KafkaPipeline pipeline = pipeline("anew-between");
        topics.create(pipeline.documents(), 1);
        send(pipeline, 10);
        try (KafkaPipeline running = pipeline.start()) {
            topics.atLeast(running.results(), 10);
        }
        createAnew(pipeline);
        send(pipeline, 4);

        try (KafkaPipeline running = pipeline.start()) {
            assertThat(topics.atLeast(running.results(), 14)).hasSize(14);
        }

        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).anySatisfy(line -> assertThat(line)
                .startsWith("up to 4 documents of " + pipeline.documents() + "-0 are submitted, and paid for, again"));
    }

    private void createAnew(KafkaPipeline pipeline) throws Exception {
        Topics.get(topics.admin().deleteTopics(List.of(pipeline.documents())).all());
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> topics.create(pipeline.documents(), 1));
    }

    @Test
    void partitionsWithoutAnOffsetAreNewWhereOthersHaveOne() {
        List<TopicPartition> all =
                List.of(new TopicPartition("t", 0), new TopicPartition("t", 1), new TopicPartition("t", 2));

        assertThat(LostPlace.added(all, all.subList(0, 2))).containsExactly(all.get(2));
        assertThat(LostPlace.added(all, List.of())).isEmpty();
        assertThat(LostPlace.added(all, List.of(new TopicPartition("u", 0)))).isEmpty();
    }

    private static List<String> topicsOf(KafkaPipeline pipeline) {
        return settings(pipeline).names().jobsTopics();
    }

    private KafkaPipeline pipeline(String name) {
        return new KafkaPipeline("lost-" + name, SharedBroker.address(), service)
                .with("kafka.metadata-max-age", METADATA_AGE.toSeconds() + "s");
    }

    private void send(KafkaPipeline pipeline, int count) {
        for (int i = 0; i < count; i++) {
            topics.send(
                    pipeline.documents(),
                    0,
                    "key",
                    KafkaKillCampaign.value(i, "Where is my parcel, number " + i + "?"));
        }
        topics.flush();
    }

    private void delete(String topic, long before) {
        Topics.get(topics.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(before)))
                .all());
    }

    private static Account account(KafkaPipeline pipeline) throws Exception {
        return new TopicAccount(settings(pipeline), Window.ALL).account(null);
    }

    private static KafkaSettings settings(KafkaPipeline pipeline) {
        return SharedBroker.settings(
                pipeline.documents(),
                pipeline.jobs(),
                pipeline.results(),
                pipeline.deadLetters(),
                pipeline.group(),
                true);
    }
}
