package org.analyzetext;

import java.time.Clock;
import java.util.List;
import org.analyzetext.config.Pipeline;
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
import org.apache.camel.spi.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The module in a Camel host, installed by {@code analyze-text.enabled=true} in the host's properties or by {@link #install}. It
 * adds its routes and the beans that they name, all with the prefix {@code analyzeText}, and touches nothing of the host.
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
     * is not set there is as {@code analyze-text.*} says for all. Its folders, topics, groups, beans, routes and endpoints
     * ({@code direct:analyze-text-<name>}) have the name in theirs. Calls of the same resource share its quota.
     *
     * @param name lower-case letters and digits
     */
    public static AnalyzeText install(CamelContext context, String name) throws Exception {
        return install(context, Pipeline.named(name), ROUTES_IN_JAR);
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
        Settings settings = Settings.of(context, pipeline);
        settings.warnings().forEach(LOG::warn);
        Edges edges = Edges.of(settings, registry);
        Stages stages = Stages.bind(
                pipeline,
                registry,
                settings.stages(),
                settings.stages().spending(),
                edges.queue().spendingStore(),
                edges.queue().clock());
        edges.bind(context, stages);
        RouteFiles routes =
                RouteFiles.find(context, settings.routes().isEmpty() ? otherwise : settings.routes(), pipeline);
        routes.load(context);
        AnalyzeText installed = new AnalyzeText(settings, edges, stages, routes);
        registry.bind(pipeline.bean(NAME), installed);
        return installed;
    }

    /** Checks the configuration and binds what calls need, for a command that makes some: no edge, no work folder. */
    public static Settings installCalls(CamelContext context) {
        Settings settings = Settings.of(context);
        Stages.bind(
                Pipeline.UNNAMED,
                context.getRegistry(),
                settings.stages(),
                // Its calls are not counted: the application may be running, and then the count is its own.
                SpendingLimits.NONE,
                Edges.of(settings).files().spendingStore(),
                Clock.systemUTC());
        return settings;
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
