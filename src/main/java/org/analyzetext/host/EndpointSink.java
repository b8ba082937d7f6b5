package org.analyzetext.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.analyzetext.RunCounters;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Json;
import org.analyzetext.document.Source;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.result.DeadLetter;
import org.analyzetext.result.Outcome;
import org.analyzetext.result.Result;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/** Results and dead letters as messages for endpoints of the host. Thread-safe. */
public final class EndpointSink {
    /** The document's id; not there for a document without one. */
    public static final String ID = "AnalyzeTextId";
    /** The document's source as one word: the same when a message is repeated, and of no other document. */
    public static final String SOURCE = "AnalyzeTextSource";
    /** Of dead letters alone: the reason as one word. */
    public static final String CODE = "AnalyzeTextCode";

    private final CamelContext context;
    private final RunCounters counters;

    public EndpointSink(CamelContext context, RunCounters counters) {
        this.context = context;
        this.counters = counters;
    }

    /** A message for each result. */
    public List<Message> results(Outcome outcome) throws JsonProcessingException {
        List<Message> messages = new ArrayList<>();
        for (Result result : outcome.results()) {
            messages.add(message(Json.MAPPER.valueToTree(result), result.id(), result.source()));
        }
        return messages;
    }

    /** A message for each dead letter. */
    public List<Message> deadLetters(Outcome outcome) throws JsonProcessingException {
        List<Message> messages = new ArrayList<>();
        for (DeadLetter letter : outcome.deadLetters()) {
            Message message = message(Json.MAPPER.valueToTree(letter), letter.id(), letter.source());
            message.setHeader(CODE, letter.code());
            messages.add(message);
        }
        return messages;
    }

    /** Notes that the endpoints have them. */
    public void published(Outcome outcome) {
        counters.published(outcome.results().size(), outcome.deadLetters().size());
    }

    private Message message(ObjectNode value, @Nullable String id, Source source) throws JsonProcessingException {
        Message message = new DefaultMessage(context);
        message.setBody(Json.MAPPER.writeValueAsBytes(value));
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader(SOURCE, word(source));
        if (id != null) {
            message.setHeader(ID, id);
        }
        return message;
    }

    private static String word(Source source) {
        if (source instanceof TopicPosition record) {
            return record.topic() + "/" + record.partition() + "-" + record.offset();
        }
        FilePosition place = (FilePosition) source;
        return place.file() + "#" + place.ordinal();
    }
}
