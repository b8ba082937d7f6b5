package host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

/** The host's own routes: what becomes of the outcomes. */
final class Comments extends RouteBuilder {
    private final SortedMap<String, List<String>> labels = new ConcurrentSkipListMap<>();
    private volatile CountDownLatch open = new CountDownLatch(0);

    @Override
    public void configure() {
        from("direct:labelled").routeId("labelled").process(exchange -> {
            Message result = exchange.getMessage();
            labels.put(
                    result.getHeader("AnalyzeTextId", String.class),
                    result.getBody(JsonNode.class)
                            .at("/classifications/0/classes")
                            .findValuesAsText("category"));
            open.countDown();
        });
        from("direct:not-labelled")
                .routeId("not-labelled")
                .log("${header.AnalyzeTextId} was not labelled: ${header.AnalyzeTextCode}")
                .process(exchange -> open.countDown());
    }

    /** Gives documents to the module, which has them on disk when this returns, and waits for the outcomes. */
    void label(CamelContext camel, List<Map<String, String>> documents) throws Exception {
        open = new CountDownLatch(documents.size());
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            template.sendBody("direct:analyze-text", documents);
        }
        open.await();
    }

    SortedMap<String, List<String>> labels() {
        return labels;
    }
}
