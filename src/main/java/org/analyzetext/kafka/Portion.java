package org.analyzetext.kafka;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.analyzetext.document.Document;
import org.analyzetext.document.Rejected;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.kafka.OwnedCommits.OwnedCommit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A run of a take: the documents of one batch, with the records between them that can't be sent. Acknowledged as a
 * whole, once the batch's job and the dead letters are kept.
 *
 * @param entries the records in the order in which they came
 * @param until when its work has to have begun; later it would keep the consumer from its group for too long
 */
public record Portion(List<Entry> entries, Instant until) {
    /** A record: either a document or rejected. */
    public record Entry(
            @Nullable Document document, @Nullable Rejected rejected, OwnedCommit commit) {}

    public Portion {
        entries = List.copyOf(entries);
    }

    /** The documents to submit; may be none. */
    public List<Document> documents() {
        return entries.stream()
                .flatMap(entry -> Stream.ofNullable(entry.document()))
                .toList();
    }

    /** The records that can't be sent; normally none. */
    public List<Rejected> rejected() {
        return entries.stream()
                .flatMap(entry -> Stream.ofNullable(entry.rejected()))
                .toList();
    }

    /**
     * Without the records whose partition was given to another consumer, which takes them, and without those that the
     * group has acknowledged or that are here twice: a rebalance while a take is gathered makes records come again.
     */
    Portion owned() {
        if (entries.isEmpty()) {
            return this;
        }
        Set<TopicPartition> partitions =
                entries.stream().map(entry -> entry.commit().getPartition()).collect(Collectors.toSet());
        Map<TopicPartition, Long> next = entries.get(0).commit().acknowledged(partitions);
        List<Entry> kept = new ArrayList<>();
        for (Entry entry : entries) {
            TopicPartition partition = entry.commit().getPartition();
            long offset = entry.commit().getRecordOffset();
            if (entry.commit().owned() && offset >= next.getOrDefault(partition, 0L)) {
                kept.add(entry);
                next.put(partition, offset + 1);
            }
        }
        return new Portion(kept, until);
    }

    /** Commits the last record of each partition; in a take's order that is a prefix of each. */
    void commit() {
        Map<String, OwnedCommit> last = new TreeMap<>();
        for (Entry entry : entries) {
            last.put(entry.commit().getPartition().toString(), entry.commit());
        }
        last.values().stream().filter(OwnedCommit::owned).forEach(OwnedCommit::commit);
    }

    /** The batch's name: the place of its first document, which is the same when it is taken again. */
    String name() {
        TopicPosition first = (TopicPosition) documents().get(0).source();
        return first.topic() + "/" + first.partition() + "-" + first.offset();
    }
}
