package org.analyzetext.edge.kafka;

import java.util.Map;
import org.analyzetext.error.AnalyzeTextException;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.util.TimeUtils;

/**
 * The component {@code analyze-text-kafka}: Camel's own, with brokers, security and what loses nothing set for all of its
 * endpoints. Public because tools make one from the jar's description of it.
 */
@Component("kafka") // by which Camel finds what sets the options of its endpoints
public final class TopicComponent extends KafkaComponent {
    private boolean connected;

    /** One that knows no brokers. */
    public TopicComponent() {}

    /** Lets it make endpoints, once its configuration is known. */
    void connected() {
        connected = true;
    }

    /** Takes times such as 5s wherever Camel's component takes milliseconds only, as all properties of ours do. */
    @Override
    protected KafkaEndpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        if (!connected) {
            throw new AnalyzeTextException("the component " + KafkaClients.SCHEME
                    + " is that of the Kafka edges: it is there with analyze-text.enabled=true and source, jobs or sink"
                    + " kafka; routes of your own use kafka:");
        }
        parameters.replaceAll((name, value) -> name.endsWith("Ms") && value instanceof String time
                ? Long.toString(TimeUtils.toMilliSeconds(time))
                : value);
        return super.createEndpoint(uri, remaining, parameters);
    }
}
