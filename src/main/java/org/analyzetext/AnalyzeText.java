package org.analyzetext;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.analyzetext.Settings.Edge;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.RecordReader;
import org.analyzetext.files.Cutter;
import org.analyzetext.files.FateFolder;
import org.analyzetext.files.Inbox;
import org.analyzetext.files.JobFolder;
import org.analyzetext.files.Joiner;
import org.analyzetext.files.StateFilter;
import org.analyzetext.files.StreamFiles;
import org.analyzetext.files.WorkFolder;
import org.analyzetext.files.WorkFolderLevels;
import org.analyzetext.kafka.BrokerWatch;
import org.analyzetext.kafka.KafkaClients;
import org.analyzetext.kafka.KafkaSettings;
import org.analyzetext.kafka.TopicJobs;
import org.analyzetext.kafka.TopicSetup;
import org.analyzetext.kafka.TopicSink;
import org.analyzetext.kafka.TopicSource;
import org.analyzetext.kafka.TopicTransactions;
import org.analyzetext.observe.Condition;
import org.analyzetext.observe.Level;
import org.analyzetext.observe.MeterRegistries;
import org.analyzetext.observe.ReadinessCheck;
import org.analyzetext.service.Budget;
import org.analyzetext.service.CallTurn;
import org.analyzetext.service.CallWait;
import org.analyzetext.service.Resource;
import org.analyzetext.service.ResourceCondition;
import org.analyzetext.service.ServiceCalls;
import org.analyzetext.service.ServiceHttpClient;
import org.analyzetext.stage.LookPlan;
import org.analyzetext.stage.Polling;
import org.analyzetext.stage.Settlement;
import org.analyzetext.stage.Submission;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.Registry;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/**
 * What a Camel host calls to embed the module: binds the beans that the route files name, all with the prefix
 * {@code analyzeText}. Nothing of the host is touched, and no route starts by it.
 */
public final class AnalyzeText {
    private final Settings settings;
    private final RunCounters counters;
    private final Budget budget;
    private final LookPlan looks;
    private final WorkFolder workFolder;

    private AnalyzeText(Settings settings, RunCounters counters, Budget budget, LookPlan looks, WorkFolder workFolder) {
        this.settings = settings;
        this.counters = counters;
        this.budget = budget;
        this.looks = looks;
        this.workFolder = workFolder;
    }

    /**
     * Checks the configuration in the context's properties, takes the work folder and binds the beans. To be called
     * before the routes are loaded.
     *
     * @throws ConfigurationException with every mistake in the configuration
     */
    public static AnalyzeText install(CamelContext context) throws Exception {
        Settings settings = settings(context);
        RunCounters counters = new RunCounters();
        WorkFolder workFolder = new WorkFolder(settings.folders(), counters);
        Registry registry = context.getRegistry();
        Budget budget = budget(registry, settings);
        LookPlan looks = looks(settings, budget);
        bindCore(registry, settings, budget, looks, counters);
        bindFiles(registry, settings, counters);
        bindKafka(context, settings, counters);
        observe(context, settings, counters, budget, workFolder);
        threads(context, "analyze-text-submit", settings.submitThreads());
        threads(context, "analyze-text-poll", settings.pollThreads());
        if (settings.source() == Edge.FILES) {
            context.addService(workFolder, true, true);
        }
        if (settings.source() == Edge.KAFKA || settings.sink() == Edge.KAFKA) {
            context.addService(topics(settings), true, true);
        }
        return new AnalyzeText(settings, counters, budget, looks, workFolder);
    }

    /** Checks the configuration and binds what calls need, for a command that makes some: no edge, no work folder. */
    static Settings installCalls(CamelContext context) {
        Settings settings = settings(context);
        Registry registry = context.getRegistry();
        Budget budget = budget(registry, settings);
        bindCore(registry, settings, budget, looks(settings, budget), new RunCounters());
        return settings;
    }

    private static Settings settings(CamelContext context) {
        PropertiesComponent properties = context.getPropertiesComponent();
        return Settings.read(
                properties::resolveProperty,
                properties
                        .loadProperties(name -> name.startsWith(Properties.PREFIX))
                        .stringPropertyNames());
    }

    private static LookPlan looks(Settings settings, Budget budget) {
        return new LookPlan(
                settings.firstLook(), settings.longestLook(), budget::looksForEachJob, () -> ThreadLocalRandom.current()
                        .nextDouble());
    }

    /** Health in Camel's registry of checks, and meters in the host's meter registry, where it has one. */
    private static void observe(
            CamelContext context, Settings settings, RunCounters counters, Budget budget, WorkFolder workFolder)
            throws Exception {
        List<Condition> conditions = new ArrayList<>();
        List<Level> levels = new ArrayList<>();
        for (Resource resource : settings.resources()) {
            ResourceCondition condition = new ResourceCondition(budget, resource.name());
            conditions.add(condition);
            levels.addAll(condition.levels());
        }
        if (settings.source() == Edge.KAFKA || settings.sink() == Edge.KAFKA) {
            BrokerWatch broker = new BrokerWatch(
                    context,
                    settings.kafka(),
                    settings.source() == Edge.KAFKA,
                    settings.observe().backlog());
            context.addService(broker, true, true);
            conditions.add(broker);
            conditions.add(broker.backlog());
            levels.addAll(broker.levels());
        }
        if (settings.source() == Edge.FILES) {
            WorkFolderLevels files =
                    new WorkFolderLevels(workFolder, settings.observe().backlog());
            conditions.add(files);
            levels.addAll(files.levels());
        }
        HealthCheckRegistry checks = HealthCheckRegistry.get(context);
        if (checks != null) {
            checks.register(new ReadinessCheck(conditions));
        }
        if (MeterRegistries.available(context)) {
            MeterRegistries.bind(context, counters, conditions, levels);
        }
    }

    /** When all threads and the short queue are busy, the consumer works itself: so nothing piles up in memory. */
    private static void threads(CamelContext context, String name, int size) {
        context.getExecutorServiceManager()
                .registerThreadPoolProfile(new ThreadPoolProfileBuilder(name)
                        .poolSize(size)
                        .maxPoolSize(size)
                        .maxQueueSize(size)
                        .rejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns)
                        .build());
    }

    /** The host's own, where several pipelines share a quota. */
    private static Budget budget(Registry registry, Settings settings) {
        Budget shared = registry.findSingleByType(Budget.class);
        if (shared != null) {
            settings.resources().forEach(resource -> shared.requireResource(resource.name()));
            return shared;
        }
        Duration longestCall =
                settings.http().connectTimeout().plus(settings.http().responseTimeout());
        return Budget.of(settings.resources(), settings.backOff(), settings.backfill(), longestCall.multipliedBy(2));
    }

    private static void bindCore(
            Registry registry, Settings settings, Budget budget, LookPlan looks, RunCounters counters) {
        Clock clock = Clock.systemUTC();
        Map<String, Resource> resources =
                settings.resources().stream().collect(Collectors.toMap(Resource::name, Function.identity()));
        Settlement settlement =
                new Settlement(resources, settings.jobMaxAttempts(), settings.jobPause(), counters, clock);
        registry.bind("analyzeTextFaults", new Faults());
        registry.bind("analyzeTextHttpClient", new ServiceHttpClient(resources.values(), settings.http()));
        registry.bind("analyzeTextCallTurn", new CallTurn(budget, settings.backfill(), settings.giveBack(), clock));
        registry.bind("analyzeTextServiceCalls", new ServiceCalls(resources, budget, counters, clock));
        registry.bind(
                "analyzeTextCallWait", new CallWait(budget, settings.backOff(), settings.giveBack(), counters, clock));
        registry.bind("analyzeTextSubmission", new Submission(looks, settlement, counters, clock));
        registry.bind(
                "analyzeTextPolling",
                new Polling(looks, resources.keySet(), settings.jobDeadline(), settlement, counters, clock));
    }

    private static void bindFiles(Registry registry, Settings settings, RunCounters counters) {
        Clock clock = Clock.systemUTC();
        DocumentRules rules = settings.rules();
        DocumentReader reader =
                new DocumentReader(settings.fields(), settings.charset(), settings.csvSeparator(), rules);
        registry.bind("analyzeTextInbox", new Inbox(settings.folders(), settings.linger(), clock));
        registry.bind(
                "analyzeTextCutter",
                new Cutter(
                        reader,
                        rules,
                        settings.batch(),
                        settings.resources().get(0).name(),
                        settings.tasks(),
                        clock));
        registry.bind("analyzeTextJobFolder", new JobFolder(settings.folders(), settings.jobPause(), clock));
        registry.bind("analyzeTextFateFolder", new FateFolder(settings.folders()));
        registry.bind(
                "analyzeTextJoiner",
                new Joiner(
                        settings.folders(),
                        settings.charset(),
                        settings.csvSeparator(),
                        settings.tasks(),
                        counters,
                        clock));
        registry.bind("analyzeTextStreamFiles", new StreamFiles(settings.folders(), counters));
        registry.bind("analyzeTextClaimedInputs", new StateFilter(StateFilter.State.CLAIMED, clock));
        registry.bind("analyzeTextWaitingBatches", new StateFilter(StateFilter.State.TODO, clock));
        registry.bind("analyzeTextDueJobs", new StateFilter(StateFilter.State.DUE, clock));
        registry.bind("analyzeTextQuietInputs", new StateFilter(StateFilter.State.QUIET, clock));
    }

    private static void bindKafka(CamelContext context, Settings settings, RunCounters counters) throws Exception {
        Clock clock = Clock.systemUTC();
        DocumentRules rules = settings.rules();
        KafkaSettings kafka = settings.kafka();
        RecordReader reader = new RecordReader(kafka.valueFormat(), settings.fields(), kafka.languageHeader(), rules);
        Registry registry = context.getRegistry();
        TopicTransactions transactions = new TopicTransactions(kafka);
        context.addService(transactions, true, true);
        registry.bind("analyzeTextTopicTransaction", transactions);
        registry.bind(KafkaClients.SCHEME, KafkaClients.component(context, kafka, transactions));
        registry.bind(
                "analyzeTextTopicSource",
                new TopicSource(
                        reader,
                        rules,
                        settings.batch(),
                        settings.resources().get(0).name(),
                        settings.tasks(),
                        kafka,
                        clock));
        registry.bind("analyzeTextTopicJobs", new TopicJobs(kafka, transactions, clock));
        registry.bind("analyzeTextTopicSink", new TopicSink(context, kafka, transactions, counters));
    }

    private static TopicSetup topics(Settings settings) {
        KafkaSettings kafka = settings.kafka();
        List<String> needed = new ArrayList<>();
        if (settings.source() == Edge.KAFKA) {
            needed.add(kafka.documentsTopic());
        }
        if (settings.sink() == Edge.KAFKA) {
            needed.add(kafka.resultsTopic());
            needed.add(kafka.deadLettersTopic());
        }
        return new TopicSetup(kafka, needed, settings.source() == Edge.KAFKA, settings.jobDeadline());
    }

    /** The configuration as it was read. */
    public Settings settings() {
        return settings;
    }

    /** What this process did since it started. */
    public RunCounters counters() {
        return counters;
    }

    /** The calls that are left; a host binds it in the registry of another context that shares the quota. */
    public Budget budget() {
        return budget;
    }

    /** When jobs are looked at, and what was learned of how long they take. */
    public LookPlan looks() {
        return looks;
    }

    /** How far each input is. */
    public List<WorkFolder.Progress> progress() throws java.io.IOException {
        return workFolder.progress();
    }

    /** Whether every input has its answer. */
    public boolean drained() throws java.io.IOException {
        return workFolder.drained();
    }
}
