package org.analyzetext.account;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Documents by task and by what it found in them, such as classes: a document with several findings counts once for each,
 * one without any as {@value #NONE}. The names are the service's, so their number is bounded. Not thread-safe.
 */
public final class FoundCounts {
    /** A document in which nothing was found. */
    public static final String NONE = "(none)";
    /** What stands for all names beyond the first so many. */
    public static final String OTHER = "(other)";

    private static final int MOST = 1_000;

    private final Map<String, Map<String, Long>> counts = new TreeMap<>();

    /** Counts what was found in one document, by task. */
    public void add(Map<String, Set<String>> found) {
        found.forEach(
                (task, names) -> (names.isEmpty() ? Set.of(NONE) : names).forEach(name -> addTo(of(task), name, 1)));
    }

    /** Adds what was counted elsewhere. */
    public void addCounted(Map<String, Map<String, Long>> counted) {
        counted.forEach((task, names) -> names.forEach((name, count) -> addTo(of(task), name, count)));
    }

    private Map<String, Long> of(String task) {
        return counts.computeIfAbsent(task, any -> new TreeMap<>());
    }

    /** Adds to the count of a name, or to that of {@value #OTHER} where there are too many names. */
    public static void addTo(Map<String, Long> counts, String name, long more) {
        counts.merge(counts.size() < MOST || counts.containsKey(name) ? name : OTHER, more, Long::sum);
    }

    /** What is counted by now, by task and finding. */
    public Map<String, Map<String, Long>> counts() {
        return copy(counts);
    }

    static Map<String, Map<String, Long>> copy(Map<String, Map<String, Long>> counts) {
        Map<String, Map<String, Long>> copy = new TreeMap<>();
        counts.forEach((task, names) -> copy.put(task, Collections.unmodifiableMap(new TreeMap<>(names))));
        return Collections.unmodifiableMap(copy);
    }
}
