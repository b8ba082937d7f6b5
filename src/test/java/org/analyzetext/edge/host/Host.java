package org.analyzetext.edge.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.analyzetext.document.Json;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** A camel-main host that knows nothing of the module but its properties, with fast times. */
final class Host implements AutoCloseable {
    static final String KEY = "host-secret-key";

    final Main main = new Main();
    final Properties properties = new Properties();
    /** What {@code direct:labelled} and {@code direct:failed} took. */
    final List<JsonNode> labelled = new CopyOnWriteArrayList<>();

    final List<JsonNode> failed = new CopyOnWriteArrayList<>();

    Host(Path work, URI endpoint) {
        Map<String, String> own = Map.ofEntries(
                Map.entry("enabled", "true"),
                Map.entry("source", "direct"),
                Map.entry("sink", "endpoint"),
                Map.entry("endpoint-sink.results", "direct:labelled"),
                Map.entry("endpoint-sink.dead-letters", "direct:failed"),
                Map.entry("endpoint", endpoint.toString()),
                Map.entry("api-key", KEY),
                Map.entry("task.kind", "CustomMultiLabelClassification"),
                Map.entry("task.project-name", "SupportTickets"),
                Map.entry("task.deployment-name", "production"),
                Map.entry("files.work", work.toString()),
                Map.entry("files.scan", "20ms"),
                Map.entry("batch.linger", "20ms"),
                Map.entry("poll.first-poll", "20ms"),
                Map.entry("poll.longest", "50ms"),
                Map.entry("job.pause", "20ms"));
        own.forEach(this::with);
        main.setOverrideProperties(properties);
        main.configure().withAutoConfigurationLogSummary(false);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:labelled")
                        .id("labelled")
                        .process(message ->
                                labelled.add(json(message.getMessage().getBody(byte[].class))));
                from("direct:failed")
                        .id("failed")
                        .process(message -> failed.add(json(message.getMessage().getBody(byte[].class))));
            }
        });
    }

    static JsonNode json(byte[] body) throws IOException {
        return Json.MAPPER.readTree(body);
    }

    Host with(String name, String value) {
        properties.setProperty("analyze-text." + name, value);
        return this;
    }

    Host routes(RouteBuilder routes) {
        main.configure().addRoutesBuilder(routes);
        return this;
    }

    Host start() throws Exception {
        main.start();
        return this;
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    void give(Object body) {
        try (ProducerTemplate template = context().createProducerTemplate()) {
            template.sendBody("direct:analyze-text", body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        main.stop();
    }
}
