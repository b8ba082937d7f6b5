package org.analyzetext.edge;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.analyzetext.account.Account;
import org.analyzetext.account.FoundCounts;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.Result;

/** Adds up results and dead letters. Holds a bounded number of names. Not thread-safe. */
public final class OutcomeTally {
    /** The last dead letters that are kept one by one. */
    private static final int LATEST = 10;

    private final FoundCounts found = new FoundCounts();
    private final Map<String, Long> deadLetters = new TreeMap<>();
    private final Deque<KeptOutcomes.Ended> latest = new ArrayDeque<>();
    private long results;

    public void add(Result result) {
        addResult(result.said().found());
    }

    /** Adds a result of which only this is known. */
    public void addResult(Map<String, Set<String>> findings) {
        results++;
        found.add(findings);
    }

    public void add(DeadLetter letter) {
        add(ended(letter));
    }

    /** Adds a dead letter of which only this is known. */
    public void add(KeptOutcomes.Ended letter) {
        FoundCounts.addTo(deadLetters, letter.code(), 1);
        latest.addLast(letter);
        if (latest.size() > LATEST) {
            latest.removeFirst();
        }
    }

    /** What is kept of a dead letter: its text may have 125,000 characters. */
    public static KeptOutcomes.Ended ended(DeadLetter letter) {
        return new KeptOutcomes.Ended(
                letter.time(), letter.code(), letter.source().position(), letter.id());
    }

    /** Adds an input that is finished. */
    public void add(Account account) {
        results += account.places().results();
        account.places().deadLetters().forEach((code, count) -> FoundCounts.addTo(deadLetters, code, count));
        found.addCounted(account.found());
    }

    /** Adds what another one has. */
    public void add(OutcomeTally other) {
        results += other.results;
        other.deadLetters.forEach((code, count) -> FoundCounts.addTo(deadLetters, code, count));
        found.addCounted(other.found.counts());
        List<KeptOutcomes.Ended> both = Stream.concat(latest.stream(), other.latest.stream())
                .sorted(Comparator.comparing(KeptOutcomes.Ended::time))
                .toList();
        latest.clear();
        latest.addAll(both.subList(Math.max(0, both.size() - LATEST), both.size()));
    }

    /** What is counted by now. */
    public KeptOutcomes counted(String scope, boolean complete) {
        return new KeptOutcomes(scope, complete, results, deadLetters, found.counts(), List.copyOf(latest));
    }
}
