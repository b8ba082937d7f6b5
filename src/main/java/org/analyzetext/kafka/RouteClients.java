package org.analyzetext.kafka;

import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Makes the clients of the routes' endpoints: producers that join a transaction, consumers that outlast a refusal. */
final class RouteClients extends DefaultKafkaClientFactory {
    private final TopicTransactions transactions;
    private final KafkaSettings settings;

    RouteClients(TopicTransactions transactions, KafkaSettings settings) {
        this.transactions = transactions;
        this.settings = settings;
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Properties properties) {
        return new JoiningProducer(properties, transactions);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Properties properties) {
        return new PatientConsumer(properties, settings.retry());
    }

    /** Leaves a record to the transaction of its thread; writes it at once where there is none. */
    private static final class JoiningProducer extends KafkaProducer<byte[], byte[]> {
        private final TopicTransactions transactions;

        JoiningProducer(Properties properties, TopicTransactions transactions) {
            super(properties);
            this.transactions = transactions;
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
            if (!transactions.hold(record)) {
                return super.send(record, callback);
            }
            RecordMetadata unknown = new RecordMetadata(new TopicPartition(record.topic(), -1), -1, -1, -1, -1, -1);
            if (callback != null) {
                callback.onCompletion(unknown, null);
            }
            return CompletableFuture.completedFuture(unknown);
        }
    }
}
