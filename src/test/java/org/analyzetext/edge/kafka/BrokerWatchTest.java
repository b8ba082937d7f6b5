package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.analyzetext.MovableClock;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong at the brokers is told, on a real broker. */
@ExtendWith(SharedBroker.class)
class BrokerWatchTest {
    private static final TopicPartition JOBS = new TopicPartition("jobs-500ms", 0);

    private final MovableClock clock = new MovableClock();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void transactionThatStaysOpenInATopicThatIsReadIsTold(boolean jobs) throws Exception {
        KafkaSettings settings = SharedBroker.settings("hanging-" + jobs, true);
        for (DelayTier tier : DelayTier.values()) {
            SharedBroker.topics().create(settings.names().topic(tier), 1);
        }
        SharedBroker.topics().create(settings.names().documentsTopic(), 1);
        String topic = jobs
                ? settings.names().topic(DelayTier.values()[0])
                : settings.names().documentsTopic();
        try (DefaultCamelContext context = new DefaultCamelContext();
                BrokerWatch watch = new BrokerWatch(context, settings, true, 0, new RecordShare(), clock);
                KafkaProducer<byte[], byte[]> killed = new KafkaProducer<>(
                        Map.of("bootstrap.servers", settings.brokers(), "transactional.id", "killed-within"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            killed.initTransactions();
            killed.beginTransaction();
            killed.send(new ProducerRecord<>(topic, new byte[] {1})).get();
            watch.start();

            await().atMost(Duration.ofSeconds(30)).until(() -> {
                clock.move(OpenTransactions.LONGEST);
                return watch.openTransactions().problem().isPresent();
            });

            assertThat(watch.openTransactions().problem().orElseThrow())
                    .contains(topic + "-0 at offset 0")
                    .contains("kafka-transactions.sh abort");
            killed.abortTransaction();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> watch.openTransactions().problem().isEmpty());
        }
    }

    @Test
    void jobsInFlightAreCountedWithoutTheMarkersOfTheirTransactions() throws Exception {
        KafkaSettings settings = topics("in-flight");
        try (DefaultCamelContext context = new DefaultCamelContext();
                BrokerWatch watch = new BrokerWatch(context, settings, true, 0, new RecordShare(), clock);
                KafkaProducer<byte[], byte[]> jobs = producer(settings, "in-flight")) {
            jobs.initTransactions();
            for (int i = 0; i < 3; i++) {
                jobs.beginTransaction();
                jobs.send(new ProducerRecord<>(settings.names().topic(DelayTier.values()[i]), new byte[] {1}));
                jobs.commitTransaction();
            }
            watch.start();

            await().atMost(Duration.ofSeconds(30)).until(() -> level(watch, "group.jobs.in.flight") == 3);

            assertThat(level(watch, "oldest.waiting.seconds")).isZero();
        }
    }

    @Test
    void jobsThatShareTransactionsAreCountedAsThisInstanceWritesThem() throws Exception {
        KafkaSettings settings = topics("shared");
        String tier = settings.names().topic(DelayTier.values()[0]);
        TransactionalProducers producers =
                new TransactionalProducers(settings, new BrokerClock(Clock.systemUTC(), System::nanoTime));
        try (DefaultCamelContext context = new DefaultCamelContext();
                BrokerWatch watch = new BrokerWatch(context, settings, true, 0, producers.recordShare(), clock)) {
            for (int transaction = 0; transaction < 20; transaction++) {
                HeldRecords held = new HeldRecords();
                for (int job = 0; job < 4; job++) {
                    held.add(new ProducerRecord<>(tier, 0, null, new byte[] {1}));
                }
                producers.write(held);
            }
            watch.start();

            // Twenty markers beside them: half of the offsets would be fifty.
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(level(watch, "group.jobs.in.flight"))
                    .isBetween(75.0, 80.0));
        } finally {
            producers.close();
        }
    }

    @Test
    void theAgeOfTheOldestDocumentThatWaitsIsThatOfItsRecord() throws Exception {
        KafkaSettings settings = topics("oldest");
        long hourAgo = clock.instant().minus(Duration.ofHours(1)).toEpochMilli();
        try (DefaultCamelContext context = new DefaultCamelContext();
                BrokerWatch watch = new BrokerWatch(context, settings, true, 0, new RecordShare(), clock);
                KafkaProducer<byte[], byte[]> documents = producer(settings, "oldest")) {
            documents.initTransactions();
            documents.beginTransaction();
            documents.send(new ProducerRecord<>(settings.names().documentsTopic(), 0, hourAgo, null, new byte[] {1}));
            documents.send(new ProducerRecord<>(settings.names().documentsTopic(), new byte[] {2}));
            documents.commitTransaction();
            watch.start();

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(level(watch, "oldest.waiting.seconds")).isEqualTo(3_600));
        }
    }

    private static double level(BrokerWatch watch, String name) {
        return watch.levels().stream()
                .filter(level -> level.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static KafkaSettings topics(String name) {
        KafkaSettings settings = SharedBroker.settings(name, true);
        for (DelayTier tier : DelayTier.values()) {
            SharedBroker.topics().create(settings.names().topic(tier), 1);
        }
        SharedBroker.topics().create(settings.names().documentsTopic(), 1);
        return settings;
    }

    private static KafkaProducer<byte[], byte[]> producer(KafkaSettings settings, String id) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", settings.brokers(), "transactional.id", id),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Test
    void transactionsThatEndAndOthersThatBeginAreNoHangingOne() {
        OpenTransactions transactions = new OpenTransactions(clock);
        for (long offset = 0; offset < 10; offset++) {
            transactions.seen(JOBS, offset, offset + 1);
            clock.move(OpenTransactions.LONGEST.dividedBy(2));
        }

        assertThat(transactions.problem()).isEmpty();
    }

    @Test
    void transactionIsToldOnceItIsOpenForLongerThanOneCanBe() {
        OpenTransactions transactions = new OpenTransactions(clock);
        transactions.seen(JOBS, 7, 9);
        clock.move(OpenTransactions.LONGEST);
        transactions.seen(JOBS, 7, 12);

        assertThat(transactions.problem()).isEmpty();
        clock.move(Duration.ofMillis(1));
        assertThat(transactions.problem()).hasValueSatisfying(problem -> assertThat(problem)
                .startsWith("a transaction is open for more than 60 s in jobs-500ms-0 at offset 7"));
    }
}
