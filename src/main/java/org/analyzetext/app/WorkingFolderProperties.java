package org.analyzetext.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.analyzetext.Settings;
import org.analyzetext.document.LogText;
import org.analyzetext.error.ConfigurationException;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesComponent;

/** The properties as the application in this working folder would have them, for commands that start no routes. */
final class WorkingFolderProperties {
    private static final String NAME = "analyze-text.properties";
    private static final int MOST_NAMED = 5;

    private WorkingFolderProperties() {}

    /** By their names. */
    static Function<String, Optional<String>> read() {
        return of(new DefaultCamelContext())::resolveProperty;
    }

    /** The whole configuration. */
    static Settings settings() {
        CamelContext context = new DefaultCamelContext();
        of(context);
        return Settings.of(context);
    }

    /** Gives the context these properties. */
    static PropertiesComponent of(CamelContext context) {
        PropertiesComponent properties = context.getPropertiesComponent();
        properties.setLocation(StandaloneRun.USERS + "," + StandaloneRun.DEFAULTS);
        refuseSeveral(context);
        return properties;
    }

    /** The application's commands, progress and exit code are those of one pipeline. */
    static void refuseSeveral(CamelContext context) {
        List<String> names = Settings.pipelines(context);
        if (!names.isEmpty()) {
            throw new ConfigurationException(
                    List.of("analyze-text.pipelines: there are properties of " + String.join(", ", names)
                            + ", but the application runs one pipeline: start it once for each, in a folder of its own;"
                            + " several in one process are for hosts (docs/embedding.md)"),
                    List.of());
        }
    }

    /** From where the configuration was read, for whoever wonders why a value of theirs is not in it. */
    static String places() {
        Path file = Path.of(NAME).toAbsolutePath();
        String variables = "; and from variables ANALYZE_TEXT_* of the environment";
        if (Files.isRegularFile(file)) {
            return "The configuration is read from " + file + variables;
        }
        return "There is no file " + file + ", from which the configuration is read" + similar(file) + variables;
    }

    /** The files that may have been meant. */
    private static String similar(Path file) {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(file.resolveSibling(""), "*.{properties,properties.txt,yaml,yml}")) {
            String names = StreamSupport.stream(files.spliterator(), false)
                    .map(other -> LogText.of(String.valueOf(other.getFileName())))
                    .sorted()
                    .limit(MOST_NAMED)
                    .collect(Collectors.joining(", "));
            return names.isEmpty() ? "" : "; the folder has " + names;
        } catch (IOException | UncheckedIOException unreadable) {
            return "";
        }
    }
}
