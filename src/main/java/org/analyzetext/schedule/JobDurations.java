package org.analyzetext.schedule;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Task;

/**
 * How long jobs take: learned for each set of tasks and size, and for all together while a kind of job is not known
 * well. Holds as many kinds as there are sets of tasks, each bounded. Thread-safe.
 */
final class JobDurations {
    /** From so many on, a kind of job is known on its own. */
    static final int KNOWN = 20;
    /** With fewer nothing is known. */
    private static final int LEAST = 5;
    /** More sets of tasks than a configuration has. */
    private static final int MOST_KINDS = 200;

    private final Samples unknown;
    private volatile Samples all = new Samples();
    private final Map<String, Samples> kinds = new ConcurrentHashMap<>();

    /** Knows nothing yet, and takes these durations in milliseconds for likely. */
    JobDurations(Samples unknown) {
        this.unknown = unknown;
    }

    void learn(JobRecord job, Duration duration) {
        String kind = kind(job);
        double millis = (double) duration.toMillis();
        all.add(millis);
        if (kinds.size() < MOST_KINDS || kinds.containsKey(kind)) {
            kinds.computeIfAbsent(kind, any -> new Samples()).add(millis);
        }
    }

    /** What was learned was wrong. */
    void forget() {
        kinds.clear();
        all = new Samples();
    }

    /** What is known of jobs like this one. */
    Samples of(JobRecord job) {
        Samples ofKind = kinds.get(kind(job));
        if (ofKind != null && ofKind.size() >= KNOWN) {
            return ofKind;
        }
        return all.size() >= LEAST ? all : unknown;
    }

    /** Whether too little is known of jobs like this one. */
    boolean isNew(JobRecord job) {
        Samples known = of(job);
        return known.equals(unknown) || known.size() < KNOWN;
    }

    Map<String, Samples> kinds() {
        return Map.copyOf(kinds);
    }

    /** The tasks, and the texts' length by its number of digits: so few kinds that each is learned soon. */
    private static String kind(JobRecord job) {
        String tasks = job.tasks().stream().map(Task::name).collect(Collectors.joining("+"));
        long characters = job.documents().stream()
                .mapToLong(document -> document.text().length())
                .sum();
        String size = characters < 10_000 ? "up to 10k" : characters < 50_000 ? "up to 50k" : "over 50k";
        return tasks + ", " + size + " characters";
    }
}
