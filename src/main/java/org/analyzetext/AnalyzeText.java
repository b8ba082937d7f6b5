package org.analyzetext;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.analyzetext.Settings.Edge;
import org.analyzetext.config.DefaultProperties;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.RecordReader;
import org.analyzetext.edge.files.Cutter;
import org.analyzetext.edge.files.DirectFolder;
import org.analyzetext.edge.files.Folders;
import org.analyzetext.edge.files.IdlePace;
import org.analyzetext.edge.files.Inbox;
import org.analyzetext.edge.files.InboxScan;
import org.analyzetext.edge.files.InboxSettings;
import org.analyzetext.edge.files.JobFolder;
import org.analyzetext.edge.files.JobsInFlight;
import org.analyzetext.edge.files.Joiner;
import org.analyzetext.edge.files.OutcomeFolder;
import org.analyzetext.edge.files.SourceCheck;
import org.analyzetext.edge.files.SpendingFile;
import org.analyzetext.edge.files.StateFilter;
import org.analyzetext.edge.files.StopComponent;
import org.analyzetext.edge.files.StreamFiles;
import org.analyzetext.edge.files.WorkFolder;
import org.analyzetext.edge.files.WorkFolderLevels;
import org.analyzetext.edge.host.DirectSource;
import org.analyzetext.edge.host.EndpointSink;
import org.analyzetext.edge.host.JobRecords;
import org.analyzetext.edge.kafka.BrokerClock;
import org.analyzetext.edge.kafka.BrokerWatch;
import org.analyzetext.edge.kafka.KafkaClients;
import org.analyzetext.edge.kafka.KafkaSettings;
import org.analyzetext.edge.kafka.NewerRecords;
import org.analyzetext.edge.kafka.SpendingTopic;
import org.analyzetext.edge.kafka.TopicJobs;
import org.analyzetext.edge.kafka.TopicSetup;
import org.analyzetext.edge.kafka.TopicSink;
import org.analyzetext.edge.kafka.TopicSource;
import org.analyzetext.edge.kafka.TopicTransactions;
import org.analyzetext.error.ConfigurationException;
import org.analyzetext.error.FailureMessages;
import org.analyzetext.error.RouteFileException;
import org.analyzetext.job.Task;
import org.analyzetext.observe.HealthCondition;
import org.analyzetext.observe.MeterRegistries;
import org.analyzetext.observe.PipelineGauge;
import org.analyzetext.observe.ReadinessCheck;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.route.RouteFiles;
import org.analyzetext.schedule.CallScheduler;
import org.analyzetext.schedule.CallTurn;
import org.analyzetext.schedule.CallWait;
import org.analyzetext.schedule.PollSchedule;
import org.analyzetext.schedule.ResourceHealth;
import org.analyzetext.schedule.ServiceCalls;
import org.analyzetext.service.Resource;
import org.analyzetext.service.ServiceClock;
import org.analyzetext.service.ServiceHttpClient;
import org.analyzetext.service.TaskProperties;
import org.analyzetext.spending.Spending;
import org.analyzetext.spending.SpendingHealth;
import org.analyzetext.spending.SpendingLimits;
import org.analyzetext.spending.SpendingStatus;
import org.analyzetext.spending.SpendingStore;
import org.analyzetext.stage.JobLog;
import org.analyzetext.stage.Polling;
import org.analyzetext.stage.Settlement;
import org.analyzetext.stage.StorageGate;
import org.analyzetext.stage.Submission;
import org.analyzetext.stage.TaskRefusals;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Registry;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The module in a Camel host. It is installed by {@code analyze-text.enabled=true} in the host's properties, or by
 * {@link #install}: it adds its routes, and the beans that they name, all with the prefix {@code analyzeText}. Nothing of
 * the host is touched.
 */
public final class AnalyzeText {
    private static final Logger LOG = LoggerFactory.getLogger(AnalyzeText.class);
    private static final String NAME = "analyzeText";
    private static final String METER_REGISTRY = "io.micrometer.core.instrument.MeterRegistry";
    public static final String ROUTES_IN_JAR = "classpath:org/analyzetext/routes/*.camel.yaml";

    private final Settings settings;
    private final RunCounters counters;
    private final CallScheduler budget;
    private final PollSchedule polls;
    private final WorkFolder workFolder;
    private final Spending spending;
    private final RouteFiles routes;

    private AnalyzeText(
            Settings settings,
            RunCounters counters,
            CallScheduler budget,
            PollSchedule polls,
            WorkFolder workFolder,
            Spending spending,
            RouteFiles routes) {
        this.spending = spending;
        this.settings = settings;
        this.counters = counters;
        this.budget = budget;
        this.polls = polls;
        this.workFolder = workFolder;
        this.routes = routes;
    }

    /**
     * Checks the configuration in the context's properties, binds the beans and adds the routes. To be called before the
     * context starts; a second call changes nothing.
     *
     * @throws ConfigurationException with every mistake in the configuration
     * @throws RouteFileException when a route file has a mistake
     */
    public static AnalyzeText install(CamelContext context) throws Exception {
        return install(context, ROUTES_IN_JAR);
    }

    /** The same, with the routes of that pattern where {@code analyze-text.routes} is empty. */
    public static AnalyzeText install(CamelContext context, String otherwise) throws Exception {
        AnalyzeText before = context.getRegistry().lookupByNameAndType(NAME, AnalyzeText.class);
        if (before != null) {
            return before;
        }
        Settings settings = settings(context);
        settings.warnings().forEach(LOG::warn);
        RunCounters counters = new RunCounters();
        InboxScan inboxScan = inboxScan(settings);
        WorkFolder workFolder = new WorkFolder(
                settings.folders(), counters, beside(settings), settings.inbox().files(), inboxScan::hasFailed);
        Registry registry = context.getRegistry();
        registry.bind("analyzeTextInboxScan", inboxScan);
        Service ledger = settings.jobs() == Edge.KAFKA
                ? new SpendingTopic(settings.kafka())
                : new SpendingFile(settings.folders());
        Clock machine = machine(registry);
        BrokerClock brokers = new BrokerClock(machine, System::nanoTime);
        // Instances that share jobs share one time.
        Clock clock = settings.jobs() == Edge.KAFKA ? brokers : machine;
        Spending spending = new Spending(settings.spending(), (SpendingStore) ledger, counters, clock);
        registry.bind("analyzeTextSpending", spending);
        CallScheduler budget = budget(registry, settings);
        PollSchedule polls = polls(settings, budget);
        StorageGate storage = bindCore(registry, settings, budget, polls, counters, clock);
        bindFiles(registry, settings, counters, spending, storage);
        NewerRecords newer = new NewerRecords(clock);
        TopicTransactions transactions =
                bindKafka(context, settings, counters, budget, spending, storage, newer, brokers);
        bindHost(context, settings, counters);
        registry.bind(StopComponent.SCHEME, new StopComponent());
        observe(context, settings, counters, budget, workFolder, spending, storage, newer);
        threads(context, "analyze-text-submit", settings.submitThreads());
        threads(context, "analyze-text-poll", settings.pollThreads());
        if (settings.jobs() == Edge.FILES) {
            context.addService(workFolder, true, true);
        }
        if (settings.source() == Edge.KAFKA || settings.jobs() == Edge.KAFKA || settings.sink() == Edge.KAFKA) {
            context.addService(topics(settings, transactions), true, true);
        }
        if (settings.spending().any()) {
            context.addService(ledger, true, true);
        }
        RouteFiles routes = RouteFiles.find(context, settings.routes().isEmpty() ? otherwise : settings.routes());
        routes.load(context);
        AnalyzeText installed = new AnalyzeText(settings, counters, budget, polls, workFolder, spending, routes);
        registry.bind(NAME, installed);
        return installed;
    }

    /** The clock of this machine, or what the host takes for it. */
    private static Clock machine(Registry registry) {
        Clock bound = registry.lookupByNameAndType("analyze-text-clock", Clock.class);
        return bound == null ? Clock.systemUTC() : bound;
    }

    /** The folders beside the work folder that are used: a host must not find others. */
    private static List<Path> beside(Settings settings) {
        Folders folders = settings.folders();
        List<Path> beside = new ArrayList<>();
        if (settings.source() == Edge.FILES) {
            beside.addAll(List.of(folders.inbox(), folders.done(), folders.accounts()));
        }
        if (settings.sink() == Edge.FILES) {
            beside.addAll(List.of(folders.results(), folders.deadLetters()));
        }
        return beside;
    }

    /** Checks the configuration and binds what calls need, for a command that makes some: no edge, no work folder. */
    public static Settings installCalls(CamelContext context) {
        Settings settings = settings(context);
        Registry registry = context.getRegistry();
        CallScheduler budget = budget(registry, settings);
        RunCounters counters = new RunCounters();
        bindCore(registry, settings, budget, polls(settings, budget), counters, Clock.systemUTC());
        // A check's own calls are not counted: the application may be running, and then the count is its own.
        SpendingLimits none = new SpendingLimits(0, 0, ZoneOffset.UTC, null);
        registry.bind(
                "analyzeTextSpending",
                new Spending(none, new SpendingFile(settings.folders()), counters, Clock.systemUTC()));
        return settings;
    }

    public static Settings settings(CamelContext context) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        DefaultProperties.putInto(properties);
        return Settings.read(
                name -> DefaultProperties.resolve(properties, name),
                properties
                        .loadProperties(name -> name.startsWith(PropertyReader.PREFIX))
                        .stringPropertyNames());
    }

    private static PollSchedule polls(Settings settings, CallScheduler budget) {
        return new PollSchedule(
                settings.firstPoll(), settings.longestPoll(), budget::pollsForEachJob, () -> ThreadLocalRandom.current()
                        .nextDouble());
    }

    /** Health in Camel's registry of checks, and meters in the host's meter registry, where it has one. */
    private static void observe(
            CamelContext context,
            Settings settings,
            RunCounters counters,
            CallScheduler budget,
            WorkFolder workFolder,
            Spending spending,
            StorageGate storage,
            NewerRecords newer)
            throws Exception {
        List<HealthCondition> conditions = new ArrayList<>();
        conditions.add(storage);
        List<PipelineGauge> levels = new ArrayList<>();
        for (Resource resource : settings.resources()) {
            ResourceHealth condition = new ResourceHealth(budget, resource.name());
            conditions.add(condition);
            levels.addAll(condition.levels());
        }
        SpendingHealth submitting = new SpendingHealth(spending, settings.spending());
        conditions.add(submitting);
        levels.addAll(submitting.levels());
        if (settings.source() == Edge.KAFKA || settings.jobs() == Edge.KAFKA || settings.sink() == Edge.KAFKA) {
            BrokerWatch broker = new BrokerWatch(
                    context,
                    settings.kafka(),
                    settings.source() == Edge.KAFKA,
                    settings.observe().backlog(),
                    Clock.systemUTC());
            context.addService(broker, true, true);
            conditions.add(broker);
            conditions.add(broker.openTransactions());
            conditions.add(broker.groupOffsets());
            conditions.add(broker.backlog());
            levels.addAll(broker.levels());
        }
        if (settings.jobs() == Edge.KAFKA) {
            conditions.add(newer);
            levels.addAll(newer.levels());
        }
        if (settings.jobs() == Edge.FILES) {
            WorkFolderLevels files =
                    new WorkFolderLevels(workFolder, settings.observe().backlog(), Clock.systemUTC());
            conditions.add(files);
            levels.addAll(files.levels());
        }
        HealthCheckRegistry checks = HealthCheckRegistry.get(context);
        if (checks != null) {
            checks.register(new ReadinessCheck(conditions));
        }
        // Micrometer is the host's choice; without it the class below can't be loaded.
        if (context.getClassResolver().resolveClass(METER_REGISTRY) != null) {
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
    private static CallScheduler budget(Registry registry, Settings settings) {
        CallScheduler shared = registry.findSingleByType(CallScheduler.class);
        if (shared != null) {
            settings.resources().forEach(resource -> shared.requireResource(resource.name()));
            return shared;
        }
        Duration longestCall =
                settings.http().connectTimeout().plus(settings.http().responseTimeout());
        return CallScheduler.of(
                settings.resources(), settings.backOff(), settings.backfill(), longestCall.multipliedBy(2));
    }

    private static StorageGate bindCore(
            Registry registry,
            Settings settings,
            CallScheduler budget,
            PollSchedule polls,
            RunCounters counters,
            Clock clock) {
        StorageGate storage = new StorageGate(settings.jobPause());
        registry.bind("analyzeTextStorage", storage);
        ServiceClock serviceClock = new ServiceClock(Clock.systemUTC());
        Map<String, Resource> resources =
                settings.resources().stream().collect(Collectors.toMap(Resource::name, Function.identity()));
        TaskProperties taskProperties = new TaskProperties(settings.tasksAreNamed());
        Settlement settlement = new Settlement(
                resources,
                new TaskRefusals(budget, taskProperties),
                settings.jobMaxAttempts(),
                settings.jobPause(),
                counters,
                clock);
        registry.bind("analyzeTextFailureMessages", new FailureMessages());
        registry.bind("analyzeTextJobLog", new JobLog(clock));
        registry.bind(
                "analyzeTextHttpClient",
                new ServiceHttpClient(resources.values(), settings.http(), settings.network()));
        registry.bind(
                "analyzeTextCallTurn",
                new CallTurn(budget, settings.backfill(), settings.giveBack(), settings.cancelTime(), clock));
        registry.bind(
                "analyzeTextServiceCalls",
                new ServiceCalls(resources, taskProperties, budget, counters, serviceClock, clock));
        registry.bind(
                "analyzeTextCallWait", new CallWait(budget, settings.backOff(), settings.giveBack(), counters, clock));
        registry.bind("analyzeTextSubmission", new Submission(settings.tasks(), polls, settlement, counters, clock));
        registry.bind(
                "analyzeTextPolling",
                new Polling(
                        polls, resources.keySet(), settings.jobDeadline(), settlement, counters, clock, serviceClock));
        return storage;
    }

    private static void bindFiles(
            Registry registry, Settings settings, RunCounters counters, Spending spending, StorageGate storage) {
        Clock clock = Clock.systemUTC();
        DocumentRules rules = settings.rules();
        DocumentReader reader = settings.documentReader();
        InboxSettings inbox = settings.inbox();
        registry.bind("analyzeTextInbox", new Inbox(settings.folders(), inbox.files(), settings.linger(), clock));
        Cutter cutter = new Cutter(
                reader,
                rules,
                settings.batch(),
                settings.resources().get(0).name(),
                settings.tasks(),
                // Another sink publishes and counts them when the input is closed.
                settings.sink() == Edge.FILES ? counters : new RunCounters(),
                clock);
        registry.bind("analyzeTextCutter", cutter);
        registry.bind("analyzeTextSourceCheck", new SourceCheck(cutter, inbox.settle(), System::nanoTime));
        registry.bind("analyzeTextJobFolder", new JobFolder(settings.folders(), settings.jobPause(), storage, clock));
        registry.bind("analyzeTextJobsInFlight", new JobsInFlight(settings.folders(), settings.cancelTime(), clock));
        registry.bind("analyzeTextOutcomeFolder", new OutcomeFolder(settings.folders(), counters));
        registry.bind("analyzeTextJoiner", new Joiner(settings.folders(), reader, settings.tasks(), counters, clock));
        registry.bind("analyzeTextStreamFiles", new StreamFiles(settings.folders(), counters));
        registry.bind("analyzeTextIdlePace", new IdlePace());
        Duration longestWait = settings.jobPause().plus(Polling.LONGEST_WAIT);
        registry.bind("analyzeTextClaimedInputs", new StateFilter(StateFilter.State.CLAIMED, clock, longestWait));
        registry.bind(
                "analyzeTextWaitingBatches",
                new StateFilter(
                        StateFilter.State.TODO, clock, longestWait, () -> storage.isOpen() && spending.isOpen()));
        registry.bind("analyzeTextDueJobs", new StateFilter(StateFilter.State.DUE, clock, longestWait));
        registry.bind("analyzeTextQuietInputs", new StateFilter(StateFilter.State.QUIET, clock, longestWait));
    }

    private static InboxScan inboxScan(Settings settings) {
        InboxSettings inbox = settings.inbox();
        return new InboxScan(
                settings.folders(), inbox.files(), inbox.settle(), inbox.retry(), inbox.openInputs(), System::nanoTime);
    }

    private static TopicTransactions bindKafka(
            CamelContext context,
            Settings settings,
            RunCounters counters,
            CallScheduler budget,
            Spending spending,
            StorageGate storage,
            NewerRecords newer,
            BrokerClock clock)
            throws Exception {
        DocumentRules rules = settings.rules();
        KafkaSettings kafka = settings.kafka();
        RecordReader reader = settings.recordReader();
        Registry registry = context.getRegistry();
        TopicTransactions transactions = new TopicTransactions(kafka, storage, counters, clock);
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
        registry.bind(
                "analyzeTextTopicJobs",
                new TopicJobs(
                        kafka,
                        transactions,
                        batch -> storage.isOpen() && spending.isOpen() && !budget.holds(Task.names(batch.tasks())),
                        newer,
                        clock));
        registry.bind("analyzeTextTopicSink", new TopicSink(context, kafka, transactions, counters));
        return transactions;
    }

    private static void bindHost(CamelContext context, Settings settings, RunCounters counters) {
        Clock clock = Clock.systemUTC();
        DocumentRules rules = settings.rules();
        Registry registry = context.getRegistry();
        registry.bind(
                "analyzeTextDirectSource",
                new DirectSource(
                        new DocumentReader(settings.fields(), rules),
                        rules,
                        settings.batch(),
                        settings.resources().get(0).name(),
                        settings.tasks(),
                        clock));
        registry.bind("analyzeTextDirectFolder", new DirectFolder(settings.folders(), settings.linger(), clock));
        registry.bind("analyzeTextEndpointSink", new EndpointSink(context, counters));
        registry.bind("analyzeTextJobRecords", new JobRecords(clock));
    }

    private static TopicSetup topics(Settings settings, TopicTransactions transactions) {
        KafkaSettings kafka = settings.kafka();
        List<String> needed = new ArrayList<>();
        if (settings.source() == Edge.KAFKA) {
            needed.add(kafka.documentsTopic());
        }
        if (settings.source() == Edge.KAFKA && settings.spending().any()) {
            needed.add(kafka.spendingTopic());
        }
        if (settings.sink() == Edge.KAFKA) {
            needed.add(kafka.resultsTopic());
            needed.add(kafka.deadLettersTopic());
        }
        return new TopicSetup(kafka, needed, settings.jobs() == Edge.KAFKA, settings.jobDeadline(), transactions);
    }

    /** The route files that were loaded. */
    public RouteFiles routes() {
        return routes;
    }

    /** The configuration as it was read. */
    public Settings settings() {
        return settings;
    }

    /** What this process did since it started. */
    public RunCounters counters() {
        return counters;
    }

    /** What is counted against the spending limits, and whether batches are submitted. */
    public SpendingStatus spending() {
        return spending.status();
    }

    /** The calls that are left; a host binds it in the registry of another context that shares the quota. */
    public CallScheduler budget() {
        return budget;
    }

    /** When jobs are polled, and what was learned of how long they take. */
    public PollSchedule polls() {
        return polls;
    }

    /** How far each input is. */
    public List<WorkFolder.Progress> progress() throws java.io.IOException {
        return workFolder.progress();
    }

    /** The jobs in the work folder that the service has. */
    WorkFolder.Left left() throws java.io.IOException {
        return workFolder.left();
    }

    /** Whether files stay in the inbox that could not be taken; the log names them. */
    public boolean hasFilesNotTaken() {
        return workFolder.hasFilesNotTaken();
    }

    /** Whether every input has its answer. */
    public boolean drained() throws java.io.IOException {
        return workFolder.drained();
    }
}
