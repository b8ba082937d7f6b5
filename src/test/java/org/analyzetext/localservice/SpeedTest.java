package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loads the service, as a process of its own, from outside. Rates are for each second of the process' processor time,
 * garbage collection and all, so they are those of one core whatever else the machine does.
 */
@Tag("long")
class SpeedTest {
    private static final int CONNECTIONS = 8;
    private static final int WANTED = 3_000;

    @TempDir
    Path folder;

    private final List<String> jobs = Collections.synchronizedList(new ArrayList<>());
    private Process process;
    private URI endpoint;

    /** A request by its number. */
    private interface Load {
        int send(LoadConnection connection, int number) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        ProjectSettings fields = TestProjects.fields(folder);
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx700m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.analyzetext.app.Application",
                        "local-service",
                        "--port",
                        "0",
                        "--project",
                        fields.labels().toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        while (line != null && !line.startsWith("endpoint")) {
            line = said.readLine();
        }
        endpoint =
                URI.create(java.util.Objects.requireNonNull(line).substring(8).strip());
    }

    @AfterEach
    void stop() {
        process.destroyForcibly();
    }

    @Test
    void submitsAndStatesPassThreeThousandASecondAndAHundredThousandJobsFitInAGigabyte() throws Exception {
        measure("warm-up", 20_000, (connection, i) -> connection.post(body(1, i % 100, 0)));
        double small = measure("submit, 1 document", 40_000, (connection, i) -> submit(connection, 1, i % 1_000, 0));
        jobs.clear();
        double large =
                measure("submit, 25 documents of 1 kB known before", 10_000, (c, i) -> submit(c, 25, i % 40, 1_000));
        jobs.clear();
        measure("submit, 25 new documents of 60 characters", 100_000, (c, i) -> submit(c, 25, 1_000 + i, 0));
        double states = measure("state, with 20 results", 40_000, this::state);
        long peak = peakKilobytes();
        System.out.printf(Locale.ROOT, "100,000 jobs of 25 different documents: at most %,d kB resident%n", peak);
        assertThat(small).isGreaterThan(WANTED);
        assertThat(large).isGreaterThan(WANTED);
        assertThat(states).isGreaterThan(WANTED);
        assertThat(peak).isLessThan(1 << 20);
    }

    private int submit(LoadConnection connection, int documents, int number, int length) throws IOException {
        int status = connection.post(body(documents, number, length));
        jobs.add(connection.location());
        return status;
    }

    private int state(LoadConnection connection, int number) throws IOException {
        int status = connection.get(jobs.get(number % jobs.size()));
        assertThat(connection.bodyBytes()).isGreaterThan(1_000);
        return status;
    }

    private static String body(int documents, int number, int length) {
        StringBuilder body = new StringBuilder("{\"analysisInput\":{\"documents\":[");
        String filler = "bread goal ".repeat(length / 11);
        for (int i = 1; i <= documents; i++) {
            body.append(i > 1 ? "," : "")
                    .append("{\"id\":\"" + i + "\",\"language\":\"en\",\"text\":\"Document " + i + " of job " + number
                            + ": the team baked bread and won the match. " + filler + "\"}");
        }
        return body + "]},\"tasks\":[{\"kind\":\"CustomSingleLabelClassification\",\"parameters\":"
                + "{\"projectName\":\"Fields\",\"deploymentName\":\"production\"}}]}";
    }

    /** Sends so many requests over some connections at once; gives the requests for each second of processor time. */
    private double measure(String what, int requests, Load load) throws Exception {
        Duration before = processorTime();
        long start = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            Callable<Void> worker = () -> {
                try (LoadConnection connection = new LoadConnection(endpoint)) {
                    for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
                        assertThat(load.send(connection, i)).isIn(200, 202);
                    }
                }
                return null;
            };
            for (Future<Void> done : threads.invokeAll(Collections.nCopies(CONNECTIONS, worker))) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double busy = processorTime().minus(before).toNanos() / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%-45s %,8.0f a second of one core, %,8.0f a second by the clock%n",
                what,
                requests / busy,
                requests / seconds);
        return requests / busy;
    }

    private Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private long peakKilobytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IllegalStateException("no VmHWM");
    }
}
