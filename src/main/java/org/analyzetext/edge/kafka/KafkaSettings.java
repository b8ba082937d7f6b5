package org.analyzetext.edge.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.document.RecordReader.ValueFormat;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.service.Resource;
import org.analyzetext.stage.StageSettings;

/**
 * The settings of the Kafka edges. Reading it needs no Kafka client.
 *
 * @param connection the way to the brokers
 * @param names what topics and groups are called
 * @param documents how documents are written
 * @param newTopics how missing topics are created
 * @param maxRecordBytes the largest record that is written, before compression
 * @param consumers who takes records, and how many
 * @param maxPollInterval how long a consumer may work without asking for more
 * @param metadataMaxAge after which consumers ask again which partitions the topics have
 * @param startTimeout how long the start waits for the brokers
 * @param retry how long to wait before the brokers are asked again
 */
public record KafkaSettings(
        KafkaConnection connection,
        KafkaNames names,
        Documents documents,
        NewTopics newTopics,
        int maxRecordBytes,
        Consumers consumers,
        Duration maxPollInterval,
        Duration metadataMaxAge,
        Duration startTimeout,
        Duration retry) {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration SHORTEST_WRITE = Duration.ofSeconds(2);
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);

    /**
     * How documents are written.
     *
     * @param format how values are written
     * @param languageHeader the header that names the language of plain text
     */
    record Documents(ValueFormat format, String languageHeader) {
        private static Documents read(PropertyReader in) {
            String format = in.oneOf("kafka.documents-format", List.of("json", "text"));
            return new Documents(
                    format.equals("text") ? ValueFormat.TEXT : ValueFormat.JSON, in.text("kafka.language-header"));
        }
    }

    /**
     * How missing topics are created.
     *
     * @param created whether they are
     * @param partitions their partitions
     * @param replicationFactor their replicas; -1 for the brokers' default
     */
    record NewTopics(boolean created, int partitions, int replicationFactor) {
        private static NewTopics read(PropertyReader in) {
            return new NewTopics(
                    in.flag("kafka.create-topics"),
                    in.number("kafka.partitions", 1, 10_000),
                    in.number("kafka.replication-factor", -1, 100));
        }
    }

    /**
     * Who takes records.
     *
     * @param ofDocuments consumers of each topic of documents
     * @param ofJobs consumers of the jobs topics
     * @param take how many documents one takes at once
     * @param submitsAtOnce how many batches a consumer of documents submits at once
     * @param jobsAtOnce how many jobs a consumer of jobs polls or submits at once
     */
    record Consumers(int ofDocuments, int ofJobs, int take, int submitsAtOnce, int jobsAtOnce) {
        private static Consumers read(PropertyReader in) {
            return new Consumers(
                    in.number("kafka.consumers", 1, 100),
                    in.number("kafka.jobs-consumers", 1, 100),
                    in.number("kafka.take", 1, 100_000),
                    in.number("kafka.submits-at-once", 1, 100),
                    in.number("kafka.jobs-at-once", 1, 1_000));
        }
    }

    /** Reads {@code kafka.*}. */
    public static KafkaSettings read(PropertyReader in) {
        in.duration("kafka.linger", Duration.ofMillis(1), LONGEST);
        in.duration("kafka.poll-timeout", Duration.ofMillis(10), Duration.ofMinutes(1));
        in.duration("kafka.session-timeout", Duration.ofSeconds(3), LONGEST);
        return new KafkaSettings(
                KafkaConnection.read(in),
                KafkaNames.read(in),
                Documents.read(in),
                NewTopics.read(in),
                in.number("kafka.max-record-bytes", 1 << 20, 1 << 30),
                Consumers.read(in),
                in.duration("kafka.max-poll-interval", Duration.ofSeconds(1), Duration.ofDays(1)),
                in.duration("kafka.metadata-max-age", Duration.ofSeconds(1), LONGEST),
                in.duration("kafka.start-timeout", Duration.ofSeconds(1), LONGEST),
                in.duration("kafka.retry", Duration.ZERO, LONGEST));
    }

    /** Notes what does not go with the other settings. */
    public void checkWith(EdgeSettings edges, Duration giveBack, PropertyReader in) {
        if (edges.source() != EdgeKind.KAFKA) {
            names.checkNotRead(in);
        }
        if (consumes(edges) && giveBack.multipliedBy(2).compareTo(maxPollInterval) > 0) {
            in.mistake(
                    "call.give-back",
                    "is " + giveBack.toMillis()
                            + " ms, but must be at most half of analyze-text.kafka.max-poll-interval ("
                            + maxPollInterval.toMillis() + "): a consumer that waits longer loses its partitions");
        }
    }

    /** What works, but not as it is meant to, in a sentence that says what to change. */
    public Optional<String> warning(EdgeSettings edges, StageSettings stages) {
        double seconds = secondsOfTake(stages);
        if (edges.source() != EdgeKind.KAFKA || seconds * 1_000 <= longestTake().toMillis()) {
            return Optional.empty();
        }
        return Optional.of("analyze-text.kafka.take: the quota needs " + Math.round(seconds) + " s for the "
                + taken() + " documents that all consumers of this instance take at once, and they have "
                + longestTake().toSeconds()
                + " s, a quarter of analyze-text.kafka.max-poll-interval; then the rest"
                + " is read again, which is safe and slow. Lower analyze-text.kafka.take or raise the interval");
    }

    private int taken() {
        return names.topicsByPriority().size() * consumers.ofDocuments() * consumers.take();
    }

    /** How long the submits of all that is taken at once, and the polls that go before them, wait for the quota. */
    private double secondsOfTake(StageSettings stages) {
        double submitsPerMinute = stages.service().resources().stream()
                .map(Resource::quota)
                .mapToDouble(quota ->
                        quota.enabled() ? quota.callsPerMinute(quota.initialShare()) / 2 : Double.POSITIVE_INFINITY)
                .sum();
        return Math.ceil((double) taken() / stages.batch().maxDocuments()) / submitsPerMinute * 60;
    }

    private static boolean consumes(EdgeSettings edges) {
        return edges.source() == EdgeKind.KAFKA || edges.jobs() == EdgeKind.KAFKA;
    }

    /** How many calls are made at once at most. */
    public int callers(EdgeSettings edges) {
        return consumes(edges)
                ? names.topicsByPriority().size() * consumers.ofDocuments() * consumers.submitsAtOnce()
                        + consumers.ofJobs() * consumers.jobsAtOnce()
                : 0;
    }

    /** The most bytes of a batch's documents as JSON; the rest of a record is room for its tasks and its history. */
    public int maxBatchBytes() {
        return maxRecordBytes / 4 * 3;
    }

    /** How long a take is worked on before the rest of it is read again: its last call may wait twice as long. */
    Duration longestTake() {
        return maxPollInterval.dividedBy(4);
    }

    /** How long a write waits for the brokers before it is tried anew: no consumer may be silent for long. */
    Duration longestWrite() {
        long part = maxPollInterval.dividedBy(8).toMillis();
        return Duration.ofMillis(Math.min(Math.max(part, SHORTEST_WRITE.toMillis()), LONGEST_WRITE.toMillis()));
    }

    /** The topics that documents come from, urgent ones first. */
    public List<String> documentsTopics() {
        return names.documentsTopics();
    }

    String brokers() {
        return connection.brokers();
    }

    Map<String, String> client() {
        return connection.client();
    }

    /** Says nothing of the client's secrets. */
    @Override
    public String toString() {
        return connection.toString();
    }
}
