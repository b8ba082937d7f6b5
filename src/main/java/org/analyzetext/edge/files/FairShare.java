package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.analyzetext.job.Priority;

/**
 * How many batches of each input one scan of the work folder may show. Inputs of one priority get equal shares, and those
 * whose last turn is longest ago come first; a lower priority gets an eighth while a higher one has batches ready, so that
 * nothing starves. Belongs to the one thread that scans.
 */
final class FairShare {
    private final PriorityPatterns patterns;
    private final Map<Path, Priority> priorities = new HashMap<>();
    private final Map<Path, Long> turns = new HashMap<>();
    /** By the name of the input's folder: the scan may know it by another path. */
    private final Map<String, Integer> shares = new HashMap<>();

    private long turn;

    FairShare(PriorityPatterns patterns) {
        this.patterns = patterns;
    }

    /**
     * Begins a scan.
     *
     * @param inputs those that have batches ready
     * @param most how many batches the scan takes
     */
    void begin(List<Path> inputs, int most) {
        turn++;
        shares.clear();
        priorities.keySet().retainAll(inputs);
        turns.keySet().retainAll(inputs);
        Map<Priority, List<Path>> classes = inputs.stream()
                .collect(Collectors.groupingBy(
                        this::priority, () -> new EnumMap<>(Priority.class), Collectors.toList()));
        int left = most;
        int behind = classes.size();
        for (List<Path> equals : classes.values()) {
            behind--;
            int part = behind == 0 ? left : Math.min(left, Math.max(1, left - Math.max(1, left / Priority.SHARE)));
            share(equals, part);
            left -= part;
        }
    }

    private void share(List<Path> equals, int part) {
        equals.sort(Comparator.comparing((Path input) -> turns.getOrDefault(input, 0L))
                .thenComparing(Comparator.naturalOrder()));
        int served = Math.min(equals.size(), part);
        for (int i = 0; i < served; i++) {
            shares.put(Durable.fileName(equals.get(i)), part / served + (i < part % served ? 1 : 0));
            turns.put(equals.get(i), turn);
        }
    }

    private Priority priority(Path input) {
        return patterns.areNone() ? Priority.NORMAL : priorities.computeIfAbsent(input, this::read);
    }

    private Priority read(Path input) {
        try {
            return patterns.of(Input.open(input));
        } catch (IOException | RuntimeException gone) {
            return Priority.NORMAL;
        }
    }

    /** Whether a batch of this input may still be shown in this scan. */
    boolean isLeft(Path input) {
        return shares.getOrDefault(Durable.fileName(input), 0) > 0;
    }

    /** Shows one batch of an input. */
    void take(Path input) {
        shares.merge(Durable.fileName(input), -1, Integer::sum);
    }
}
