package org.analyzetext.edge.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.analyzetext.document.Envelope;
import org.analyzetext.document.Json;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.Result;
import org.analyzetext.observe.RunCounters;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Results and dead letters as records: the document's key and headers, and nothing else of ours. Thread-safe. */
public final class TopicSink {
    /** For what a record has beside its value, key and headers. */
    private static final int ROOM = 1 << 16;
    /** All headers of a document, from here to the producer. */
    private static final String CARRIED = "analyze-text-headers";
    /** Headers of this prefix steer Camel's Kafka component, wherever the record is sent next. */
    private static final String CAMEL = "Camel";

    private final CamelContext context;
    private final KafkaSettings settings;
    private final TopicTransactions transactions;
    private final RunCounters counters;

    public TopicSink(
            CamelContext context, KafkaSettings settings, TopicTransactions transactions, RunCounters counters) {
        this.context = context;
        this.settings = settings;
        this.transactions = transactions;
        this.counters = counters;
    }

    /** The records for the results topic. */
    public List<Message> results(BatchOutcome outcome) throws JsonProcessingException {
        List<Message> records = new ArrayList<>();
        for (Result result : outcome.results()) {
            records.add(message(Json.MAPPER.writeValueAsBytes(result.withoutEnvelope()), result.envelope()));
        }
        return records;
    }

    /** The records for the dead-letters topic; they keep key and headers in their value too, for a replay. */
    public List<Message> deadLetters(BatchOutcome outcome) throws JsonProcessingException {
        List<Message> records = new ArrayList<>();
        for (DeadLetter letter : outcome.deadLetters()) {
            records.add(deadLetter(letter));
        }
        return records;
    }

    /** What no record can hold stays where the dead letter says that it came from. */
    private Message deadLetter(DeadLetter letter) throws JsonProcessingException {
        ObjectNode value = Json.MAPPER.valueToTree(letter);
        byte[] whole = Json.MAPPER.writeValueAsBytes(value);
        if (whole.length + carried(letter.envelope()) <= settings.maxRecordBytes() - ROOM) {
            return message(whole, letter.envelope());
        }
        value.remove("envelope");
        value.putObject("document").put("bytes", whole.length);
        return message(Json.MAPPER.writeValueAsBytes(value), null);
    }

    /** The bytes of key and headers, which a record has beside its value. */
    private static int carried(@Nullable Envelope envelope) throws JsonProcessingException {
        return envelope == null ? 0 : Json.MAPPER.writeValueAsBytes(envelope).length;
    }

    /** Counts the records once they are durable. */
    public void published(BatchOutcome outcome) {
        transactions.afterwards(() -> counters.published(
                outcome.results(), outcome.deadLettersByCode(), outcome.job().receivedAt()));
    }

    private Message message(byte[] value, @Nullable Envelope envelope) throws JsonProcessingException {
        Message message = new DefaultMessage(context);
        message.setBody(value);
        if (envelope != null) {
            byte[] key = envelope.keyBytes();
            if (key != null) {
                message.setHeader(KafkaConstants.KEY, key);
            }
            List<Envelope.Header> headers = envelope.headers().stream()
                    .filter(header -> !header.name().regionMatches(true, 0, CAMEL, 0, CAMEL.length()))
                    .toList();
            if (!headers.isEmpty()) {
                message.setHeader(CARRIED, Json.MAPPER.writeValueAsBytes(headers));
            }
        }
        return message;
    }

    /** Gives a record the headers that it carries: a Camel message has no names twice, in two cases, or with null. */
    static void unpackHeaders(ProducerRecord<byte[], byte[]> record) {
        Header carried = record.headers().lastHeader(CARRIED);
        if (carried == null) {
            return;
        }
        record.headers().remove(CARRIED);
        try {
            for (Envelope.Header header : Json.MAPPER.readValue(carried.value(), Envelope.Header[].class)) {
                record.headers().add(header.name(), header.bytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("headers that were packed here can't be unpacked", e);
        }
    }
}
