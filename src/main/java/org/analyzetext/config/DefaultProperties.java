package org.analyzetext.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.component.properties.DefaultPropertiesLookup;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.util.SensitiveUtils;
import org.jspecify.annotations.Nullable;

/** The defaults of {@code analyze-text.properties}. */
public final class DefaultProperties {
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

    /** Puts the defaults behind everything that a host sets, wherever it does. */
    public static void putInto(PropertiesComponent properties) {
        Properties initial = read();
        if (properties.getInitialProperties() != null) {
            initial.putAll(properties.getInitialProperties());
        }
        properties.setInitialProperties(initial);
    }

    /** A property's value, placeholders resolved; that of a secret past Camel's parser, which logs values at DEBUG. */
    public static Optional<String> resolve(PropertiesComponent properties, String name) {
        String secret = SensitiveUtils.containsSensitive(name) ? secret(properties, name) : null;
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
