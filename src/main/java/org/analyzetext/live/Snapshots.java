package org.analyzetext.live;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.analyzetext.AnalyzeText;
import org.analyzetext.edge.DocumentFlow;
import org.analyzetext.edge.Edge;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.edge.EdgeView;
import org.analyzetext.edge.KeptOutcomes;
import org.analyzetext.edge.OutcomeReader;
import org.analyzetext.edge.Place;
import org.analyzetext.observe.PipelineGauge;
import org.analyzetext.service.Resource;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the pipeline. Counts are remembered every few seconds, for rates; all else is asked for when somebody looks,
 * not more often than every second, and what became of documents is read in short pieces with long rests. Thread-safe.
 *
 * <p>Long because a snapshot has a part for each section of the page.
 */
final class Snapshots extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final Duration SERVES = Duration.ofSeconds(1);
    private static final Duration PIECE = Duration.ofMillis(250);
    /** So many times as long as reading a piece took, and this long at least, nothing is read. */
    private static final int REST = 9;

    private static final Duration LEAST_REST = Duration.ofSeconds(1);
    /** The same of the samples: with thousands of inputs they are not free. */
    private static final int SAMPLE_REST = 100;
    /** All documents, among the inputs of the rates; no input has an empty name. */
    private static final String ALL = "";

    private final CamelContext context;
    private final AnalyzeText pipeline;
    private final RecentWarnings warnings;
    private final Clock clock;
    private final List<EdgeView> views;
    private final RouteFlow routeFlow = new RouteFlow();
    private final Rates rates = new Rates(System::nanoTime);
    private final Optional<OutcomeReader> reader;
    private final ReentrantLock looking = new ReentrantLock();
    /** Who opens the page waits so long for the first piece. */
    private static final Duration FIRST = Duration.ofMillis(500);

    private @Nullable ScheduledExecutorService thread;
    private volatile @Nullable Snapshot last;
    private volatile @Nullable KeptOutcomes outcomes;
    private long lastUntil;
    private boolean toldOfGraph;
    private Future<?> piece = CompletableFuture.completedFuture(null);
    private volatile long nextReading = System.nanoTime();
    private long nextSample = System.nanoTime();

    /** Before the routes of this context are started. */
    Snapshots(CamelContext context, AnalyzeText pipeline, RecentWarnings warnings, Clock clock) {
        this.context = context;
        this.pipeline = pipeline;
        this.warnings = warnings;
        this.clock = clock;
        this.views = pipeline.edges().inUse().stream().map(Edge::view).toList();
        this.reader = views.stream().flatMap(view -> view.outcomes().stream()).findFirst();
        context.addRoutePolicyFactory(routeFlow);
    }

    @Override
    protected void doStart() {
        ScheduledExecutorService started =
                context.getExecutorServiceManager().newScheduledThreadPool(this, "analyze-text-live", 1);
        Future<?> unused =
                started.scheduleWithFixedDelay(this::sample, 0, Rates.DISTANCE.toMillis(), TimeUnit.MILLISECONDS);
        thread = started;
    }

    @Override
    protected void doStop() {
        if (thread != null) {
            ScheduledExecutorService stopping = thread;
            // The reader belongs to that thread.
            reader.ifPresent(each -> stopping.execute(() -> close(each)));
            context.getExecutorServiceManager().shutdownGraceful(stopping, 2_000);
        }
    }

    private static void close(OutcomeReader reader) {
        try {
            reader.close();
        } catch (Exception failed) {
            LOG.debug("outcomes can't be closed", failed);
        }
    }

    private void sample() {
        long start = System.nanoTime();
        if (start - nextSample < 0) {
            return;
        }
        try {
            Map<String, Long> documents = new HashMap<>();
            flows().forEach(flow -> documents.put(flow.name(), flow.passed()));
            documents.put(ALL, outcomesOfProcess());
            rates.add(routeFlow.passed(), documents);
        } catch (RuntimeException failed) {
            LOG.debug("no sample for the live page", failed);
        }
        nextSample = System.nanoTime() + (System.nanoTime() - start) * SAMPLE_REST;
    }

    private long outcomesOfProcess() {
        return pipeline.counters().results() + pipeline.counters().deadLetters();
    }

    private List<DocumentFlow> flows() {
        return views.stream().flatMap(view -> view.flows().stream()).toList();
    }

    /** The pipeline a moment ago. */
    Snapshot now() {
        Snapshot known = last;
        // While one looks the others see what was there before.
        if (known == null) {
            looking.lock();
        } else if (!looking.tryLock()) {
            return known;
        }
        try {
            if (last == null || System.nanoTime() - lastUntil >= 0) {
                last = look();
                lastUntil = System.nanoTime() + SERVES.toNanos();
            }
            return last;
        } finally {
            looking.unlock();
        }
    }

    private Snapshot look() {
        readOutcomes();
        List<PipelineGauge> gauges = pipeline.edges().gauges();
        List<Place> places =
                views.stream().flatMap(view -> view.places().stream()).toList();
        RouteGraph graph = graph(places);
        return new Snapshot(
                clock.instant(),
                way(),
                problems(),
                inputs(),
                rates.perMinute(ALL, outcomesOfProcess()),
                oldest(gauges),
                resources(gauges),
                spending(gauges),
                outcomes,
                reader.isPresent(),
                graph,
                numbers(graph),
                warnings.latest());
    }

    /** An edited route file may hold what this class does not understand: the numbers are shown without it. */
    private RouteGraph graph(List<Place> places) {
        try {
            return RouteGraph.of(context, places);
        } catch (RuntimeException notUnderstood) {
            if (!toldOfGraph) {
                LOG.warn("the live page can't draw the routes: {}", notUnderstood.toString());
                toldOfGraph = true;
            }
            return new RouteGraph(List.of(), List.of());
        }
    }

    private String way() {
        EdgeSettings edges = pipeline.edges().settings();
        return "documents from %s, jobs in %s, results to %s"
                .formatted(
                        fromHere(pipeline.edges().source().source()),
                        edges.jobs().word(),
                        edges.sink().word());
    }

    /** A folder below the one where the application runs is shown from there. */
    private static String fromHere(String source) {
        String here = Path.of("").toAbsolutePath() + File.separator;
        return source.startsWith(here) ? source.substring(here.length()) : source;
    }

    private List<Snapshot.Problem> problems() {
        return pipeline.edges().conditions().stream()
                .flatMap(condition ->
                        condition.problem().map(why -> new Snapshot.Problem(condition.name(), why)).stream())
                .toList();
    }

    private List<Snapshot.Flow> inputs() {
        return flows().stream()
                .sorted(Comparator.comparing(
                        DocumentFlow::since, Comparator.nullsFirst(Comparator.<Instant>naturalOrder())))
                .map(flow -> new Snapshot.Flow(flow, rates.perMinute(flow.name(), flow.passed())))
                .toList();
    }

    private static @Nullable Duration oldest(List<PipelineGauge> gauges) {
        double seconds = gauges.stream()
                .filter(gauge -> gauge.name().equals("oldest.waiting.seconds"))
                .mapToDouble(PipelineGauge::value)
                .max()
                .orElse(Double.NaN);
        return Double.isNaN(seconds) ? null : Duration.ofSeconds(Math.round(seconds));
    }

    private List<ResourceState> resources(List<PipelineGauge> gauges) {
        Map<String, String> problems = problems().stream()
                .collect(Collectors.toMap(
                        Snapshot.Problem::condition, Snapshot.Problem::reason, (one, other) -> one + "; " + other));
        List<ResourceState> paces = new ArrayList<>();
        for (Resource resource : pipeline.settings().stages().service().resources()) {
            String name = resource.name();
            paces.add(new ResourceState(
                    name,
                    value(gauges, "quota.used", "resource", name),
                    value(gauges, "pace", "resource", name),
                    resource.quota().enabled()
                            ? resource.quota().callsPerMinute(value(gauges, "quota.share", "resource", name))
                            : Double.POSITIVE_INFINITY,
                    value(gauges, "wait.left.seconds", "resource", name),
                    problems.get("resource-" + name)));
        }
        return paces;
    }

    private static List<Snapshot.Spent> spending(List<PipelineGauge> gauges) {
        return gauges.stream()
                .filter(gauge -> gauge.name().equals("spending.limit"))
                .map(limit -> {
                    String period = limit.labels().getOrDefault("period", "");
                    return new Snapshot.Spent(
                            period, value(gauges, "spending.counted", "period", period), limit.value());
                })
                .toList();
    }

    private static double value(List<PipelineGauge> gauges, String name, String label, String value) {
        return gauges.stream()
                .filter(gauge ->
                        gauge.name().equals(name) && value.equals(gauge.labels().get(label)))
                .mapToDouble(PipelineGauge::value)
                .findFirst()
                .orElse(Double.NaN);
    }

    private Map<String, RoutePicture.Numbers> numbers(RouteGraph graph) {
        Map<String, RouteFlow.Passed> passed = routeFlow.passed();
        Map<String, RoutePicture.Numbers> numbers = new HashMap<>();
        for (RouteGraph.Node node : graph.nodes()) {
            if (node.place() != null) {
                String waits = Words.count(
                        node.place().waiting().getAsDouble(), node.place().unit());
                numbers.put(node.key(), new RoutePicture.Numbers(waits, -1, 0));
            } else if (node.kind() == RouteGraph.Kind.ROUTE) {
                RouteFlow.Passed now =
                        rates.lastMinute(node.key(), passed.getOrDefault(node.key(), RouteFlow.Passed.NOTHING));
                long shown = routeFlow.ticks(node.key()) ? -1 : now.passed();
                numbers.put(node.key(), new RoutePicture.Numbers("", shown, now.failed()));
            }
        }
        return numbers;
    }

    /** A piece, in the background, if it is time for one. */
    private void readOutcomes() {
        ScheduledExecutorService background = thread;
        if (background == null || reader.isEmpty() || !piece.isDone() || System.nanoTime() - nextReading < 0) {
            return;
        }
        OutcomeReader each = reader.get();
        piece = background.submit(() -> read(each));
        if (outcomes == null) {
            try {
                piece.get(FIRST.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException takesLonger) {
                LOG.trace("outcomes are being read");
            } catch (ExecutionException failed) {
                LOG.debug("outcomes can't be read now", failed);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void read(OutcomeReader each) {
        long start = System.nanoTime();
        try {
            outcomes = each.read(PIECE);
        } catch (IOException | RuntimeException failed) {
            LOG.debug("outcomes can't be read now", failed);
        } finally {
            long end = System.nanoTime();
            nextReading = end + Math.max(LEAST_REST.toNanos(), (end - start) * REST);
        }
    }
}
