package org.analyzetext.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.analyzetext.document.Json;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogFormatTest {
    private static final Logger LOGGER = new LoggerContext().getLogger("analyze-text.job");

    @Test
    void aMessageIsOneLineOfTheTextLog() {
        assertThat(new LogLine().convert(event("took a\nERROR forged", null))).isEqualTo("took a\\u000aERROR forged");
    }

    @Test
    void aLineOfTheJsonLogHasItsPairsUnderTheirNames() throws Exception {
        LoggingEvent event = event("took {}", null, "a\nb.csv");
        event.setKeyValuePairs(List.of(new KeyValuePair("batch", "a/000001"), new KeyValuePair("documents", 25)));

        String line = encoded(event);

        assertThat(line).endsWith("}\n").hasLineCount(1);
        JsonNode json = Json.MAPPER.readTree(line);
        assertThat(json.path("time").asText()).endsWith("Z");
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("logger").asText()).isEqualTo("analyze-text.job");
        assertThat(json.path("message").asText()).isEqualTo("took a\nb.csv");
        assertThat(json.path("data").path("batch").asText()).isEqualTo("a/000001");
        assertThat(json.path("data").path("documents").isInt()).isTrue();
    }

    @Test
    void aLineOfTheJsonLogHasTheTrace() throws Exception {
        JsonNode json = Json.MAPPER.readTree(encoded(event("failed", new IllegalStateException("the cause"))));

        assertThat(json.path("error").asText())
                .contains("IllegalStateException: the cause")
                .contains("at org.analyzetext.app.LogFormatTest");
    }

    private static LoggingEvent event(String message, Throwable failure, Object... values) {
        return new LoggingEvent("caller", LOGGER, Level.WARN, message, failure, values);
    }

    private static String encoded(LoggingEvent event) {
        JsonLogEncoder encoder = new JsonLogEncoder();
        encoder.start();
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
