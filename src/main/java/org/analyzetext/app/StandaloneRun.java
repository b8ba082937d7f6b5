package org.analyzetext.app;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.analyzetext.AnalyzeText;
import org.analyzetext.config.LogSettings;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.error.ConfigurationException;
import org.analyzetext.error.RouteFileException;
import org.analyzetext.live.LivePage;
import org.analyzetext.live.RecentWarnings;
import org.analyzetext.observe.ObserveServer;
import org.analyzetext.observe.ObserveSettings;
import org.analyzetext.observe.PrometheusMeters;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the routes as an application of its own: configuration from the working folder, progress, summary.
 *
 * <p>Long because start, watch and end of a run share what they know of it.
 */
final class StandaloneRun {
    /** The watch rests so many times as long as it took to see whether the run is over. */
    private static final int WATCH_REST = 25;
    /** The same of the progress: of thousands of inputs it is not free. */
    private static final int LINE_REST = 150;

    private static final Logger LOG = LoggerFactory.getLogger(StandaloneRun.class);
    static final String DEFAULTS = "classpath:analyze-text.properties";
    static final String USERS = "file:analyze-text.properties;optional=true";
    private static final String ROUTES_ON_DISK = "file:routes/*.camel.yaml";

    /** A call that is under way may take its whole time-out; what is not over then is taken up by the next start. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    private final Main main = new Main();
    private final PrintStream out;
    private final boolean json;
    private final RecentWarnings warnings = WarningAppender.attach();
    private @Nullable AnalyzeText installed;
    private @Nullable ObserveServer server;
    private volatile @Nullable ProgressLine line;

    private StandaloneRun(Map<String, String> alone, PrintStream out) {
        this.out = out;
        // The demo is for people.
        this.json = alone.isEmpty() && LogSettings.json();
        if (alone.isEmpty()) {
            main.setDefaultPropertyPlaceholderLocation(USERS + "," + DEFAULTS);
        } else {
            main.setDefaultPropertyPlaceholderLocation(DEFAULTS);
            Properties properties = new Properties();
            properties.putAll(alone);
            main.setOverrideProperties(properties);
        }
        main.configure()
                .withName("analyze-text")
                // The summary lists every property that is set from outside, with its value: the key too.
                .withAutoConfigurationLogSummary(false);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport starting) {
                if (!alone.isEmpty()) {
                    ignoreEnvironment(starting.getCamelContext());
                }
                install(starting);
            }

            @Override
            public void afterStart(BaseMainSupport started) {
                AnalyzeText running = installed;
                if (running != null) {
                    report(() -> StartLine.of(running));
                    report(() -> withoutPage(running, alone.isEmpty()));
                }
            }
        });
    }

    /** How to switch the page on, where it is off; the demo is over before anybody could look. */
    private static String withoutPage(AnalyzeText running, boolean stays) {
        return stays && running.settings().stages().observe().port().isEmpty()
                ? "no live page, health and metrics: analyze-text.observe.port=9464 serves them at"
                        + " http://127.0.0.1:9464/observe/"
                : "";
    }

    /** Loads some of the route files, from where a run would have them. */
    static void load(CamelContext context, List<String> names) throws Exception {
        RoutesLoader loader = PluginHelper.getRoutesLoader(context);
        String place = place();
        for (String name : names) {
            loader.loadRoutes(ResourceHelper.resolveMandatoryResource(context, place.replace("*", name)));
        }
    }

    private static String place() {
        return Files.isDirectory(Path.of("routes")) ? ROUTES_ON_DISK : AnalyzeText.ROUTES_IN_JAR;
    }

    /** What is set for the user's own resource must not reach a run that is none of his: it would go to that resource. */
    private static void ignoreEnvironment(CamelContext context) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
    }

    private void install(BaseMainSupport starting) {
        try {
            CamelContext context = starting.getCamelContext();
            PrometheusMeterRegistry registry = PrometheusMeters.registry();
            context.getRegistry().bind("analyzeTextMeterRegistry", registry);
            WorkingFolderProperties.refuseSeveral(context);
            AnalyzeText running = AnalyzeText.installFrom(context, place());
            ObserveSettings observe = running.settings().stages().observe();
            if (observe.port().isPresent()) {
                LivePage page = new LivePage(context, running, warnings);
                context.addService(page.service(), true, true);
                server = new ObserveServer(context, observe, registry, page.files());
                context.addService(server, true, true);
            }
            installed = running;
        } catch (AnalyzeTextException known) {
            throw known;
        } catch (Exception failed) {
            throw new AnalyzeTextException("the application can't start: " + failed.getMessage(), failed);
        }
    }

    /**
     * Runs until the application is asked to stop, or until every input has its answer where the configuration says so.
     *
     * @param alone properties that are, with the defaults, the whole configuration; empty for the user's
     * @param out where progress and the summary go
     * @param atEnd called with the run before the summary is printed, if it came so far
     * @return the exit code
     */
    static int run(Map<String, String> alone, PrintStream out, Consumer<AnalyzeText> atEnd) {
        StandaloneRun run = new StandaloneRun(alone, out);
        CountDownLatch over = new CountDownLatch(1);
        letFinish(over);
        try {
            return run.run(atEnd);
        } finally {
            over.countDown();
        }
    }

    /** After a SIGTERM the process ends when the hooks are through: this one waits for the summary. */
    private static void letFinish(CountDownLatch over) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                over.await(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException halted) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private int run(Consumer<AnalyzeText> atEnd) {
        Instant start = Instant.now();
        try {
            if (LogSettings.progress()) {
                line = new ProgressLine(json ? null : TerminalLine.ofStandardOutput(), Clock.systemUTC());
            }
            Thread watch = new Thread(this::watch, "analyze-text-progress");
            watch.setDaemon(true);
            watch.start();
            main.run();
        } catch (Exception failed) {
            return explain(failed);
        } finally {
            endProgress();
        }
        AnalyzeText done = Objects.requireNonNull(installed);
        atEnd.accept(done);
        Summary.print(done, Duration.between(start, Instant.now()), left(done), out, json);
        if (done.settings().edges().exitWhenDrained() && done.edges().files().hasFilesNotTaken()) {
            fatal("files stay in the inbox that could not be taken; the log says which, and why");
            return Application.FAILED;
        }
        boolean deadLetters = done.counters().deadLettersOfCompleted() > 0;
        return deadLetters && done.settings().edges().exitWhenDrained() ? Application.DEAD_LETTERS : Application.OK;
    }

    /** A user's mistake is reported in plain words; anything else with its trace. */
    private int explain(Exception failed) {
        if (installed != null) {
            Optional<RouteFileException> mistake = installed.routes().explain(failed);
            if (mistake.isPresent()) {
                fatal(mistake.get().getMessage());
                return Application.MISTAKE;
            }
        }
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof AnalyzeTextException known) {
                fatal(known.getMessage()
                        + (known instanceof ConfigurationException ? "\n" + WorkingFolderProperties.places() : ""));
                return known instanceof ConfigurationException || known instanceof RouteFileException
                        ? Application.MISTAKE
                        : Application.FAILED;
            }
            if (cause instanceof FileSystemException disk) {
                fatal("a file or folder can't be used: "
                        + disk.getClass().getSimpleName().replace("Exception", "") + ": " + disk.getMessage());
                return Application.FAILED;
            }
        }
        LOG.error("the application can't continue", failed);
        return Application.FAILED;
    }

    private void fatal(@Nullable String message) {
        if (json) {
            LOG.error(message);
        } else {
            System.err.println(message);
        }
    }

    /** A line that says something about the work folder: where that can't be read, others report it. */
    private static void report(Callable<String> line) {
        try {
            String text = line.call();
            if (!text.isEmpty()) {
                LOG.info(text);
            }
        } catch (Exception unreadable) {
            LOG.debug("the work folder can't be read", unreadable);
        }
    }

    /** What a stop leaves under way; nothing where the work folder can't be read, which others report. */
    private static String left(AnalyzeText done) {
        try {
            return done.edges().queue().left();
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.debug("the work folder can't be read", unreadable);
            return "";
        }
    }

    private synchronized void endProgress() {
        if (line != null) {
            line.close();
            line = null;
        }
    }

    private synchronized void show(Progress progress) {
        if (line != null) {
            line.show(progress);
        }
    }

    private void watch() {
        try {
            long cost = 0;
            long nextLine = System.nanoTime();
            // The first time takes longer, because classes are loaded: it does not count.
            long lineCost = 0;
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(Math.max(250, cost * WATCH_REST));
                AnalyzeText running = installed;
                if (running == null || !main.isStarted()) {
                    continue;
                }
                long start = System.nanoTime();
                if (start - nextLine >= 0) {
                    progress(running);
                    long took = System.nanoTime() - start;
                    nextLine = System.nanoTime() + Math.min(lineCost, took) * LINE_REST;
                    lineCost = took;
                    start = System.nanoTime();
                }
                if (isOver(running)) {
                    if (server != null) {
                        server.awaitLastScrape(
                                running.settings().stages().observe().lastScrape());
                    }
                    main.completed();
                    return;
                }
                cost = Duration.ofNanos(System.nanoTime() - start).toMillis();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** A folder that can't be read now can be read later. */
    private void progress(AnalyzeText running) {
        try {
            ProgressLine current = line;
            if (current != null && current.isDue()) {
                show(Progress.of(running));
            }
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.debug("the work folder can't be read", unreadable);
        }
    }

    private static boolean isOver(AnalyzeText running) {
        try {
            return running.settings().edges().exitWhenDrained()
                    && running.edges().files().isDrained();
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.warn("the work folder can't be read: {}", unreadable.toString());
            return false;
        }
    }
}
