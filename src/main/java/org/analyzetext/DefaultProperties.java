package org.analyzetext;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.camel.component.properties.PropertiesComponent;

/** The defaults of {@code analyze-text.properties}. */
final class DefaultProperties {
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
    static void putInto(PropertiesComponent properties) {
        Properties initial = read();
        if (properties.getInitialProperties() != null) {
            initial.putAll(properties.getInitialProperties());
        }
        properties.setInitialProperties(initial);
    }
}
