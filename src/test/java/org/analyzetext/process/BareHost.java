package org.analyzetext.process;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** The smallest camel-main host that can take answers, to be measured as a process of its own with and without us. */
final class BareHost {
    static final String STARTED = "host started";

    private BareHost() {}

    /** Says when it has started, and runs until it is ended. System properties configure it. */
    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.configure().withAutoConfigurationLogSummary(false);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:labelled").id("labelled").to("mock:labelled");
                from("direct:not-labelled").id("not-labelled").to("mock:not-labelled");
            }
        });
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport started) {
                System.err.println(STARTED);
            }
        });
        main.run();
    }
}
