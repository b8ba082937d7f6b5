package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.job.Priority;

/**
 * Which inputs have which priority, by patterns of their paths in the inbox.
 *
 * @param urgent globs of urgent inputs; they win where both match
 * @param bulk globs of inputs that can wait
 */
record PriorityPatterns(List<PathMatcher> urgent, List<PathMatcher> bulk) {
    /** What route files, which ask whether there are patterns, would read as something else. */
    private static final Pattern IN_ROUTES = Pattern.compile("'|\\$\\{|\\{\\{|}}");

    static final PriorityPatterns NONE = new PriorityPatterns(List.of(), List.of());

    PriorityPatterns {
        urgent = List.copyOf(urgent);
        bulk = List.copyOf(bulk);
    }

    /** Reads {@code files.urgent} and {@code files.bulk}. */
    static PriorityPatterns read(PropertyReader in) {
        return new PriorityPatterns(globs(in, "files.urgent"), globs(in, "files.bulk"));
    }

    /** Notes patterns where documents are no files. */
    static void checkNotUsed(PropertyReader in) {
        for (String property : List.of("files.urgent", "files.bulk")) {
            if (!in.text(property).isEmpty()) {
                in.mistake(
                        property,
                        "is '" + in.text(property) + "', but " + PropertyReader.PREFIX
                                + "source=files alone takes files; leave it empty");
            }
        }
    }

    private static List<PathMatcher> globs(PropertyReader in, String property) {
        List<PathMatcher> globs = new ArrayList<>();
        for (String glob : in.names(property)) {
            if (IN_ROUTES.matcher(glob).find()) {
                in.mistake(
                        property,
                        "has " + glob + ", but a pattern can't have ', ${, {{ or }}; ? stands for any character");
                continue;
            }
            try {
                globs.add(FileSystems.getDefault().getPathMatcher("glob:" + glob));
            } catch (PatternSyntaxException noGlob) {
                in.mistake(
                        property,
                        "has '" + glob + "', which is no pattern of paths (" + noGlob.getDescription()
                                + "); examples: urgent/**, **.urgent.csv");
            }
        }
        return globs;
    }

    /** The priority of a file, by its path relative to the inbox. */
    Priority of(Path relative) {
        if (urgent.stream().anyMatch(glob -> glob.matches(relative))) {
            return Priority.URGENT;
        }
        return bulk.stream().anyMatch(glob -> glob.matches(relative)) ? Priority.BULK : Priority.NORMAL;
    }

    /**
     * The priority of an input; normal where its files are in a group.
     *
     * @throws IOException when its claim can't be read
     */
    Priority of(Input input) throws IOException {
        String path = areNone() ? null : input.claim().path();
        return path == null ? Priority.NORMAL : of(Path.of(path));
    }

    /** How many priorities files can have. */
    int count() {
        return 1 + (urgent.isEmpty() ? 0 : 1) + (bulk.isEmpty() ? 0 : 1);
    }

    boolean hasUrgent() {
        return !urgent.isEmpty();
    }

    /** Whether every file has the same priority. */
    boolean areNone() {
        return urgent.isEmpty() && bulk.isEmpty();
    }
}
