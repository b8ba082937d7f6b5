package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.analyzetext.edge.kafka.Broker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long each way of running takes to start, and what it holds when it has nothing to do: a table for the
 * performance page, in target/footprint.md. The options of the Java machine are its defaults.
 */
@Tag("long")
class FootprintIT {
    private static final int RUNS = 5;
    private static final Path TABLE = Path.of("target/footprint.md");
    private static final Path JAR = Path.of("target/analyze-text.jar").toAbsolutePath();
    private static final Pattern SERVED = Pattern.compile("health and metrics: (\\S+/observe/)");
    private static final String SPRING_BOOT_STARTED = "Started Application in";
    private static final List<String> ROWS = new ArrayList<>();

    @TempDir
    Path place;

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterAll
    static void writeTheTable() throws IOException {
        Files.writeString(
                TABLE,
                "| what | until ready, median of %d (least, most) | resident, idle | threads |\n".formatted(RUNS)
                        + "|---|---|---|---|\n" + String.join("", ROWS)
                        + "\nLoad of the machine at the end: %.1f\n"
                                .formatted(ManagementFactory.getOperatingSystemMXBean()
                                        .getSystemLoadAverage()));
    }

    @Test
    void standaloneWithFiles() throws Exception {
        assertThat(measure("standalone, files", standalone(), Map.of())).isPositive();
    }

    @Test
    void standaloneWithKafka() throws Exception {
        try (Broker broker = Broker.start(place.resolve("broker"))) {
            assertThat(measure(
                            "standalone, Kafka",
                            standalone(),
                            Map.of(
                                    "ANALYZE_TEXT_SOURCE", "kafka",
                                    "ANALYZE_TEXT_JOBS", "kafka",
                                    "ANALYZE_TEXT_SINK", "kafka",
                                    "ANALYZE_TEXT_KAFKA_BROKERS", broker.address())))
                    .isPositive();
        }
    }

    @Test
    void hostAlone() throws Exception {
        assertThat(measure("a camel-main host without the module", host(), Map.of()))
                .isPositive();
    }

    @Test
    void hostWithTheModule() throws Exception {
        List<String> command = new ArrayList<>(host());
        command.addAll(
                1,
                List.of(
                        "-Danalyze-text.enabled=true",
                        "-Danalyze-text.source=direct",
                        "-Danalyze-text.sink=endpoint",
                        "-Danalyze-text.endpoint-sink.results=direct:labelled",
                        "-Danalyze-text.endpoint-sink.dead-letters=direct:not-labelled"));
        assertThat(measure("the camel-main host with `analyze-text.enabled=true`", command, Map.of()))
                .isPositive();
    }

    @Test
    void springBootAlone() throws Exception {
        assertThat(measure(
                        "a Spring Boot host, the module on its class path and not enabled",
                        springBoot(false),
                        Map.of()))
                .isPositive();
    }

    @Test
    void springBootWithTheModule() throws Exception {
        assertThat(measure("the Spring Boot host with `analyze-text.enabled=true`", springBoot(true), Map.of()))
                .isPositive();
    }

    private static List<String> standalone() {
        return List.of(java(), "-jar", JAR.toString());
    }

    private static List<String> host() throws Exception {
        String classPath = String.join(
                File.pathSeparator,
                Path.of(BareHost.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString(),
                JAR.toString(),
                JAR.resolveSibling("lib") + "/*");
        return List.of(
                java(),
                "-Dlogback.configurationFile=org/analyzetext/app/logback.xml",
                "-cp",
                classPath,
                BareHost.class.getName());
    }

    /** The host in src/it/spring-boot, as the invoker plugin has built it. */
    private static List<String> springBoot(boolean enabled) throws IOException {
        Path built = Path.of("target/it/spring-boot/target").toAbsolutePath();
        return List.of(
                java(),
                "-cp",
                built.resolve("classes") + File.pathSeparator + Files.readString(built.resolve("classpath")),
                "host.Application",
                // Nothing else keeps a host that serves no web alive.
                "--camel.main.run-controller=true",
                "--analyze-text.enabled=" + enabled);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The median of the starts in seconds; the memory is that of the last, two seconds after it had started. */
    private double measure(String what, List<String> command, Map<String, String> environment) throws Exception {
        double[] seconds = new double[RUNS];
        String idle = "";
        for (int run = 0; run < RUNS; run++) {
            Path home = Files.createDirectory(place.resolve("home-" + run));
            Files.createDirectory(home.resolve("inbox"));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectOutput(home.resolve("out").toFile())
                    .redirectError(home.resolve("err").toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("ANALYZE_TEXT"));
            builder.environment()
                    .putAll(Map.of(
                            "ANALYZE_TEXT_ENDPOINT", "http://localhost:9",
                            "ANALYZE_TEXT_API_KEY", WorkingFolder.KEY,
                            "ANALYZE_TEXT_TASK_PROJECT_NAME", "Movies",
                            "ANALYZE_TEXT_TASK_DEPLOYMENT_NAME", "production",
                            "ANALYZE_TEXT_OBSERVE_PORT", "0"));
            builder.environment().putAll(environment);
            long begun = System.nanoTime();
            try (RunningApp app = new RunningApp(builder.start(), home.resolve("out"), home.resolve("err"))) {
                await().atMost(Duration.ofSeconds(60))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> isReady(app)
                                || app.err().contains(BareHost.STARTED)
                                || app.out().contains(SPRING_BOOT_STARTED)
                                || !app.isAlive());
                seconds[run] = (System.nanoTime() - begun) / 1e9;
                assertThat(app.isAlive()).as("it said %s", app.err()).isTrue();
                if (run == RUNS - 1) {
                    // What is measured is that time passes and nothing happens.
                    TimeUnit.SECONDS.sleep(2);
                    idle = "%d MB | %d".formatted(status(app, "VmRSS") / 1024, status(app, "Threads"));
                }
            }
        }
        Arrays.sort(seconds);
        ROWS.add(String.format(
                Locale.ROOT,
                "| %s | %.1f s (%.1f, %.1f) | %s |%n",
                what,
                seconds[RUNS / 2],
                seconds[0],
                seconds[RUNS - 1],
                idle));
        return seconds[RUNS / 2];
    }

    private boolean isReady(RunningApp app) throws Exception {
        Matcher served = SERVED.matcher(app.err());
        if (!served.find()) {
            return false;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(served.group(1) + "health/ready"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    /** A number of the kernel's account of the process; memory in kB. */
    private static long status(RunningApp app, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + app.pid() + "/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
