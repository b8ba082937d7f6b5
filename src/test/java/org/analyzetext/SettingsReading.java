package org.analyzetext;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.analyzetext.config.Pipeline;
import org.analyzetext.error.ConfigurationException;

/** Reads a configuration as the application does, for tests in other packages. */
public final class SettingsReading {
    private SettingsReading() {}

    /** The mistakes in these properties, on top of the defaults. */
    public static List<String> mistakes(java.util.Properties given) throws IOException {
        java.util.Properties all = new java.util.Properties();
        try (InputStream defaults = SettingsReading.class.getResourceAsStream("/analyze-text.properties")) {
            all.load(defaults);
        }
        all.putAll(given);
        try {
            Settings.read(
                    name -> Optional.ofNullable(all.getProperty(name)),
                    given.stringPropertyNames(),
                    Map.of(),
                    Pipeline.UNNAMED);
            return List.of();
        } catch (ConfigurationException told) {
            return List.of(told.getMessage());
        }
    }
}
