package org.analyzetext.app;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * What {@code java -jar} starts: says what is missing where the jar was copied without its libraries. It needs none of
 * them itself.
 */
public final class Start {
    private Start() {}

    /** Runs the application. */
    public static void main(String[] args) throws IOException, URISyntaxException {
        CodeSource source = Start.class.getProtectionDomain().getCodeSource();
        Path from = Path.of(source.getLocation().toURI());
        List<String> missing = missing(from);
        if (missing.isEmpty()) {
            Application.main(args);
        } else {
            System.err.println(
                    from + " can't run alone: " + missing.size() + " of the libraries that belong beside it are"
                            + " missing, the first is " + missing.get(0) + ". Copy the folder lib with it, or unpack"
                            + " analyze-text-<version>.zip and run it from there.");
            System.exit(Application.MISTAKE);
        }
    }

    /** The libraries that a jar names and that are not there. */
    private static List<String> missing(Path jar) throws IOException {
        File file = jar.toFile();
        if (!file.isFile()) {
            return List.of();
        }
        try (JarFile open = new JarFile(file)) {
            Manifest manifest = open.getManifest();
            String libraries =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return libraries == null
                    ? List.of()
                    : Arrays.stream(libraries.split(" "))
                            .filter(library -> !new File(file.getAbsoluteFile().getParentFile(), library).isFile())
                            .toList();
        }
    }
}
