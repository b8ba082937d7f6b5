package org.analyzetext;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.analyzetext.Settings.Edge;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.RecordReader;
import org.analyzetext.files.CallFolder;
import org.analyzetext.files.Cutter;
import org.analyzetext.files.FateFolder;
import org.analyzetext.files.Folders;
import org.analyzetext.files.Inbox;
import org.analyzetext.files.JobFolder;
import org.analyzetext.files.Joiner;
import org.analyzetext.files.StateFilter;
import org.analyzetext.files.StreamFiles;
import org.analyzetext.files.WorkFolder;
import org.analyzetext.host.Calls;
import org.analyzetext.host.EndpointSink;
import org.analyzetext.kafka.KafkaClients;
import org.analyzetext.kafka.KafkaSettings;
import org.analyzetext.kafka.TopicJobs;
import org.analyzetext.kafka.TopicSetup;
import org.analyzetext.kafka.TopicSink;
import org.analyzetext.kafka.TopicSource;
import org.analyzetext.service.CallWait;
import org.analyzetext.service.Resource;
import org.analyzetext.service.ServiceCalls;
import org.analyzetext.service.ServiceHttpClient;
import org.analyzetext.stage.Polling;
import org.analyzetext.stage.Settlement;
import org.analyzetext.stage.Submission;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.Registry;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/**
 * The module in a Camel host. It is installed by {@code analyze-text.enabled=true} in the host's properties, or by
 * {@link #install}: it adds its routes, and the beans that they name, all with the prefix {@code analyzeText}. Nothing of
 * the host is touched.
 */
public final class AnalyzeText {
    private static final String NAME = "analyzeText";
    private static final String IN_JAR = "classpath:org/analyzetext/routes/*.camel.yaml";

    private final Settings settings;
    private final RunCounters counters;
    private final WorkFolder workFolder;
    private final RouteFiles routes;

    private AnalyzeText(Settings settings, RunCounters counters, WorkFolder workFolder, RouteFiles routes) {
        this.settings = settings;
        this.counters = counters;
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
        return install(context, IN_JAR);
    }

    /** The same, with the routes of that pattern where {@code analyze-text.routes} is empty. */
    static AnalyzeText install(CamelContext context, String otherwise) throws Exception {
        AnalyzeText before = context.getRegistry().lookupByNameAndType(NAME, AnalyzeText.class);
        if (before != null) {
            return before;
        }
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        DefaultProperties.putInto(properties);
        Settings settings = Settings.read(
                properties::resolveProperty,
                properties
                        .loadProperties(name -> name.startsWith(Properties.PREFIX))
                        .stringPropertyNames());
        RunCounters counters = new RunCounters();
        WorkFolder workFolder = new WorkFolder(settings.folders(), counters, beside(settings));
        Registry registry = context.getRegistry();
        bindCore(registry, settings, counters);
        bindFiles(registry, settings, counters);
        bindKafka(context, settings, counters);
        bindHost(context, settings, counters);
        threads(context, "analyze-text-submit", settings.submitThreads());
        threads(context, "analyze-text-poll", settings.pollThreads());
        if (settings.jobs() == Edge.FILES) {
            context.addService(workFolder, true, true);
        }
        if (settings.source() == Edge.KAFKA || settings.jobs() == Edge.KAFKA || settings.sink() == Edge.KAFKA) {
            context.addService(topics(settings), true, true);
        }
        RouteFiles routes = RouteFiles.find(
                context, settings.routes().isEmpty() ? otherwise : settings.routes());
        routes.load(context);
        AnalyzeText installed = new AnalyzeText(settings, counters, workFolder, routes);
        registry.bind(NAME, installed);
        return installed;
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

    private static void bindFiles(Registry registry, Settings settings, RunCounters counters) {
        Clock clock = Clock.systemUTC();
        DocumentRules rules = new DocumentRules(settings.batch().maxCharacters());
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
        registry.bind("analyzeTextWaitingBatches", new StateFilter(StateFilter.State.TODO, clock));
        registry.bind("analyzeTextDueJobs", new StateFilter(StateFilter.State.DUE, clock));
        registry.bind("analyzeTextQuietInputs", new StateFilter(StateFilter.State.QUIET, clock));
    }

    private static void bindKafka(CamelContext context, Settings settings, RunCounters counters) {
        Clock clock = Clock.systemUTC();
        DocumentRules rules = new DocumentRules(settings.batch().maxCharacters());
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

    private static void bindHost(CamelContext context, Settings settings, RunCounters counters) {
        Clock clock = Clock.systemUTC();
        DocumentRules rules = new DocumentRules(settings.batch().maxCharacters());
        Registry registry = context.getRegistry();
        registry.bind(
                "analyzeTextCalls",
                new Calls(
                        new DocumentReader(settings.fields(), rules),
                        rules,
                        settings.batch(),
                        settings.kafka().maxBatchBytes(),
                        settings.resource().name(),
                        settings.tasks(),
                        clock));
        registry.bind("analyzeTextCallFolder", new CallFolder(settings.folders(), settings.linger(), clock));
        registry.bind("analyzeTextEndpointSink", new EndpointSink(context, counters));
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
        return new TopicSetup(kafka, needed, settings.jobs() == Edge.KAFKA, settings.jobDeadline());
    }

    /** The route files that were loaded. */
    RouteFiles routes() {
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

    /** How far each input is. */
    public List<WorkFolder.Progress> progress() throws java.io.IOException {
        return workFolder.progress();
    }

    /** Whether every input has its answer. */
    public boolean drained() throws java.io.IOException {
        return workFolder.drained();
    }
}
