package org.analyzetext.app;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.analyzetext.document.Json;
import org.slf4j.event.KeyValuePair;

/**
 * The log as one JSON object a line: {@code time}, {@code level}, {@code logger}, {@code thread}, {@code message}, {@code
 * data} with the pairs of the line under their names, and {@code error} with the trace.
 */
public final class JsonLogEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    private final ThrowableProxyConverter traces = new ThrowableProxyConverter();

    @Override
    public void start() {
        traces.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ObjectNode line = Json.MAPPER.createObjectNode();
        line.put("time", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        line.put("message", event.getFormattedMessage());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null && !pairs.isEmpty()) {
            ObjectNode data = line.putObject("data");
            pairs.forEach(pair -> data.putPOJO(pair.key, pair.value));
        }
        if (event.getThrowableProxy() != null) {
            line.put("error", traces.convert(event));
        }
        try {
            return (Json.MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException unwritable) {
            addError("a line could not be written as JSON", unwritable);
            return NOTHING;
        }
    }
}
