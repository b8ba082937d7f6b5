package host;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/** The host's own routes: comments come in by HTTP, and their labels go out. A real host would store them. */
@ApplicationScoped
public class Comments extends RouteBuilder {
    private final Map<String, String> labels = new ConcurrentHashMap<>();

    @Override
    public void configure() {
        from("platform-http:/comments?httpMethodRestrict=POST")
                .routeId("comments")
                .convertBodyTo(byte[].class)
                // Returns when the comments are on disk; a restart loses none.
                .to("direct:analyze-text")
                .setBody(constant(""))
                .setHeader("CamelHttpResponseCode", constant(202));
        from("platform-http:/comments/{id}?httpMethodRestrict=GET")
                .routeId("comment")
                .process(exchange -> {
                    Message message = exchange.getMessage();
                    String found = labels.get(message.getHeader("id", String.class));
                    message.setHeader("CamelHttpResponseCode", found == null ? 404 : 200);
                    message.setBody(found == null ? "" : found);
                });
        from("direct:labelled").routeId("labelled").process(exchange -> add(exchange.getMessage()));
        from("direct:not-labelled")
                .routeId("not-labelled")
                .log("${header.AnalyzeTextId} was not labelled: ${header.AnalyzeTextCode}");
    }

    private void add(Message result) {
        JsonNode classes = result.getBody(JsonNode.class).at("/classifications/0/classes");
        List<String> names = classes.findValuesAsText("category");
        labels.put(result.getHeader("AnalyzeTextId", String.class), String.join(", ", names));
    }
}
