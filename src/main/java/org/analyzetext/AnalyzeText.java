package org.analyzetext;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.analyzetext.config.DefaultProperties;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.error.ConfigurationException;
import org.analyzetext.error.RouteFileException;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.route.RouteFiles;
import org.analyzetext.schedule.CallScheduler;
import org.analyzetext.schedule.PollSchedule;
import org.analyzetext.spending.SpendingLimits;
import org.analyzetext.spending.SpendingStatus;
import org.analyzetext.stage.Stages;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.Registry;
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
    public static final String ROUTES_IN_JAR = "classpath:org/analyzetext/routes/*.camel.yaml";

    private final Settings settings;
    private final Edges edges;
    private final Stages stages;
    private final RouteFiles routes;

    private AnalyzeText(Settings settings, Edges edges, Stages stages, RouteFiles routes) {
        this.settings = settings;
        this.edges = edges;
        this.stages = stages;
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
        Registry registry = context.getRegistry();
        AnalyzeText before = registry.lookupByNameAndType(NAME, AnalyzeText.class);
        if (before != null) {
            return before;
        }
        Settings settings = settings(context);
        settings.warnings().forEach(LOG::warn);
        Edges edges = Edges.of(settings, machine(registry));
        Stages stages = Stages.bind(
                registry,
                settings.stages(),
                settings.stages().spending(),
                edges.queue().spendingStore(),
                edges.queue().clock());
        edges.bind(context, stages);
        RouteFiles routes = RouteFiles.find(context, settings.routes().isEmpty() ? otherwise : settings.routes());
        routes.load(context);
        AnalyzeText installed = new AnalyzeText(settings, edges, stages, routes);
        registry.bind(NAME, installed);
        return installed;
    }

    /** The clock of this machine, or what the host takes for it. */
    private static Clock machine(Registry registry) {
        Clock bound = registry.lookupByNameAndType("analyze-text-clock", Clock.class);
        return bound == null ? Clock.systemUTC() : bound;
    }

    /** Checks the configuration and binds what calls need, for a command that makes some: no edge, no work folder. */
    public static Settings installCalls(CamelContext context) {
        Settings settings = settings(context);
        Edges edges = Edges.of(settings, Clock.systemUTC());
        // A check's own calls are not counted: the application may be running, and then the count is its own.
        SpendingLimits none = new SpendingLimits(0, 0, ZoneOffset.UTC, null);
        Stages.bind(
                context.getRegistry(), settings.stages(), none, edges.files().spendingStore(), Clock.systemUTC());
        return settings;
    }

    /** Checks the configuration in the context's properties, and does nothing else. */
    public static Settings settings(CamelContext context) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        DefaultProperties.putInto(properties);
        return Settings.read(
                name -> DefaultProperties.resolve(properties, name),
                properties
                        .loadProperties(name -> name.startsWith(PropertyReader.PREFIX))
                        .stringPropertyNames());
    }

    /** The route files that were loaded. */
    public RouteFiles routes() {
        return routes;
    }

    /** The configuration as it was read. */
    public Settings settings() {
        return settings;
    }

    /** What the pipeline is connected to. */
    public Edges edges() {
        return edges;
    }

    /** What this process did since it started. */
    public RunCounters counters() {
        return stages.counters();
    }

    /** Why documents don't flow, a sentence for each reason; none while all is well. Never a key, never a text. */
    public List<String> problems() {
        return Stream.concat(
                        stages.conditions().stream(),
                        edges.inUse().stream().flatMap(edge -> edge.conditions().stream()))
                .flatMap(condition -> condition.problem().stream())
                .toList();
    }

    /** What is counted against the spending limits, and whether batches are submitted. */
    public SpendingStatus spending() {
        return stages.spending().status();
    }

    /** The calls that are left; a host binds it in the registry of another context that shares the quota. */
    public CallScheduler budget() {
        return stages.scheduler();
    }

    /** When jobs are polled, and what was learned of how long they take. */
    public PollSchedule polls() {
        return stages.polls();
    }
}
