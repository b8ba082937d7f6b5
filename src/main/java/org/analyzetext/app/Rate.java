package org.analyzetext.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** How many documents get their outcome in a time, over the last minutes. Not thread-safe. */
final class Rate {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration SHORTEST = Duration.ofSeconds(3);
    private static final double SECONDS = 1e3;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, long done) {}

    /** Notes how many documents were done at a time. */
    void add(Instant at, long done) {
        if (!samples.isEmpty()
                && (done < samples.getLast().done()
                        || at.isBefore(samples.getLast().at()))) {
            samples.clear();
        }
        samples.addLast(new Sample(at, done));
        while (samples.size() > 2 && samples.getFirst().at().isBefore(at.minus(LONGEST))) {
            samples.removeFirst();
        }
    }

    /** Whether enough was seen to say it, and anything is done at all. */
    boolean isKnown() {
        return perSecond() > 0;
    }

    /** Documents a second; 0 where it is not known. */
    double perSecond() {
        if (samples.size() < 2) {
            return 0;
        }
        Duration time =
                Duration.between(samples.getFirst().at(), samples.getLast().at());
        long documents = samples.getLast().done() - samples.getFirst().done();
        return time.compareTo(SHORTEST) < 0 ? 0 : documents * SECONDS / time.toMillis();
    }

    String text() {
        double rate = perSecond();
        return rate < 1
                ? String.format(Locale.ROOT, "%.0f a minute", Math.max(1, rate * 60))
                : String.format(Locale.ROOT, rate < 10 ? "%.1f/s" : "%,.0f/s", rate);
    }

    /** How long so many documents take. */
    String timeFor(long documents) {
        return text(Duration.ofSeconds((long) Math.ceil(documents / perSecond())));
    }

    static String text(Duration time) {
        if (time.toHours() >= 48) {
            return time.toDays() + " days";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : Math.max(1, time.toSeconds()) + " s";
    }
}
