package org.analyzetext.config;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The properties that there are: those of the properties file, and those of each task and resource that is named. */
public final class KnownProperties {
    private static final List<String> OF_TASKS = List.of("kind", "project-name", "deployment-name", "logging-opt-out");

    private static final List<String> OF_RESOURCES = List.of(
            "endpoint",
            "auth",
            "api-key",
            "api-key-file",
            "second.api-key",
            "second.api-key-file",
            "key-header",
            "api-version",
            "entra.credential",
            "entra.tenant-id",
            "entra.client-id",
            "entra.client-secret",
            "entra.client-secret-file",
            "entra.token-file",
            "entra.scope",
            "entra.authority",
            "quota.requests-per-minute",
            "quota.share",
            "quota.separate");

    private static final Pattern OF_SEVERAL = Pattern.compile("(analyze-text\\.(tasks|resources)\\.([^.]+)\\.)(.+)");

    private final Set<String> names;

    private KnownProperties(Set<String> names) {
        this.names = names;
    }

    /** The whole names of the properties that every configuration has. */
    public static Set<String> names() {
        return new TreeSet<>(DefaultProperties.read().stringPropertyNames());
    }

    /** The ends of the names of a task's properties, or of a resource's: {@code <kind>.<name>.<end>}. */
    public static List<String> endsOf(String kind) {
        return switch (kind) {
            case "tasks" -> OF_TASKS;
            case "resources" -> OF_RESOURCES;
            default -> List.of();
        };
    }

    /** Those of the properties file that is in the jar. */
    public static KnownProperties ofThisRelease() {
        return new KnownProperties(names());
    }

    /** Notes a mistake for each name that is none of ours. */
    public void check(Set<String> given, List<String> tasks, List<String> resources, PropertyReader mistakes) {
        for (String name : new TreeSet<>(given)) {
            if (names.contains(name)) {
                continue;
            }
            String shortName = name.substring(PropertyReader.PREFIX.length());
            Matcher several = OF_SEVERAL.matcher(name);
            if (!several.matches()) {
                mistakes.mistake(shortName, unknown(name, names));
                continue;
            }
            boolean task = several.group(2).equals("tasks");
            List<String> known = endsOf(several.group(2));
            if (!known.contains(several.group(4))) {
                Set<String> all = new TreeSet<>(names);
                known.forEach(end -> all.add(several.group(1) + end));
                mistakes.mistake(shortName, unknown(name, all));
            } else if (!(task ? tasks : resources).contains(several.group(3))) {
                mistakes.mistake(
                        shortName,
                        "belongs to no " + (task ? "task" : "resource") + ": analyze-text." + several.group(2)
                                + " does not name '" + several.group(3) + "'");
            }
        }
    }

    /** A name that ends with the same word is meant rather than one with the same letters. */
    private static String unknown(String name, Set<String> known) {
        String word = name.substring(name.lastIndexOf('.') + 1);
        String nearest = known.stream()
                .min(Comparator.comparing((String one) -> !one.endsWith("-" + word) && !one.endsWith("." + word))
                        .thenComparingInt(one -> distance(name, one)))
                .orElseThrow();
        return "is no property of this release; is " + nearest + " meant?";
    }

    /** How many letters have to be added, left out or changed (Levenshtein). */
    public static int distance(String from, String to) {
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
