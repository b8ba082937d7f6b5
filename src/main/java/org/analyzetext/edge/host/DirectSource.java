package org.analyzetext.edge.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.analyzetext.document.DirectMessage;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.DocumentSink;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Format;
import org.analyzetext.document.Json;
import org.analyzetext.document.Rejected;
import org.analyzetext.error.DocumentsNotAcceptedException;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchLimits;
import org.analyzetext.job.Task;
import org.analyzetext.stage.Batching;
import org.analyzetext.stage.RecordLimit;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads what routes of the host send: a document or a list of documents, each a map, a Jackson tree or JSON text. All of
 * a message is accepted, or nothing. Thread-safe.
 */
public final class DirectSource {
    private static final int RANDOM = 12;

    private final DocumentReader reader;
    private final DocumentRules rules;
    private final BatchLimits limits;
    private final String resource;
    private final List<Task> tasks;
    private final Clock clock;

    /**
     * Reads documents.
     *
     * @param reader reads JSON in UTF-8
     */
    public DirectSource(
            DocumentReader reader,
            DocumentRules rules,
            BatchLimits limits,
            String resource,
            List<Task> tasks,
            Clock clock) {
        this.reader = reader;
        this.rules = rules;
        this.limits = limits;
        this.resource = resource;
        this.tasks = List.copyOf(tasks);
        this.clock = clock;
    }

    /**
     * Reads the exchange's body and puts the {@link DirectMessage} into its property {@code AnalyzeTextCall}; changes nothing
     * else of the host's exchange.
     *
     * @throws DocumentsNotAcceptedException when the body or one of its documents can't be sent
     */
    public void read(Exchange exchange) throws IOException {
        exchange.setProperty("AnalyzeTextCall", call(exchange));
    }

    private DirectMessage call(Exchange exchange) throws IOException {
        String name = "call-%013d-%s"
                .formatted(
                        clock.millis(),
                        UUID.randomUUID().toString().replace("-", "").substring(0, RANDOM));
        byte[] json = json(exchange, exchange.getMessage().getBody());
        Gathered gathered = new Gathered();
        reader.read(new ByteArrayInputStream(json), name, Format.JSON, new RecordLimit(limits.maxBytes(), gathered));
        if (!gathered.reasons.isEmpty()) {
            throw new DocumentsNotAcceptedException(
                    gathered.documents.size() + gathered.reasons.size(), gathered.reasons);
        }
        return new DirectMessage(name, gathered.documents);
    }

    /** The body as a JSON object, or as an array of them. */
    private static byte[] json(Exchange exchange, @Nullable Object body) throws IOException {
        byte[] json;
        if (body == null) {
            json = new byte[0];
        } else if (body instanceof Collection<?> list) {
            json = array(exchange, list);
        } else if (body instanceof Object[] list) {
            json = array(exchange, Arrays.asList(list));
        } else {
            json = element(exchange, body);
        }
        if (new String(json, StandardCharsets.UTF_8).isBlank()) {
            throw new DocumentsNotAcceptedException(
                    "the message is empty; it has to hold a document, such as {\"id\":\"1\",\"text\":\"...\"}");
        }
        return json;
    }

    private static byte[] array(Exchange exchange, Collection<?> list) throws IOException {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.write('[');
        boolean first = true;
        for (Object element : list) {
            if (!first) {
                array.write(',');
            }
            first = false;
            array.write(element(exchange, element));
        }
        array.write(']');
        return array.toByteArray();
    }

    private static byte[] element(Exchange exchange, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> || value instanceof JsonNode) {
            return Json.MAPPER.writeValueAsBytes(value);
        }
        if (value instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (value instanceof byte[]
                || value instanceof InputStream
                || value instanceof Reader
                || value instanceof StreamCache
                || value instanceof WrappedFile<?>) {
            byte[] text = exchange.getContext().getTypeConverter().convertTo(byte[].class, exchange, value);
            if (text != null) {
                return text;
            }
        }
        throw new DocumentsNotAcceptedException("a document is a map or JSON text, but this one is "
                + (value == null ? "null" : "a " + value.getClass().getName())
                + "; the step 'marshal: json' makes JSON text of an object");
    }

    /** The call's documents as batches to submit. */
    public List<Batch> batches(@Body DirectMessage call) throws IOException {
        List<Batch> batches = new ArrayList<>();
        Instant now = clock.instant();
        Batching batching =
                new Batching(rules, limits, resource, tasks, call.name(), batch -> batches.add(batch.receivedAt(now)));
        for (Document document : call.documents()) {
            batching.document(document);
        }
        batching.finish();
        return batches;
    }

    /** The documents of a message, and why some of them can't be sent. */
    private static final class Gathered implements DocumentSink {
        private final List<Document> documents = new ArrayList<>();
        private final List<String> reasons = new ArrayList<>();

        @Override
        public void document(Document document) {
            documents.add(document);
        }

        @Override
        public void rejected(Rejected record) {
            reasons.add("document " + ((FilePosition) record.source()).ordinal()
                    + (record.id() == null ? "" : " (id '" + record.id() + "')") + ": " + record.code() + ": "
                    + record.message());
        }
    }
}
