package org.analyzetext;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The properties that there are: those of the properties file, and those of each task and resource that is named. */
public final class KnownProperties {
    private static final Pattern OF_A_TASK =
            Pattern.compile("analyze-text\\.tasks\\.([^.]+)\\.(kind|project-name|deployment-name|logging-opt-out)");

    private static final Pattern OF_A_RESOURCE = Pattern.compile(
            "analyze-text\\.resources\\.([^.]+)\\."
                    + "(endpoint|auth|key|key-file|second-key|second-key-file|key-header|api-version"
                    + "|entra\\.(credential|tenant-id|client-id|client-secret|client-secret-file|token-file|scope|authority)|quota\\.(requests-per-minute|share|separate))");

    private final Set<String> names;

    private KnownProperties(Set<String> names) {
        this.names = names;
    }

    /** The whole names of the properties that every configuration has. */
    public static Set<String> names() {
        return new TreeSet<>(DefaultProperties.read().stringPropertyNames());
    }

    /** Those of the properties file that is in the jar. */
    static KnownProperties ofThisRelease() {
        return new KnownProperties(names());
    }

    /** Notes a mistake for each name that is none of ours. */
    void check(Set<String> given, List<String> tasks, List<String> resources, Properties mistakes) {
        for (String name : new TreeSet<>(given)) {
            Matcher task = OF_A_TASK.matcher(name);
            Matcher resource = OF_A_RESOURCE.matcher(name);
            String shortName = name.substring(Properties.PREFIX.length());
            if (task.matches()) {
                if (!tasks.contains(task.group(1))) {
                    mistakes.mistake(
                            shortName, "belongs to no task: analyze-text.tasks does not name '" + task.group(1) + "'");
                }
            } else if (resource.matches()) {
                if (!resources.contains(resource.group(1))) {
                    mistakes.mistake(
                            shortName,
                            "belongs to no resource: analyze-text.resources does not name '" + resource.group(1) + "'");
                }
            } else if (!names.contains(name)) {
                mistakes.mistake(shortName, "is no property of this release; is " + nearest(name) + " meant?");
            }
        }
    }

    private String nearest(String name) {
        return names.stream()
                .min(Comparator.comparingInt(known -> distance(name, known)))
                .orElseThrow();
    }

    /** How many letters have to be added, left out or changed (Levenshtein). */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
