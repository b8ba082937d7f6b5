package org.analyzetext;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.analyzetext.Settings.Edge;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.RecordReader;
import org.analyzetext.files.Cutter;
import org.analyzetext.files.FateFolder;
import org.analyzetext.files.Inbox;
import org.analyzetext.files.JobFolder;
import org.analyzetext.files.Joiner;
import org.analyzetext.files.SpendingFile;
import org.analyzetext.files.StateFilter;
import org.analyzetext.files.StreamFiles;
import org.analyzetext.files.WorkFolder;
import org.analyzetext.kafka.KafkaClients;
import org.analyzetext.kafka.KafkaSettings;
import org.analyzetext.kafka.SpendingTopic;
import org.analyzetext.kafka.TopicJobs;
import org.analyzetext.kafka.TopicSetup;
import org.analyzetext.kafka.TopicSink;
import org.analyzetext.kafka.TopicSource;
import org.analyzetext.service.CallWait;
import org.analyzetext.service.Resource;
import org.analyzetext.service.ServiceCalls;
import org.analyzetext.service.ServiceHttpClient;
import org.analyzetext.spending.Ledger;
import org.analyzetext.spending.Spending;
import org.analyzetext.spending.SpendingStatus;
import org.analyzetext.stage.Polling;
import org.analyzetext.stage.Settlement;
import org.analyzetext.stage.Submission;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
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
    private final WorkFolder workFolder;
    private final Spending spending;

    private AnalyzeText(Settings settings, RunCounters counters, WorkFolder workFolder, Spending spending) {
        this.spending = spending;
        this.settings = settings;
        this.counters = counters;
        this.workFolder = workFolder;
    }

    /**
     * Checks the configuration in the context's properties, takes the work folder and binds the beans. To be called
     * before the routes are loaded.
     *
     * @throws ConfigurationException with every mistake in the configuration
     */
    public static AnalyzeText install(CamelContext context) throws Exception {
        PropertiesComponent properties = context.getPropertiesComponent();
        Settings settings = Settings.read(
                properties::resolveProperty,
                properties
                        .loadProperties(name -> name.startsWith(Properties.PREFIX))
                        .stringPropertyNames());
        RunCounters counters = new RunCounters();
        WorkFolder workFolder = new WorkFolder(settings.folders(), counters);
        Registry registry = context.getRegistry();
        Service ledger = settings.source() == Edge.KAFKA
                ? new SpendingTopic(settings.kafka())
                : new SpendingFile(settings.folders());
        Spending spending = new Spending(settings.spending(), (Ledger) ledger, counters, Clock.systemUTC());
        registry.bind("analyzeTextSpending", spending);
        bindCore(registry, settings, counters);
        bindFiles(registry, settings, counters, spending);
        bindKafka(context, settings, counters);
        threads(context, "analyze-text-submit", settings.submitThreads());
        threads(context, "analyze-text-poll", settings.pollThreads());
        if (settings.source() == Edge.FILES) {
            context.addService(workFolder, true, true);
        }
        if (settings.source() == Edge.KAFKA || settings.sink() == Edge.KAFKA) {
            context.addService(topics(settings), true, true);
        }
        if (settings.spending().any()) {
            context.addService(ledger, true, true);
        }
        return new AnalyzeText(settings, counters, workFolder, spending);
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

    private static void bindCore(Registry registry, Settings settings, RunCounters counters) {
        Clock clock = Clock.systemUTC();
        Map<String, Resource> resources = Map.of(settings.resource().name(), settings.resource());
        Settlement settlement =
                new Settlement(resources, settings.jobMaxAttempts(), settings.jobPause(), counters, clock);
        registry.bind("analyzeTextFaults", new Faults());
        registry.bind("analyzeTextHttpClient", new ServiceHttpClient(resources.values(), settings.http()));
        registry.bind("analyzeTextServiceCalls", new ServiceCalls(resources, counters, clock));
        registry.bind("analyzeTextCallWait", new CallWait(settings.backOff(), settings.giveBack(), counters, clock));
        registry.bind("analyzeTextSubmission", new Submission(settings.looks(), settlement, counters, clock));
        registry.bind("analyzeTextPolling", new Polling(settings.looks(), settings.jobDeadline(), settlement, clock));
    }

    private static void bindFiles(Registry registry, Settings settings, RunCounters counters, Spending spending) {
        Clock clock = Clock.systemUTC();
        DocumentRules rules = new DocumentRules(settings.batch().maxCharacters(), settings.taskNames());
        DocumentReader reader =
                new DocumentReader(settings.fields(), settings.charset(), settings.csvSeparator(), rules);
        registry.bind("analyzeTextInbox", new Inbox(settings.folders(), settings.linger(), clock));
        registry.bind(
                "analyzeTextCutter",
                new Cutter(reader, rules, settings.batch(), settings.resource().name(), settings.tasks(), clock));
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
        registry.bind("analyzeTextWaitingBatches", new StateFilter(StateFilter.State.TODO, clock, spending::isOpen));
        registry.bind("analyzeTextDueJobs", new StateFilter(StateFilter.State.DUE, clock));
        registry.bind("analyzeTextQuietInputs", new StateFilter(StateFilter.State.QUIET, clock));
    }

    private static void bindKafka(CamelContext context, Settings settings, RunCounters counters) {
        Clock clock = Clock.systemUTC();
        DocumentRules rules = new DocumentRules(settings.batch().maxCharacters(), settings.taskNames());
        KafkaSettings kafka = settings.kafka();
        RecordReader reader = new RecordReader(kafka.valueFormat(), settings.fields(), kafka.languageHeader(), rules);
        Registry registry = context.getRegistry();
        registry.bind(KafkaClients.SCHEME, KafkaClients.component(context, kafka));
        registry.bind(
                "analyzeTextTopicSource",
                new TopicSource(
                        reader, rules, settings.batch(), settings.resource().name(), settings.tasks(), kafka, clock));
        registry.bind("analyzeTextTopicJobs", new TopicJobs(kafka, clock));
        registry.bind("analyzeTextTopicSink", new TopicSink(context, kafka, counters));
    }

    private static TopicSetup topics(Settings settings) {
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

    /** What is counted against the spending limits, and whether batches are submitted. */
    public SpendingStatus spending() {
        return spending.status();
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
