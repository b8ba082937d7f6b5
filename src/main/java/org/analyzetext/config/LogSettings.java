package org.analyzetext.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Tells the standalone application's log configuration what the user's properties say of logs. That has to be known
 * before the first logger is made, so before Camel reads them; whether the values are right is reported with all others.
 */
public final class LogSettings {
    private static final String CONFIGURATION = "logback.configurationFile";
    private static final String OURS = "org/analyzetext/app/logback.xml";

    private static final List<String> FORMATS = List.of("text", "json");
    private static final List<String> SWITCH = List.of("INFO", "OFF");

    private LogSettings() {}

    /** Uses our log configuration, unless the user names another one. */
    public static void apply() {
        // Where no host would find it: the logs of a host are its own.
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, OURS);
        }
        Properties file = file();
        Map.of("log.format", FORMATS, "log.jobs", SWITCH, "log.progress", SWITCH)
                .forEach((name, allowed) -> {
                    String property = PropertyReader.PREFIX + name;
                    String environment = System.getenv(KnownProperties.variable(property));
                    String value = environment == null ? file.getProperty(property, "") : environment;
                    if (System.getProperty(property) == null && allowed.contains(value.strip())) {
                        System.setProperty(property, value.strip());
                    }
                });
    }

    /** Notes values that are none; the log configuration itself takes the default in their place. */
    public static void check(PropertyReader in) {
        in.oneOf("log.format", FORMATS);
        in.oneOf("log.jobs", SWITCH);
        in.oneOf("log.progress", SWITCH);
    }

    /** Whether everything that the application says of itself while it runs is to be JSON. */
    public static boolean json() {
        return System.getProperty(PropertyReader.PREFIX + "log.format", "").equals("json");
    }

    /** Whether the application says how far it is. */
    public static boolean progress() {
        return !System.getProperty(PropertyReader.PREFIX + "log.progress", "").equals("OFF");
    }

    private static Properties file() {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("analyze-text.properties"), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException notThereOrWrong) {
            // Camel reads it next and reports it.
            properties.clear();
        }
        return properties;
    }
}
