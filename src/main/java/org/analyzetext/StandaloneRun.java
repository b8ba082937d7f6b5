package org.analyzetext;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the routes as an application of its own: configuration from the working folder, progress, summary. */
final class StandaloneRun {
    private static final Logger LOG = LoggerFactory.getLogger(StandaloneRun.class);
    private static final String DEFAULTS = "classpath:analyze-text.properties";
    private static final String USERS = "file:analyze-text.properties;optional=true";
    private static final String ROUTES_ON_DISK = "file:routes/*.camel.yaml";
    private static final String ROUTES_IN_JAR = "classpath:org/analyzetext/routes/*.camel.yaml";

    private final Main main = new Main();
    private final PrintStream out;
    private @Nullable AnalyzeText installed;

    private StandaloneRun(Map<String, String> overrides, PrintStream out) {
        this.out = out;
        main.setDefaultPropertyPlaceholderLocation(USERS + "," + DEFAULTS);
        if (!overrides.isEmpty()) {
            Properties properties = new Properties();
            properties.putAll(overrides);
            main.setOverrideProperties(properties);
        }
        main.configure()
                .withName("analyze-text")
                .withRoutesIncludePattern(Files.isDirectory(Path.of("routes")) ? ROUTES_ON_DISK : ROUTES_IN_JAR);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport starting) {
                install(starting);
            }
        });
    }

    private void install(BaseMainSupport starting) {
        try {
            installed = AnalyzeText.install(starting.getCamelContext());
        } catch (AnalyzeTextException told) {
            throw told;
        } catch (Exception failed) {
            throw new AnalyzeTextException("the application can't start: " + failed.getMessage(), failed);
        }
    }

    /**
     * Runs until the application is told to stop, or until every input has its answer where the configuration says so.
     *
     * @param overrides properties that beat all others
     * @param out where progress and the summary go
     * @param atEnd called with the run before the summary is printed, if it came so far
     * @return the exit code
     */
    static int run(Map<String, String> overrides, PrintStream out, Consumer<AnalyzeText> atEnd) {
        StandaloneRun run = new StandaloneRun(overrides, out);
        Instant start = Instant.now();
        try {
            Thread watch = new Thread(run::watch, "analyze-text-progress");
            watch.setDaemon(true);
            watch.start();
            run.main.run();
        } catch (Exception failed) {
            return run.explain(failed);
        }
        AnalyzeText done = Objects.requireNonNull(run.installed);
        atEnd.accept(done);
        out.println(Summary.of(done, Duration.between(start, Instant.now())));
        boolean deadLetters = done.counters().deadLetters() > 0;
        return deadLetters && done.settings().exitWhenDrained() ? Application.DEAD_LETTERS : Application.OK;
    }

    /** A mistake of the user's is told in plain words; anything else with its trace. */
    private int explain(Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof AnalyzeTextException told) {
                System.err.println(told.getMessage());
                return told instanceof ConfigurationException ? Application.MISTAKE : Application.FAILED;
            }
            if (cause instanceof FileSystemException disk) {
                System.err.println("a file or folder can't be used: "
                        + disk.getClass().getSimpleName().replace("Exception", "") + ": " + disk.getMessage());
                return Application.FAILED;
            }
            if (isOfARoute(cause)) {
                System.err.println("a route file can't be used; nothing was started: "
                        + String.valueOf(cause.getMessage()).strip());
                return Application.MISTAKE;
            }
        }
        LOG.error("the application can't go on", failed);
        return Application.FAILED;
    }

    /** Whether the failure names the place in the route files: the parsers' do, and those of routes that don't fit. */
    private static boolean isOfARoute(Throwable cause) {
        String type = cause.getClass().getName();
        return cause instanceof FailedToCreateRouteException
                || type.startsWith("org.snakeyaml.")
                || type.startsWith("org.apache.camel.dsl.yaml.");
    }

    private void watch() {
        ProgressLine line = new ProgressLine(out);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(250);
                AnalyzeText running = installed;
                if (running == null || !main.isStarted()) {
                    continue;
                }
                line.print(running.progress());
                if (running.settings().exitWhenDrained() && running.drained()) {
                    main.completed();
                    return;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException unreadable) {
            LOG.error("the work folder can't be read", unreadable);
        }
    }
}
