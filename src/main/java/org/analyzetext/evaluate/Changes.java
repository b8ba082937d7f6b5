package org.analyzetext.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.analyzetext.results.Answer;
import org.jspecify.annotations.Nullable;

/** What a task says now beside what it said in an earlier run. */
final class Changes {
    private static final int MOST_EXAMPLES = 1_000;

    private final Map<String, Set<String>> before;
    private final SortedMap<String, ClassCounts> scores = new TreeMap<>();
    private final SortedMap<String, Long> moves = new TreeMap<>();
    private final List<Change> examples = new ArrayList<>();
    private long compared;
    private long changed;
    private long better;
    private long worse;

    /** A document whose labels are others now. */
    record Change(String key, @Nullable String id, Set<String> before, Set<String> now) {}

    Changes(Map<String, Set<String>> before) {
        this.before = before;
    }

    /** The classes of a task by document, of an earlier run. */
    static Map<String, Set<String>> none() {
        return new HashMap<>();
    }

    /** Compares a document, with or without a person's labels. */
    void compare(Answer answer, Set<String> now) {
        Set<String> then = before.get(identity(answer));
        if (then == null) {
            return;
        }
        compared++;
        if (!then.equals(now)) {
            changed++;
            moves.merge(text(then) + " → " + text(now), 1L, Long::sum);
            if (examples.size() < MOST_EXAMPLES) {
                examples.add(new Change(answer.key(), answer.id(), then, now));
            }
        }
    }

    /** Scores the earlier labels as the new ones are. */
    void score(Answer answer, Set<String> now, Set<String> wanted) {
        Set<String> then = before.get(identity(answer));
        if (then == null) {
            return;
        }
        better += now.equals(wanted) && !then.equals(wanted) ? 1 : 0;
        worse += !now.equals(wanted) && then.equals(wanted) ? 1 : 0;
        Set<String> all = new TreeSet<>(then);
        all.addAll(wanted);
        for (String each : all) {
            scores.computeIfAbsent(each, any -> new ClassCounts()).add(then.contains(each), wanted.contains(each));
        }
    }

    /** Runs have other file names (`a.csv`, `a~2.csv`): the id names a document where it has one. */
    static String identity(Answer answer) {
        return answer.id() == null ? answer.key() : answer.id();
    }

    private static String text(Set<String> classes) {
        return classes.isEmpty() ? "(none)" : String.join(" + ", classes);
    }

    /** Documents with an answer in both runs. */
    long compared() {
        return compared;
    }

    /** Those whose labels differ. */
    long changed() {
        return changed;
    }

    /** Documents that are right now and were not. */
    long better() {
        return better;
    }

    /** Documents that were right and are not now. */
    long worse() {
        return worse;
    }

    /** How often which labels became which. */
    SortedMap<String, Long> moves() {
        return moves;
    }

    List<Change> examples() {
        return examples;
    }

    /** The earlier labels beside those of people, by class. */
    SortedMap<String, ClassCounts> scores() {
        return scores;
    }
}
