package org.analyzetext.edge.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.analyzetext.edge.kafka.OwnedCommits.OwnedCommit;
import org.analyzetext.job.SubmittedJob;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one transaction want to write and to acknowledge. Belongs to the thread that runs the steps; parts of
 * it that run on other threads have their own, which are included once they are done.
 */
final class HeldRecords {
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final List<OwnedCommit> acknowledged = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private final List<SubmittedJob> accepted = new ArrayList<>();
    private final Set<String> claimed = new HashSet<>();
    private boolean commitAsked;
    private boolean closed;
    /** A {@link System#nanoTime}; null while no part is done. */
    private volatile @Nullable Long firstPartDone;

    /** Whether nobody has claimed this in this transaction before. */
    synchronized boolean claim(String what) {
        return claimed.add(what);
    }

    /** Takes over what a part wants; false when it comes too late. */
    synchronized boolean include(HeldRecords part) {
        if (closed) {
            return false;
        }
        records.addAll(part.records);
        acknowledged.addAll(part.acknowledged);
        afterwards.addAll(part.afterwards);
        accepted.addAll(part.accepted);
        return true;
    }

    /** No part that is not done yet belongs to it any more. */
    synchronized void close() {
        closed = true;
    }

    /** From now on the part waits for the others. */
    synchronized void partDone() {
        if (firstPartDone == null) {
            firstPartDone = System.nanoTime();
        }
    }

    /** Whether a part that is done has waited for the others for so long. */
    boolean hasWaited(Duration time) {
        Long since = firstPartDone;
        return since != null && System.nanoTime() - since > time.toNanos();
    }

    void add(ProducerRecord<byte[], byte[]> record) {
        records.add(record);
    }

    void acknowledge(OwnedCommit commit) {
        acknowledged.add(commit);
    }

    void afterwards(Runnable step) {
        afterwards.add(step);
    }

    /** The service has accepted this job, so it is paid for. */
    void accepted(SubmittedJob job) {
        accepted.add(job);
    }

    List<SubmittedJob> accepted() {
        return accepted;
    }

    /** From now on the transaction may hold, whatever else is reported. */
    void commitAsked() {
        commitAsked = true;
    }

    /**
     * Whether the transaction holds although its commit failed. The group's answer waits for the end of a transaction
     * that is still open.
     */
    boolean holds() {
        if (!commitAsked || acknowledged.isEmpty()) {
            return false;
        }
        acknowledged.get(0).ask(offsets().keySet());
        return acknowledged.stream().allMatch(OwnedCommit::acknowledged);
    }

    /** Whether another consumer has or had one of the inputs meanwhile. */
    boolean isLost() {
        return acknowledged.stream().anyMatch(OwnedCommit::isLost);
    }

    /**
     * Waits on the consumer's thread, as a member of its group, so that no other member is given its input.
     *
     * @param least how long; longer while a rebalance is under way
     * @return false when it was asked to stop, or can't stay
     */
    boolean rest(Duration least, BooleanSupplier stopping) {
        long begin = System.nanoTime();
        do {
            if (stopping.getAsBoolean()
                    || Thread.currentThread().isInterrupted()
                    || !acknowledged.get(0).stay()) {
                return false;
            }
        } while (System.nanoTime() - begin < least.toNanos()
                || acknowledged.stream().anyMatch(OwnedCommit::isRebalancing));
        return true;
    }

    List<ProducerRecord<byte[], byte[]>> records() {
        return records;
    }

    List<OwnedCommit> acknowledged() {
        return acknowledged;
    }

    /** The next offset of each partition, as a commit has it. */
    Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (OwnedCommit commit : acknowledged) {
            offsets.put(commit.getPartition(), commit.next());
        }
        return offsets;
    }

    void runAfterwards() {
        afterwards.forEach(Runnable::run);
    }

    /** What is written, for the log. */
    @Override
    public String toString() {
        if (accepted.isEmpty()) {
            return "what became of " + offsets();
        }
        return accepted.stream()
                .map(job -> "job " + job.jobId() + " of batch " + job.name() + ", which the service has accepted,")
                .collect(Collectors.joining(" "));
    }
}
