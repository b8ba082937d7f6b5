package org.analyzetext.account;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.analyzetext.job.TaskResult;

/**
 * Documents by task and class: a document with several classes counts once for each, one without any as {@value #NONE}.
 * The names are the service's, so their number is bounded. Not thread-safe.
 */
public final class LabelCounts {
    /** A document that got no class. */
    public static final String NONE = "(none)";
    /** What stands for all names beyond the first so many. */
    public static final String OTHER = "(other)";

    private static final int MOST = 1_000;

    private final Map<String, Map<String, Long>> counts = new TreeMap<>();

    /** Counts what one document got. */
    public void add(List<TaskResult> classifications) {
        for (TaskResult each : classifications) {
            Map<String, Long> classes = classes(each.task().name());
            if (each.classes().isEmpty()) {
                addTo(classes, NONE, 1);
            }
            each.classes().forEach(label -> addTo(classes, label.category(), 1));
        }
    }

    /** Adds what was counted elsewhere. */
    public void add(Map<String, Map<String, Long>> counted) {
        counted.forEach((task, classes) -> {
            Map<String, Long> mine = classes(task);
            classes.forEach((name, count) -> addTo(mine, name, count));
        });
    }

    private Map<String, Long> classes(String task) {
        return counts.computeIfAbsent(task, any -> new TreeMap<>());
    }

    /** Adds to the count of a name, or to that of {@value #OTHER} where there are too many names. */
    public static void addTo(Map<String, Long> counts, String name, long more) {
        counts.merge(counts.size() < MOST || counts.containsKey(name) ? name : OTHER, more, Long::sum);
    }

    /** What is counted by now, by task and class. */
    public Map<String, Map<String, Long>> counts() {
        return copy(counts);
    }

    static Map<String, Map<String, Long>> copy(Map<String, Map<String, Long>> counts) {
        Map<String, Map<String, Long>> copy = new TreeMap<>();
        counts.forEach((task, classes) -> copy.put(task, Collections.unmodifiableMap(new TreeMap<>(classes))));
        return Collections.unmodifiableMap(copy);
    }
}
