package org.analyzetext;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.analyzetext.config.DefaultProperties;
import org.analyzetext.config.Pipeline;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.error.ConfigurationException;
import org.analyzetext.error.RouteFileException;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.route.RouteFiles;
import org.analyzetext.schedule.CallBudget;
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

    /** The value of {@code analyze-text.routes} with which somebody else loads the route files. */
    private static final String NO_ROUTES = "none";

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
     * context starts, once.
     *
     * @throws ConfigurationException with every mistake in the configuration
     * @throws RouteFileException when a route file has a mistake
     */
    public static AnalyzeText install(CamelContext context) throws Exception {
        return install(context, Pipeline.UNNAMED, ROUTES_IN_JAR);
    }

    /**
     * Installs one of several pipelines of a context: its properties are {@code analyze-text.pipelines.<name>.*}, and what
     * is not set there is as {@code analyze-text.*} says for all, but for folders, topics and groups, which have the
     * name in theirs. So do its beans, routes and endpoints: documents go to {@code direct:analyze-text-<name>}. Calls of
     * the same resource share its quota.
     *
     * @param name lower-case letters and digits
     */
    public static AnalyzeText install(CamelContext context, String name) throws Exception {
        return install(context, Pipeline.named(name), ROUTES_IN_JAR);
    }

    /** Installs the pipelines that the context's properties name, or else the one without a name. */
    static void installAll(CamelContext context) throws Exception {
        List<String> names = pipelines(context);
        if (names.isEmpty()) {
            install(context);
        }
        for (String name : names) {
            install(context, name);
        }
    }

    /**
     * The names of the context's pipelines: those that {@code analyze-text.pipelines} names, or else those that have
     * properties; none where there is the one without a name.
     */
    public static List<String> pipelines(CamelContext context) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        return new PropertyReader(properties::resolveProperty, given(properties), Pipeline.UNNAMED)
                .namesOrKeys("pipelines");
    }

    /** Installs the pipeline without a name, with the routes of that pattern where {@code analyze-text.routes} is empty. */
    public static AnalyzeText installFrom(CamelContext context, String otherwise) throws Exception {
        return install(context, Pipeline.UNNAMED, otherwise);
    }

    private static AnalyzeText install(CamelContext context, Pipeline pipeline, String otherwise) throws Exception {
        Registry registry = context.getRegistry();
        if (registry.lookupByName(pipeline.bean(NAME)) != null) {
            throw new AnalyzeTextException((pipeline.isNamed() ? "pipeline '" + pipeline.name() + "'" : "analyze-text")
                    + " is installed in this context already: analyze-text.enabled=true does it, or one call of"
                    + " AnalyzeText.install");
        }
        Settings settings = settings(context, pipeline);
        settings.warnings().forEach(LOG::warn);
        Edges edges = Edges.of(settings, machine(registry));
        Stages stages = Stages.bind(
                pipeline,
                registry,
                settings.stages(),
                settings.stages().spending(),
                edges.queue().spendingStore(),
                edges.queue().clock());
        edges.bind(context, stages);
        RouteFiles routes = routes(context, settings, otherwise);
        routes.load(context);
        AnalyzeText installed = new AnalyzeText(settings, edges, stages, routes);
        registry.bind(pipeline.bean(NAME), installed);
        return installed;
    }

    private static RouteFiles routes(CamelContext context, Settings settings, String otherwise) throws Exception {
        return settings.routes().equals(NO_ROUTES)
                ? RouteFiles.none()
                : RouteFiles.find(
                        context, settings.routes().isEmpty() ? otherwise : settings.routes(), settings.pipeline());
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
                Pipeline.UNNAMED,
                context.getRegistry(),
                settings.stages(),
                none,
                edges.files().spendingStore(),
                Clock.systemUTC());
        return settings;
    }

    /** Checks the configuration in the context's properties, and does nothing else. */
    public static Settings settings(CamelContext context) {
        return settings(context, Pipeline.UNNAMED);
    }

    private static Settings settings(CamelContext context, Pipeline pipeline) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        DefaultProperties.putInto(properties, pipeline);
        return Settings.read(
                name -> DefaultProperties.resolve(properties, name)
                        // Tasks and resources of all pipelines: no default of a pipeline's own points to them.
                        .or(() -> pipeline.isNamed()
                                ? DefaultProperties.resolve(properties, pipeline.shared(name))
                                : Optional.empty()),
                given(properties),
                properties.getEnvironmentVariableMode() == PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER
                        ? Map.of()
                        : System.getenv(),
                pipeline);
    }

    /** The whole names of the properties that are set. */
    private static Set<String> given(PropertiesComponent properties) {
        return properties
                .loadProperties(name -> name.startsWith(PropertyReader.PREFIX))
                .stringPropertyNames();
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
        return edges.conditions().stream()
                .flatMap(condition -> condition.problem().stream())
                .toList();
    }

    /** What is counted against the spending limits, and whether batches are submitted. */
    public SpendingStatus spending() {
        return stages.spending().status();
    }

    /** The calls that are left; all pipelines of a context share it, and those of others in whose registry it is bound. */
    public CallBudget budget() {
        return stages.scheduler().budget();
    }

    /** When jobs are polled, and what was learned of how long they take. */
    public PollSchedule polls() {
        return stages.polls();
    }
}
