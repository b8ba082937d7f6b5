package host;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The host's own routes. */
@Component
public class Orders extends RouteBuilder {
    final List<String> labelled = new CopyOnWriteArrayList<>();
    final List<String> notLabelled = new CopyOnWriteArrayList<>();

    @Override
    public void configure() {
        errorHandler(deadLetterChannel("log:orders?showAll=false").maximumRedeliveries(1));
        from("direct:orders").routeId("orders").to("direct:analyze-text");
        from("direct:labelled")
                .routeId("labelled")
                .process(message -> labelled.add(message.getMessage().getHeader("AnalyzeTextId", String.class)));
        from("direct:not-labelled")
                .routeId("not-labelled")
                .process(message -> notLabelled.add(message.getMessage().getHeader("AnalyzeTextId", String.class)));
    }
}
