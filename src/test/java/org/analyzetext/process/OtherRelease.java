package org.analyzetext.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Classes of this application as another release would have them: compiled from its sources after a change to them. */
public final class OtherRelease {
    private static final Path SOURCES = Path.of("src/main/java");

    private OtherRelease() {}

    /** A release whose job records have the next version. */
    public static Path next(Path folder) throws IOException {
        return compiled(folder, "org/analyzetext/job/JobRecord.java", Map.of("VERSION = 2;", "VERSION = 3;"));
    }

    /** The jar names the libraries beside it; the class path of the tests may be a class loader's. */
    private static String classPath() {
        return System.getProperty("java.class.path") + File.pathSeparator + WorkingFolder.JAR.toAbsolutePath();
    }

    private static Path compiled(Path folder, String file, Map<String, String> changes) throws IOException {
        String source = Files.readString(SOURCES.resolve(file));
        for (Map.Entry<String, String> change : changes.entrySet()) {
            if (!source.contains(change.getKey())) {
                throw new IllegalStateException(file + " has no " + change.getKey());
            }
            source = source.replace(change.getKey(), change.getValue());
        }
        Path changed = folder.resolve("sources").resolve(file);
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, source);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-parameters", "-d"));
        arguments.addAll(List.of(classes.toString(), "-cp", classPath(), changed.toString()));
        // Constants are copied into the classes that use them, which are neighbours.
        try (Stream<Path> neighbours = Files.list(SOURCES.resolve(file).getParent())) {
            neighbours
                    .map(Path::toString)
                    .filter(each -> each.endsWith(".java") && !each.endsWith(file))
                    .forEach(arguments::add);
        }
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (code != 0) {
            throw new IllegalStateException(file + " could not be compiled");
        }
        return classes;
    }
}
