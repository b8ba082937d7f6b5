package org.analyzetext.kafka;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.analyzetext.document.Document;
import org.analyzetext.document.Rejected;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.kafka.OwnedCommits.OwnedCommit;
import org.jspecify.annotations.Nullable;

/**
 * A run of a take: the documents of one batch, with the records between them that can't be sent. Acknowledged as a
 * whole, once the batch's job and the dead letters are kept.
 *
 * @param entries the records in the order in which they came
 */
public record Portion(List<Entry> entries) {
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

    /** Without the records whose partition was given to another consumer: that one takes them. */
    Portion owned() {
        return new Portion(
                entries.stream().filter(entry -> entry.commit().owned()).toList());
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
