package org.analyzetext.edge.host;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.analyzetext.AnalyzeText;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;

/**
 * A host as {@code docs/embedding.md} describes it, in a process of its own, which labels some documents and stops:
 * {@code main} or {@code plain}, then names and values of properties; its keys come from the environment.
 */
final class CanaryHost {
    static final String DONE = "all documents are labelled";
    private static final int DOCUMENTS = 3;
    private static final CountDownLatch LABELLED = new CountDownLatch(DOCUMENTS);

    private CanaryHost() {}

    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        for (int i = 1; i < args.length; i += 2) {
            properties.setProperty(args[i], args[i + 1]);
        }
        if (args[0].equals("main")) {
            Main main = new Main();
            main.setInitialProperties(properties);
            main.configure().addRoutesBuilder(new Routes());
            main.start();
            label(main.getCamelContext());
            main.stop();
        } else {
            // Installed by a line of code, and only by that.
            properties.setProperty("analyze-text.enabled", "false");
            CamelContext context = new DefaultCamelContext();
            context.getPropertiesComponent().setInitialProperties(properties);
            context.addRoutes(new Routes());
            AnalyzeText.install(context);
            context.start();
            label(context);
            context.stop();
        }
        System.exit(0);
    }

    private static void label(CamelContext context) throws Exception {
        context.createProducerTemplate()
                .sendBody(
                        "direct:analyze-text",
                        List.of(
                                Map.of("id", "1", "text", "a"),
                                Map.of("id", "2", "text", "b"),
                                Map.of("id", "3", "text", "c")));
        if (LABELLED.await(60, TimeUnit.SECONDS)) {
            System.out.println(DONE);
        }
    }

    private static final class Routes extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:labelled").process(exchange -> LABELLED.countDown());
            from("direct:not-labelled").log("not labelled");
        }
    }
}
