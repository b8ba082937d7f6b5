package org.analyzetext.edge.kafka;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Makes the clients of the routes' endpoints: producers that join transactions, consumers that outlast a refusal. */
final class RouteClients extends DefaultKafkaClientFactory {
    private final TopicTransactions transactions;
    private final KafkaSettings settings;
    private final Clock clock;
    private final GroupShare share;
    private final BooleanSupplier stopping;
    private final ClientIds clientIds =
            new ClientIds(UUID.randomUUID().toString().substring(0, 8));

    RouteClients(
            TopicTransactions transactions,
            KafkaSettings settings,
            Clock clock,
            GroupShare share,
            BooleanSupplier stopping) {
        this.share = share;
        this.stopping = stopping;
        this.clock = clock;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** Camel's producers only hand over: one set of clients writes all, in transactions. */
    @Override
    @SuppressWarnings("unchecked")
    public Producer<byte[], byte[]> getProducer(Properties properties) {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, this::handOver);
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object handOver(Object producer, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "send" -> send((ProducerRecord<byte[], byte[]>) Objects.requireNonNull(arguments)[0]);
            case "toString" -> "producer of " + settings;
            case "hashCode" -> System.identityHashCode(producer);
            case "equals" -> producer == Objects.requireNonNull(arguments)[0];
            case "close", "flush" -> null;
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        TopicSink.unpackHeaders(record);
        transactions.write(record);
        return CompletableFuture.completedFuture(
                new RecordMetadata(new TopicPartition(record.topic(), -1), -1, -1, -1, -1, -1));
    }

    private long jobWait(ConsumerRecord<byte[], byte[]> record) {
        return JobTimes.waitMillis(record.headers(), clock);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Properties asked) {
        // Camel asks with the same properties each time that it connects.
        Properties properties = new Properties();
        properties.putAll(asked);
        properties.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, TransactionalProducers.RETRY_BACKOFF_MS);
        properties.put(
                CommonClientConfigs.METADATA_MAX_AGE_CONFIG,
                Long.toString(settings.metadataMaxAge().toMillis()));
        // What the group has no place in is found and reported by the consumer itself.
        boolean documents = "earliest".equals(properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"));
        ClientIds.Lease lease = clientIds.take(properties.getProperty(CommonClientConfigs.GROUP_ID_CONFIG));
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, lease.clientId());
        try {
            return new RetryingConsumer(
                    properties,
                    settings.retry(),
                    lease,
                    share.member(documents ? GroupShare.Work.DOCUMENTS : GroupShare.Work.JOBS),
                    documents ? null : this::jobWait,
                    stopping);
        } catch (RuntimeException refused) {
            lease.leave();
            throw refused;
        }
    }
}
