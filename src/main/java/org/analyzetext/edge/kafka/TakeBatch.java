package org.analyzetext.edge.kafka;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.analyzetext.document.Document;
import org.analyzetext.document.Rejected;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.edge.kafka.OwnedCommits.OwnedCommit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A part of a take: the documents of one batch, with records between them that can't be sent. Once the batch's job and
 * the dead letters are kept, what has become whole by it is acknowledged: batches of different tasks overlap.
 *
 * @param entries the records in the order in which they came
 * @param tasks the names of the tasks that all its documents ask for; empty for all
 * @param whole for each partition that gains by this batch, its last record up to which this batch and those before
 *     it hold every record of the take
 * @param until when its work has to have begun; later it would keep the consumer from its group for too long
 */
record TakeBatch(List<Entry> entries, List<String> tasks, List<OwnedCommit> whole, Instant until) {
    /**
     * A record: either a document or rejected.
     *
     * @param bytes what the document takes in a job record
     */
    public record Entry(
            @Nullable Document document,
            int bytes,
            @Nullable Rejected rejected,
            OwnedCommit commit) {}

    public TakeBatch {
        entries = List.copyOf(entries);
        tasks = List.copyOf(tasks);
        whole = List.copyOf(whole);
    }

    /** The batches of these runs of a take, in the order in which they are worked on. */
    static List<TakeBatch> inOrder(List<Run> runs, Instant until) {
        Map<TopicPartition, Deque<OwnedCommit>> open = new HashMap<>();
        runs.stream()
                .flatMap(run -> run.entries().stream())
                .map(Entry::commit)
                .sorted(Comparator.comparingLong(OwnedCommit::getRecordOffset))
                .forEach(commit -> open.computeIfAbsent(commit.getPartition(), any -> new ArrayDeque<>())
                        .add(commit));
        Set<OwnedCommit> held = Collections.newSetFromMap(new IdentityHashMap<>());
        List<TakeBatch> batches = new ArrayList<>();
        for (Run run : runs) {
            run.entries().forEach(entry -> held.add(entry.commit()));
            List<OwnedCommit> whole = new ArrayList<>();
            for (Deque<OwnedCommit> partition : open.values()) {
                OwnedCommit last = null;
                while (!partition.isEmpty() && held.contains(partition.peek())) {
                    last = partition.poll();
                }
                if (last != null) {
                    whole.add(last);
                }
            }
            batches.add(new TakeBatch(run.entries(), run.tasks(), whole, until));
        }
        return batches;
    }

    /** The records of a batch and the tasks that its documents ask for. */
    record Run(List<Entry> entries, List<String> tasks) {}

    /** The documents to submit; may be none. */
    public List<Document> documents() {
        return entries.stream()
                .flatMap(entry -> Stream.ofNullable(entry.document()))
                .toList();
    }

    /** When the oldest of the documents came in; null where that is not known. */
    @Nullable
    Instant receivedAt() {
        return entries.stream()
                .flatMap(entry -> Stream.ofNullable(entry.document()))
                .flatMap(document -> Stream.ofNullable(document.envelope()))
                .flatMap(envelope -> Stream.ofNullable(envelope.time()))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The records that can't be sent; normally none. */
    public List<Rejected> rejected() {
        return entries.stream()
                .flatMap(entry -> Stream.ofNullable(entry.rejected()))
                .toList();
    }

    /**
     * Without the records whose partition was given to another consumer, which takes them, and without those that the
     * group has acknowledged: a rebalance makes records come again that were read before it and may be worked on first.
     * The brokers are asked only where they can know more than this consumer: the answer waits for the end of the
     * transaction of the batch before.
     */
    TakeBatch owned() {
        List<OwnedCommit> commits = Stream.concat(entries.stream().map(Entry::commit), whole.stream())
                .toList();
        if (!commits.isEmpty()
                && (commits.get(0).outOfTouch() || !commits.stream().allMatch(OwnedCommit::undisturbed))) {
            commits.get(0).ask(commits.stream().map(OwnedCommit::getPartition).collect(Collectors.toSet()));
        }
        Predicate<OwnedCommit> ours = commit -> commit.owned() && !commit.acknowledged();
        return new TakeBatch(
                entries.stream().filter(entry -> ours.test(entry.commit())).toList(),
                tasks,
                whole.stream().filter(ours).toList(),
                until);
    }

    /** Waits for a moment on the consumer's thread, as a member of its group; false when it can't. */
    boolean stay() {
        return entries.get(0).commit().stay();
    }

    /** Acknowledges what is whole now. */
    void commit() {
        whole.stream().filter(OwnedCommit::owned).forEach(OwnedCommit::commit);
    }

    /** Where its records come from: a consumer reads one topic. */
    String topic() {
        return entries.get(0).commit().getPartition().topic();
    }

    /** The batch's name: the place of its first document, which is the same when it is taken again. */
    String name() {
        TopicPosition first = (TopicPosition) documents().get(0).source();
        return first.topic() + "/" + first.partition() + "-" + first.offset();
    }
}
