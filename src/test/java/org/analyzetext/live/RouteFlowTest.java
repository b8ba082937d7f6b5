package org.analyzetext.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class RouteFlowTest {
    @Test
    void whatPassesIsCountedAndTicksOfAClockAreKnownAsSuch() throws Exception {
        RouteFlow flow = new RouteFlow();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutePolicyFactory(flow);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("scheduler:look?initialDelay=0&delay=10")
                            .routeId("look")
                            .log("found nothing");
                    from("direct:take")
                            .routeId("take")
                            .choice()
                            .when(body().isEqualTo("bad"))
                            .throwException(new IllegalStateException("no"));
                }
            });
            context.start();
            try (var template = context.createProducerTemplate()) {
                template.send("direct:take", exchange -> exchange.getMessage().setBody("good"));
                template.send("direct:take", exchange -> exchange.getMessage().setBody("bad"));
            }
            await().until(() -> flow.passed().get("look").passed() > 0);
        }

        assertThat(flow.passed()).containsEntry("take", new RouteFlow.Passed(2, 1));
        assertThat(flow.ticks("take")).isFalse();
        assertThat(flow.ticks("look")).isTrue();
        assertThat(flow.ticks("unknown")).isFalse();
    }
}
