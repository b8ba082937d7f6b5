package org.analyzetext;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.camel.Ordered;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;

/** The defaults of {@code analyze-text.properties}, behind everything that a host or a user sets. */
final class DefaultProperties implements PropertiesSource, Ordered {
    private static final String NAME = "analyze-text-defaults";

    private final Properties defaults;

    private DefaultProperties(Properties defaults) {
        this.defaults = defaults;
    }

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

    static void addTo(PropertiesComponent properties) {
        if (properties.getPropertiesSource(NAME) == null) {
            properties.addPropertiesSource(new DefaultProperties(read()));
        }
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public @Nullable String getProperty(String name) {
        return defaults.getProperty(name);
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST;
    }
}
