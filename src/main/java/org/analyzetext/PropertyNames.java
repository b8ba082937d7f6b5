package org.analyzetext;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The names of all properties, as the file of defaults has them: a misspelled one would be without effect. */
final class PropertyNames {
    private static final String DEFAULTS = "/analyze-text.properties";
    private static final Pattern OF_A_TASK =
            Pattern.compile("tasks\\.[^.]+\\.(kind|project-name|deployment-name|logging-opt-out)");

    private PropertyNames() {}

    /** Makes a mistake of each name that begins like ours and is none of ours. */
    static void check(Collection<String> names, Properties in) {
        Set<String> known = known();
        for (String name : new TreeSet<>(names)) {
            if (name.startsWith(Properties.PREFIX) && !known.contains(name)) {
                String end = name.substring(Properties.PREFIX.length());
                if (!OF_A_TASK.matcher(end).matches()) {
                    in.mistake(end, "is no property of this application; docs/configuration.md has them all");
                }
            }
        }
    }

    private static Set<String> known() {
        java.util.Properties defaults = new java.util.Properties();
        try (InputStream in = Objects.requireNonNull(PropertyNames.class.getResourceAsStream(DEFAULTS))) {
            defaults.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return defaults.stringPropertyNames();
    }
}
