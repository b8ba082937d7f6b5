package host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The host's own routes: what becomes of the outcomes. A real host would store them. */
@Component
class Labels extends RouteBuilder {
    private final Map<String, Map<String, List<String>>> labels = new ConcurrentHashMap<>();

    @Override
    public void configure() {
        from("direct:labelled").routeId("labelled").process(exchange -> add(exchange.getMessage()));
        from("direct:not-labelled")
                .routeId("not-labelled")
                .log("${header.AnalyzeTextId} was not labelled: ${header.AnalyzeTextCode}");
    }

    private void add(Message result) {
        Map<String, List<String>> byTask = new TreeMap<>();
        for (JsonNode answer : result.getBody(JsonNode.class).get("classifications")) {
            byTask.put(answer.at("/task/name").asText(), answer.get("classes").findValuesAsText("category"));
        }
        labels.put(result.getHeader("AnalyzeTextId", String.class), byTask);
    }

    Optional<Map<String, List<String>>> of(String id) {
        return Optional.ofNullable(labels.get(id));
    }
}
