package org.analyzetext.edge.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Json;
import org.analyzetext.document.Source;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.Result;
import org.analyzetext.observe.RunCounters;
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
    /** Of results alone: the score of the best label, of the task that is least sure; 0 where a task gave none. */
    public static final String CONFIDENCE = "AnalyzeTextConfidence";
    /** Of dead letters alone: the reason as one word. */
    public static final String CODE = "AnalyzeTextCode";

    private final CamelContext context;
    private final RunCounters counters;
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    public EndpointSink(CamelContext context, RunCounters counters) {
        this.context = context;
        this.counters = counters;
    }

    /** A message for each result and each dead letter that no endpoint has taken yet. */
    public List<Message> messages(BatchOutcome outcome) throws JsonProcessingException {
        List<Message> messages = new ArrayList<>();
        for (Result result : outcome.results()) {
            if (!taken.contains(word(result.source()))) {
                Message message = message(Json.MAPPER.valueToTree(result), result.id(), result.source());
                if (!result.classifications().isEmpty()) {
                    message.setHeader(CONFIDENCE, confidence(result));
                }
                messages.add(message);
            }
        }
        for (DeadLetter letter : outcome.deadLetters()) {
            if (!taken.contains(word(letter.source()))) {
                Message message = message(Json.MAPPER.valueToTree(letter), letter.id(), letter.source());
                message.setHeader(CODE, letter.code());
                messages.add(message);
            }
        }
        return messages;
    }

    /** Remembers that an endpoint has taken the answer of that source, should others of its batch fail. */
    public void taken(String source) {
        taken.add(source);
    }

    /** Says which answer was not taken. What the host's route says may hold texts, so it is not repeated here. */
    public void failed(String source, Exception cause) {
        throw new AnalyzeTextException(
                "the host's endpoint did not take the answer for " + source + " ("
                        + cause.getClass().getName() + "); see analyze-text.endpoint-sink",
                cause);
    }

    /** Notes that the endpoints have all of them. */
    public void published(BatchOutcome outcome) {
        outcome.results().forEach(result -> taken.remove(word(result.source())));
        outcome.deadLetters().forEach(letter -> taken.remove(word(letter.source())));
        counters.published(
                outcome.results(), outcome.deadLettersByCode(), outcome.job().receivedAt());
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

    private static double confidence(Result result) {
        return result.classifications().stream()
                .mapToDouble(said -> said.classes().stream()
                        .mapToDouble(label -> label.confidenceScore().doubleValue())
                        .max()
                        .orElse(0))
                .min()
                .orElse(0);
    }

    private static String word(Source source) {
        if (source instanceof TopicPosition record) {
            return record.topic() + "/" + record.partition() + "-" + record.offset();
        }
        FilePosition place = (FilePosition) source;
        return place.file() + "#" + place.ordinal();
    }
}
