package org.analyzetext.edge.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.analyzetext.edge.DocumentFlow;
import org.analyzetext.observe.HealthCondition;
import org.analyzetext.observe.PipelineGauge;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers every few seconds whether they are there and how many records the groups have before them, so that
 * health and metrics answer at once. Thread-safe.
 *
 * <p>Long because one round of questions answers all of them.
 */
final class BrokerWatch extends ServiceSupport implements HealthCondition {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
    private static final Duration DISTANCE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final CamelContext context;
    private final KafkaSettings settings;
    /** The consumer group of each topic that is read. */
    private final Map<String, String> groups = new HashMap<>();

    private final long longestBacklog;
    private final OpenTransactions transactions;
    private final GroupOffsets offsets = new GroupOffsets();
    private final Map<String, Uuid> topics = new HashMap<>();
    private final RecordShare share;
    private final Clock clock;
    private volatile Map<String, Long> behind = Map.of();
    private volatile long inFlight;
    /** Of each topic of documents. */
    private volatile Map<String, Read> documents = Map.of();
    /** When the oldest document that waits came in; far in the future when none waits, null while it is not known. */
    private volatile @Nullable Instant oldest;

    private volatile @Nullable String problem;
    private @Nullable ScheduledExecutorService thread;
    private @Nullable ScheduledFuture<?> polls;
    private @Nullable Admin admin;
    private @Nullable OldestRecord first;

    /**
     * How far a topic is read.
     *
     * @param there the records that are there
     * @param passed the sum of the group's positions
     */
    private record Read(long there, long passed) {}

    /**
     * Watches these brokers.
     *
     * @param reads whether the documents and jobs topics are read, or results only written
     * @param longestBacklog documents that may wait before that counts as a problem; 0 for any number
     * @param share tells records of the jobs topics from markers
     * @param clock measures how long a transaction is open and a document waits
     */
    public BrokerWatch(
            CamelContext context,
            KafkaSettings settings,
            boolean reads,
            long longestBacklog,
            RecordShare share,
            Clock clock) {
        this.context = context;
        this.settings = settings;
        this.longestBacklog = longestBacklog;
        this.share = share;
        this.clock = clock;
        this.transactions = new OpenTransactions(clock);
        if (reads) {
            for (String topic : settings.names().documentsTopics()) {
                groups.put(topic, settings.names().group(topic));
            }
            for (DelayTier tier : DelayTier.values()) {
                groups.put(settings.names().topic(tier), settings.names().jobsGroup());
            }
        }
    }

    @Override
    protected void doStart() {
        Map<String, Object> client = settings.connection().properties();
        client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis()));
        client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis()));
        admin = Admin.create(client);
        thread = context.getExecutorServiceManager().newScheduledThreadPool(this, "analyze-text-broker-watch", 1);
        polls = thread.scheduleWithFixedDelay(this::poll, 0, DISTANCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        if (polls != null) {
            polls.cancel(true);
        }
        if (thread != null) {
            context.getExecutorServiceManager().shutdownNow(thread);
            // The consumer is closed once the interrupted poll is through: it belongs to that thread.
            awaitEnd(thread);
        }
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
        if (first != null) {
            first.close();
        }
    }

    private void awaitEnd(ScheduledExecutorService looking) {
        try {
            context.getExecutorServiceManager().awaitTermination(looking, PATIENCE.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll() {
        Admin asked = Objects.requireNonNull(admin);
        try {
            get(asked.describeCluster().nodes());
            behind = behind(asked);
            problem = null;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            problem = "the brokers at " + settings.brokers() + " don't answer ("
                    + cause.getClass().getSimpleName() + ")";
        }
    }

    private Map<String, Long> behind(Admin asked) throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, Long> records = new HashMap<>();
        Map<TopicPartition, Long> waiting = new HashMap<>();
        Map<String, Read> reads = new HashMap<>();
        long jobs = 0;
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = new HashMap<>();
        for (String group : Set.copyOf(groups.values())) {
            committed.put(group, get(asked.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
        }
        for (Map.Entry<String, String> read : groups.entrySet()) {
            Map<TopicPartition, OffsetAndMetadata> next = Objects.requireNonNull(committed.get(read.getValue()));
            List<TopicPartition> partitions = new ArrayList<>();
            TopicDescription topic = Objects.requireNonNull(
                    get(asked.describeTopics(List.of(read.getKey())).allTopicNames())
                            .get(read.getKey()));
            sameTopic(topic);
            topic.partitions().forEach(info -> partitions.add(new TopicPartition(read.getKey(), info.partition())));
            // Asked first: what is committed between the two questions is no open transaction.
            Map<TopicPartition, Long> ends =
                    offsets(asked, partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
            Map<TopicPartition, Long> stable =
                    offsets(asked, partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
            Map<TopicPartition, Long> beginnings =
                    offsets(asked, partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
            long before = 0;
            long there = 0;
            long passed = 0;
            for (TopicPartition partition : partitions) {
                long end = Objects.requireNonNull(ends.get(partition));
                long beginning = Objects.requireNonNull(beginnings.get(partition));
                OffsetAndMetadata at = next.get(partition);
                long start = Math.max(beginning, at == null ? 0 : at.offset());
                before += Math.max(0, end - start);
                there += end - beginning;
                passed += start;
                transactions.seen(partition, Objects.requireNonNull(stable.get(partition)), end);
                boolean ofJobs = !settings.names().isDocumentsTopic(partition.topic());
                offsets.seen(partition, at, beginning, end, ofJobs);
                if (ofJobs) {
                    jobs += share.recordsOf(Math.max(0, end - start));
                } else if (start < end) {
                    waiting.put(partition, start);
                }
            }
            records.put(read.getKey(), before);
            if (settings.names().isDocumentsTopic(read.getKey())) {
                reads.put(read.getKey(), new Read(there, passed));
            }
        }
        inFlight = jobs;
        documents = Map.copyOf(reads);
        oldest = waiting.isEmpty() ? Instant.MAX : oldest(waiting);
        return Map.copyOf(records);
    }

    private @Nullable Instant oldest(Map<TopicPartition, Long> waiting) {
        try {
            if (first == null) {
                first = new OldestRecord(settings);
            }
            return first.at(waiting);
        } catch (KafkaException unreadable) {
            LOG.debug("the oldest document that waits can't be read: {}", unreadable.toString());
            return null;
        }
    }

    /** A topic that is created anew while it is read may be read from the old one's offset on. */
    private void sameTopic(TopicDescription topic) {
        Uuid before = topics.put(topic.name(), topic.topicId());
        if (before != null && !before.equals(topic.topicId())) {
            LOG.error(
                    "the topic {} was deleted and created anew while it is read: its first records, up to the offset at"
                            + " which the group {} stood, may be left out. Stop all instances and reset the group's offsets"
                            + " of it (kafka-consumer-groups --reset-offsets --to-earliest)",
                    topic.name(),
                    groups.get(topic.name()));
        }
    }

    private static Map<TopicPartition, Long> offsets(
            Admin asked, List<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> question = partitions.stream().collect(Collectors.toMap(p -> p, p -> which));
        return get(asked.listOffsets(question, new ListOffsetsOptions(isolation))
                        .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, answer -> answer.getValue().offset()));
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Whether a transaction that should be over holds up the jobs. */
    public HealthCondition openTransactions() {
        return transactions;
    }

    /** Whether the groups stand in the jobs topics. */
    public HealthCondition groupOffsets() {
        return offsets;
    }

    /** Whether more documents wait than should. */
    public HealthCondition backlog() {
        return new HealthCondition() {
            @Override
            public String name() {
                return "backlog";
            }

            @Override
            public Optional<String> problem() {
                long waiting = settings.names().documentsTopics().stream()
                        .mapToLong(topic -> behind.getOrDefault(topic, 0L))
                        .sum();
                return longestBacklog == 0 || waiting <= longestBacklog
                        ? Optional.empty()
                        : Optional.of(waiting + " records of the "
                                + settings.names().documentsTopicsText()
                                + " are not submitted yet, more than analyze-text.observe.backlog ("
                                + longestBacklog + ")");
            }
        };
    }

    /**
     * How far the groups are in the topics of documents; none before the brokers answered, and where they are not read. The
     * jobs of all stand with the normal documents: whose they are is not known without reading them.
     */
    public List<DocumentFlow> flows() {
        List<DocumentFlow> flows = new ArrayList<>();
        for (String topic : settings.names().documentsTopics()) {
            Long waiting = behind.get(topic);
            Read read = documents.get(topic);
            if (waiting != null && read != null) {
                long jobs = topic.equals(settings.names().documentsTopic()) ? inFlight : 0;
                flows.add(
                        new DocumentFlow("topic " + topic, read.there(), waiting, waiting, jobs, read.passed(), null));
            }
        }
        return flows;
    }

    /** Records that a topic has before its group; NaN while that is not known. */
    public double behind(String topic) {
        Long records = behind.get(topic);
        return records == null ? Double.NaN : records;
    }

    /** How many records each topic has before its group; those of Kafka's transactions count too. */
    public List<PipelineGauge> levels() {
        List<PipelineGauge> levels = new ArrayList<>();
        groups.keySet().stream()
                .sorted()
                .forEach(topic -> levels.addAll(List.of(
                        new PipelineGauge(
                                "topic.behind",
                                "Records that the group has before it, markers of transactions included",
                                Map.of("topic", topic),
                                () -> behind(topic)),
                        new PipelineGauge(
                                "topic.deleted.unread",
                                "Records that retention deleted before the group read them, at most",
                                Map.of("topic", topic),
                                () -> offsets.deletedUnread(topic)))));
        if (!groups.isEmpty()) {
            levels.add(new PipelineGauge(
                    "group.jobs.in.flight",
                    "Records of the whole group in the jobs topics, estimated from offsets without transactions' markers",
                    Map.of(),
                    () -> behind.isEmpty() ? Double.NaN : inFlight));
            levels.add(new PipelineGauge(
                    "oldest.waiting.seconds",
                    "Seconds since the oldest document came in that the group has not taken; 0 without one",
                    Map.of(),
                    this::oldestAge));
        }
        return levels;
    }

    private double oldestAge() {
        Instant since = oldest;
        Instant now = clock.instant();
        if (since == null) {
            return Double.NaN;
        }
        return since.isAfter(now) ? 0 : Duration.between(since, now).toSeconds();
    }
}
