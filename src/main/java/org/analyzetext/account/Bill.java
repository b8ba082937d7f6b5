package org.analyzetext.account;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Adds up what tries cost. Takes some 70 bytes of memory for each job, and nothing for a document. */
final class Bill {
    private final Set<UUID> groups = new HashSet<>();
    private final Map<String, Long> textRecords = new TreeMap<>();
    private long jobs;
    private long sentAgain;
    private long ambiguous;

    void add(Tries tries) {
        count(tries, 1);
        tries.tries().forEach(this::job);
    }

    /** Takes back what the tries of a document cost, but not their jobs: other documents were in them too. */
    void takeBack(Tries tries) {
        count(tries, -1);
    }

    private void count(Tries tries, int sign) {
        sentAgain += (long) sign * tries.again();
        for (Tries.Try each : tries.tries()) {
            for (String task : each.tasks()) {
                textRecords.merge(each.resource() + "/" + task, sign * each.textRecords(), Long::sum);
            }
        }
    }

    private void job(Tries.Try each) {
        if (each.paid() || each.ambiguous() > 0) {
            ambiguous(each.group(), each.ambiguous(), each.paid());
        }
    }

    /** Counts the unclear submits of a batch once, whichever of its documents has them. */
    void ambiguous(String group, int count, boolean isJob) {
        // A digest, because ids are as long as the service likes.
        if (groups.add(UUID.nameUUIDFromBytes(group.getBytes(StandardCharsets.UTF_8)))) {
            ambiguous += count;
            jobs += isJob ? 1 : 0;
        }
    }

    long jobs() {
        return jobs;
    }

    long sentAgain() {
        return sentAgain;
    }

    long ambiguous() {
        return ambiguous;
    }

    Map<String, Long> textRecords() {
        return textRecords;
    }
}
