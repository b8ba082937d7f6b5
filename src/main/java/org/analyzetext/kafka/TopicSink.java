package org.analyzetext.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.analyzetext.RunCounters;
import org.analyzetext.document.Envelope;
import org.analyzetext.document.Json;
import org.analyzetext.result.DeadLetter;
import org.analyzetext.result.Outcome;
import org.analyzetext.result.Result;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/** Results and dead letters as records: the document's key and headers, and nothing else of ours. Thread-safe. */
public final class TopicSink {
    private final CamelContext context;
    private final RunCounters counters;

    public TopicSink(CamelContext context, RunCounters counters) {
        this.context = context;
        this.counters = counters;
    }

    /** The records for the results topic. */
    public List<Message> results(Outcome outcome) throws JsonProcessingException {
        List<Message> records = new ArrayList<>();
        for (Result result : outcome.results()) {
            ObjectNode value = Json.MAPPER.valueToTree(result);
            value.remove("envelope");
            records.add(message(value, result.envelope()));
        }
        return records;
    }

    /** The records for the dead-letters topic; they keep key and headers in their value too, for a replay. */
    public List<Message> deadLetters(Outcome outcome) throws JsonProcessingException {
        List<Message> records = new ArrayList<>();
        for (DeadLetter letter : outcome.deadLetters()) {
            records.add(message(Json.MAPPER.valueToTree(letter), letter.envelope()));
        }
        return records;
    }

    /** Notes that the records are durable. */
    public void published(Outcome outcome) {
        counters.published(outcome.results().size(), outcome.deadLetters().size());
    }

    private Message message(ObjectNode value, @Nullable Envelope envelope) throws JsonProcessingException {
        Message message = new DefaultMessage(context);
        message.setBody(Json.MAPPER.writeValueAsBytes(value));
        if (envelope != null) {
            byte[] key = envelope.keyBytes();
            if (key != null) {
                message.setHeader(KafkaConstants.KEY, key);
            }
            for (Envelope.Header header : envelope.headers()) {
                message.setHeader(header.name(), header.bytes());
            }
        }
        return message;
    }
}
