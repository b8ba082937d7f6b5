package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.analyzetext.job.Priority;

/**
 * How many batches of each input one scan of the work folder may show. Each priority has a route of its own, so that urgent
 * batches wait for no thread; which of them goes first is decided where they wait for the quota. Inputs of one priority get
 * equal shares, and those whose last turn is longest ago come first. Belongs to the one thread that scans.
 */
final class FairShare {
    private final PriorityPatterns patterns;
    private final Priority served;
    private final Set<Priority> withRoute;
    private final Map<Path, Priority> priorities = new HashMap<>();
    private final Map<Path, Long> turns = new HashMap<>();
    /** By the name of the input's folder: the scan may know it by another path. */
    private final Map<String, Integer> shares = new HashMap<>();

    private long turn;

    /**
     * For the route of one priority.
     *
     * @param served the priority of the inputs that are shown; the normal ones' route shows those too that have none
     * @param withRoute the priorities whose routes scan, common to all of them
     */
    FairShare(PriorityPatterns patterns, Priority served, Set<Priority> withRoute) {
        this.patterns = patterns;
        this.served = served;
        this.withRoute = withRoute;
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
        withRoute.add(served);
        priorities.keySet().retainAll(inputs);
        turns.keySet().retainAll(inputs);
        List<Path> equals = inputs.stream()
                .filter(this::isServed)
                .sorted(Comparator.comparing((Path input) -> turns.getOrDefault(input, 0L))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .toList();
        for (int i = 0; i < equals.size(); i++) {
            Path input = equals.get(i);
            shares.put(Durable.fileName(input), most / equals.size() + (i < most % equals.size() ? 1 : 0));
            turns.put(input, turn);
        }
    }

    private boolean isServed(Path input) {
        Priority its = priority(input);
        return its == served || (served == Priority.NORMAL && !withRoute.contains(its));
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
