package org.analyzetext.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.properties.DefaultPropertiesLookup;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.util.SensitiveUtils;
import org.jspecify.annotations.Nullable;

/** The defaults of {@code analyze-text.properties}. */
public final class DefaultProperties {
    private static final Pattern FOLDER = Pattern.compile("files\\.(inbox|work|results|dead-letters|done|accounts)");
    private static final Pattern TOPIC =
            Pattern.compile("kafka\\.((documents|urgent|bulk|results|dead-letters)-topic|jobs-topic-prefix|group-id)");
    /** The value of a property that is another one's. */
    private static final Pattern ANOTHER = Pattern.compile("\\{\\{(analyze-text\\.[a-z.-]+)}}");

    private DefaultProperties() {}

    /** The defaults of this release, by whole names. */
    static Properties read() {
        Properties defaults = new Properties();
        try (InputStream in = DefaultProperties.class.getResourceAsStream("/analyze-text.properties")) {
            defaults.load(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return defaults;
    }

    /**
     * Puts the defaults behind everything that a host sets, wherever it does. Those of one of several pipelines are what is
     * set for all, but for folders, topics and groups: each has its own, whose name has the pipeline's in it.
     */
    public static void putInto(PropertiesComponent properties, Pipeline pipeline) {
        put(properties, read());
        if (pipeline.isNamed()) {
            Properties own = new Properties();
            for (String name : KnownProperties.of(pipeline).shortNames()) {
                String shared = PropertyReader.PREFIX + name;
                own.setProperty(
                        pipeline.prefix() + name,
                        FOLDER.matcher(name).matches() || TOPIC.matcher(name).matches()
                                ? own(properties, name, pipeline)
                                : "{{" + shared + "}}");
            }
            put(properties, own);
        }
    }

    private static String own(PropertiesComponent properties, String name, Pipeline pipeline) {
        String shared = properties
                .resolveProperty(PropertyReader.PREFIX + name)
                .map(String::strip)
                .orElse("");
        if (shared.isEmpty() || TOPIC.matcher(name).matches()) {
            return shared.isEmpty() ? "" : pipeline.name() + "-" + shared;
        }
        int last = Math.max(shared.lastIndexOf('/'), shared.lastIndexOf('\\')) + 1;
        return shared.substring(0, last) + pipeline.name() + "/" + shared.substring(last);
    }

    private static void put(PropertiesComponent properties, Properties initial) {
        if (properties.getInitialProperties() != null) {
            initial.putAll(properties.getInitialProperties());
        }
        properties.setInitialProperties(initial);
    }

    /** A property's value, placeholders resolved; that of a secret past Camel's parser, which logs values at DEBUG. */
    public static Optional<String> resolve(PropertiesComponent properties, String name) {
        String secret = SensitiveUtils.containsSensitive(name) ? secret(properties, name) : null;
        Matcher another = ANOTHER.matcher(secret == null ? "" : secret);
        if (another.matches()) {
            return resolve(properties, another.group(1));
        }
        return secret == null || secret.contains("{{") ? properties.resolveProperty(name) : Optional.of(secret);
    }

    /** In the parser's order; null where the host has changed that, and where there is no value. */
    private static @Nullable String secret(PropertiesComponent properties, String name) {
        if (properties.getEnvironmentVariableMode() != PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_OVERRIDE
                || properties.getSystemPropertiesMode() != PropertiesComponent.SYSTEM_PROPERTIES_MODE_OVERRIDE) {
            return null;
        }
        String variable =
                System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
        String set = variable == null ? System.getProperty(name) : variable;
        return set == null ? new DefaultPropertiesLookup(properties).lookup(name, null) : set;
    }
}
