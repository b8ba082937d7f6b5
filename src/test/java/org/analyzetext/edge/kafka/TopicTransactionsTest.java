package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.analyzetext.document.Document;
import org.analyzetext.document.Json;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.edge.kafka.OwnedCommits.OwnedCommit;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.Batch;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.observe.RunCounters;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.consumer.KafkaManualCommitFactory.CamelExchangePayload;
import org.apache.camel.component.kafka.consumer.KafkaManualCommitFactory.KafkaRecordPayload;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is written and what is acknowledged hold together or not at all, on a real broker. */
@ExtendWith(SharedBroker.class)
class TopicTransactionsTest {
    private final Topics topics = SharedBroker.topics();
    private final CamelContext context = new DefaultCamelContext();
    private final RunCounters counters = new RunCounters();
    private TopicTransactions transactions;

    private KafkaSettings settings(String name) {
        KafkaSettings settings = SharedBroker.settings(name, true);
        transactions = SharedBroker.transactions(settings, counters);
        transactions.start();
        return settings;
    }

    @AfterEach
    void stop() throws Exception {
        transactions.stop();
        context.close();
    }

    @Test
    void stepsThatFailWriteAndAcknowledgeNothing() throws Exception {
        KafkaSettings settings = settings("failing");
        topics.create(settings.names().resultsTopic(), 1);

        Exchange exchange = run(within -> {
            write(settings.names().resultsTopic());
            within.setException(new AnalyzeTextException("the next step failed"));
        });

        assertThat(exchange.getException()).hasMessage("the next step failed");
        assertThat(topics.ends(settings.names().resultsTopic())).containsValue(0L);
    }

    @Test
    void acceptedJobIsCountedAsAmbiguousWhenAStepBehindItFails() throws Exception {
        settings("behind");

        run(within -> {
            transactions.accepted(job(0, 2));
            within.setException(new AnalyzeTextException("the next step failed"));
        });

        assertThat(counters.ambiguousSubmits()).isOne();
    }

    @Test
    void consumerThatLostItsPartitionsWritesAndAcknowledgesNothing() {
        KafkaSettings settings = settings("zombie");
        topics.create(settings.names().documentsTopic(), 1);
        topics.create(settings.names().resultsTopic(), 1);
        topics.send(settings.names().documentsTopic(), 0, "key", new byte[] {1});
        topics.flush();
        try (KafkaConsumer<byte[], byte[]> zombie = consumer(settings);
                KafkaConsumer<byte[], byte[]> successor = consumer(settings)) {
            ConsumerRecord<byte[], byte[]> taken = awaitRecord(zombie);
            awaitRecord(successor);

            assertThatThrownBy(() -> run(within -> {
                        transactions.accepted(job(0, 2));
                        write(settings.names().resultsTopic());
                        commit(zombie, taken).commit();
                    }))
                    .isInstanceOf(AnalyzeTextException.class)
                    .hasMessageContaining("zombie-documents-0")
                    .hasMessageContaining("given to another consumer");
            assertThat(counters.ambiguousSubmits())
                    .as("its successor submits the batch again")
                    .isOne();

            assertThat(topics.all(settings.names().resultsTopic())).isEmpty();
            assertThat(topics.lag(
                            settings.names().documentsTopic(), settings.names().groupId()))
                    .isOne();
        }
    }

    @Test
    void transactionThatTheBrokerGaveUpIsWrittenByAnotherProducer() throws Exception {
        KafkaSettings settings = settings("given-up");
        topics.create(settings.names().resultsTopic(), 1);
        run(within -> write(settings.names().resultsTopic()));
        List<String> ids = Topics.get(topics.admin().listTransactions().all()).stream()
                .map(listing -> listing.transactionalId())
                .filter(id -> id.startsWith(settings.names().groupId() + "-"))
                .toList();
        Topics.get(topics.admin().fenceProducers(ids).all());

        run(within -> write(settings.names().resultsTopic()));

        assertThat(ids).hasSize(1);
        assertThat(topics.all(settings.names().resultsTopic())).hasSize(2);
    }

    @Test
    void jobRecordWhoseOutcomeWasNotKeptIsHandledAgain() throws Exception {
        KafkaSettings settings = settings("forgetful");
        Clock clock = Clock.systemUTC();
        TopicJobs jobs = new TopicJobs(settings, transactions, batch -> true, new NewerRecords(clock), clock);
        topics.create(settings.names().resultsTopic(), 1);
        Batch record = batch(0, 2);
        TakenRecord taken = take(jobs, record);

        assertThatThrownBy(() -> run(within -> {
                    jobs.remember(taken);
                    transactions.write(new ProducerRecord<>(settings.names().resultsTopic(), new byte[9 << 20]));
                }))
                .isInstanceOf(AnalyzeTextException.class)
                .hasMessageContaining("RecordTooLarge");

        assertThat(jobs.next(take(jobs, record))).isEqualTo("SUBMIT");
    }

    @Test
    void batchOfTheSameNameWithOtherDocumentsIsNotTakenForTheOneBefore() throws Exception {
        KafkaSettings settings = settings("names");
        Clock clock = Clock.systemUTC();
        TopicJobs jobs = new TopicJobs(settings, transactions, batch -> true, new NewerRecords(clock), clock);

        TakenRecord taken = take(jobs, batch(0, 2));
        run(within -> jobs.remember(taken));

        assertThat(jobs.next(take(jobs, batch(0, 2)))).isEqualTo("DROP");
        assertThat(jobs.next(take(jobs, batch(0, 3)))).isEqualTo("SUBMIT");
    }

    private TakenRecord take(TopicJobs jobs, Batch record) throws Exception {
        return jobs.take(new DefaultExchange(context), null, Json.MAPPER.writeValueAsBytes(record));
    }

    private Exchange run(Processor steps) throws Exception {
        Exchange exchange = new DefaultExchange(context);
        transactions.wrap(null, steps).process(exchange);
        return exchange;
    }

    private void write(String topic) {
        transactions.write(new ProducerRecord<>(topic, new byte[] {1}));
    }

    private static SubmittedJob job(int from, int to) {
        return batch(from, to).submitted("default", "job-" + from, Instant.now(), Instant.now());
    }

    private static Batch batch(int from, int to) {
        return Batch.of(
                "documents/0-" + from,
                "default",
                List.of(),
                IntStream.range(from, to)
                        .mapToObj(offset -> new Document(
                                new TopicPosition("documents", 0, offset),
                                null,
                                null,
                                "text",
                                Json.MAPPER.createObjectNode()))
                        .toList());
    }

    /** It leaves its group when it was not asked for records for a second. */
    private static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings settings) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", settings.brokers(),
                        "group.id", settings.names().groupId(),
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "max.poll.interval.ms", "1000",
                        "session.timeout.ms", "3000",
                        "heartbeat.interval.ms", "500"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(settings.names().documentsTopic()));
        return consumer;
    }

    private static ConsumerRecord<byte[], byte[]> awaitRecord(KafkaConsumer<byte[], byte[]> consumer) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> consumer.poll(Duration.ofMillis(100)), records -> records.count() > 0)
                .iterator()
                .next();
    }

    private OwnedCommit commit(KafkaConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record) {
        return new OwnedCommit(
                new CamelExchangePayload(new DefaultExchange(context), consumer, "thread", null),
                new KafkaRecordPayload(new TopicPartition(record.topic(), record.partition()), record.offset(), 1_000),
                null,
                transactions,
                consumer.groupMetadata().generationId());
    }
}
