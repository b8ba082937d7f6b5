package org.analyzetext.edge.files;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.analyzetext.config.PropertyReader;

/** How soon the batches of an input are submitted, beside those of other inputs. */
enum InputPriority {
    URGENT,
    NORMAL,
    BULK;

    /**
     * Which inputs have which priority, by patterns of their paths in the inbox.
     *
     * @param urgent globs of urgent inputs; they win where both match
     * @param bulk globs of inputs that can wait
     */
    record Patterns(List<PathMatcher> urgent, List<PathMatcher> bulk) {
        static final Patterns NONE = new Patterns(List.of(), List.of());

        Patterns {
            urgent = List.copyOf(urgent);
            bulk = List.copyOf(bulk);
        }

        /** Reads {@code files.urgent} and {@code files.bulk}. */
        static Patterns read(PropertyReader in) {
            return new Patterns(globs(in, "files.urgent"), globs(in, "files.bulk"));
        }

        private static List<PathMatcher> globs(PropertyReader in, String property) {
            List<PathMatcher> globs = new ArrayList<>();
            for (String glob : in.names(property)) {
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
        InputPriority of(Path relative) {
            if (urgent.stream().anyMatch(glob -> glob.matches(relative))) {
                return URGENT;
            }
            return bulk.stream().anyMatch(glob -> glob.matches(relative)) ? BULK : NORMAL;
        }

        boolean hasUrgent() {
            return !urgent.isEmpty();
        }

        /** Whether every file has the same priority. */
        boolean areNone() {
            return urgent.isEmpty() && bulk.isEmpty();
        }
    }
}
