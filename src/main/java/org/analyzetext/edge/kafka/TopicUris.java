package org.analyzetext.edge.kafka;

import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.support.component.EndpointUriFactorySupport;

/**
 * Reads the spelling of editors, the scheme alone with the topic among the parameters, for the component of every
 * pipeline. Needs no Kafka client, because route files are read before it is known which edges are used.
 */
public final class TopicUris extends EndpointUriFactorySupport implements EndpointUriFactory {
    private static final Pattern SCHEMES = Pattern.compile("analyze-text(-[a-z0-9]+)?-kafka");
    private static final String TOPIC = "topic";

    /** For Camel, which finds it in {@code META-INF/services}. */
    public TopicUris() {}

    @Override
    public boolean isEnabled(String scheme) {
        return SCHEMES.matcher(scheme).matches();
    }

    @Override
    public String buildUri(String scheme, Map<String, Object> properties, boolean encode) throws URISyntaxException {
        String syntax = scheme + ":" + TOPIC;
        Map<String, Object> rest = new HashMap<>(properties);
        return buildQueryParameters(buildPathParameter(syntax, syntax, TOPIC, null, true, rest), rest, encode);
    }

    @Override
    public Set<String> propertyNames() {
        return Set.of(TOPIC);
    }

    @Override
    public Set<String> secretPropertyNames() {
        return Set.of();
    }

    @Override
    public Map<String, String> multiValuePrefixes() {
        return Map.of();
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }
}
