package org.analyzetext.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** From the start of the process to the first result of a document that waits, and the memory of the idle process. */
final class StartUp {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final String brokers;
    private final Duration idle;

    StartUp(Path folder, String brokers, Duration idle) {
        this.folder = folder;
        this.brokers = brokers;
        this.idle = idle;
    }

    /** Medians of so many starts; the memory is that of the last, after it did nothing for a while. */
    Measured measure(String name, boolean kafka, int runs, String... jvm) throws Exception {
        double[] seconds = new double[runs];
        double[] cpu = new double[runs];
        long resident = 0;
        for (int run = 0; run < runs; run++) {
            Path home = folder.resolve(name.replaceAll("\\W+", "-") + "-" + run);
            Files.createDirectories(home.resolve("inbox"));
            try (ServiceProcess service = ServiceProcess.start(home, false);
                    KafkaPlace place =
                            kafka ? new KafkaPlace(brokers, home.getFileName().toString()) : null) {
                Map<String, String> properties = OurPipeline.properties(service);
                if (place == null) {
                    Files.writeString(home.resolve("inbox/one.json"), Documents.array(0, 1));
                    // It has lain there for longer than a file has to rest.
                    TimeUnit.SECONDS.sleep(2);
                } else {
                    place.properties(properties);
                    place.write(0, 1);
                    place.read();
                }
                long begun = System.nanoTime();
                try (JavaProcess process = OurPipeline.start(home, properties, jvm)) {
                    Awaitility.await("the first result; it said: " + process.said())
                            .atMost(PATIENCE)
                            .pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> place == null
                                    ? !Publication.files(home.resolve("results"))
                                            .isEmpty()
                                    : place.arrivedSoFar() > 0);
                    seconds[run] = (System.nanoTime() - begun) / 1e9;
                    cpu[run] = process.cpuSeconds();
                    if (run == runs - 1) {
                        TimeUnit.MILLISECONDS.sleep(idle.toMillis());
                        resident = process.residentMegabytes();
                    }
                }
            }
        }
        return new Measured()
                .put("contender", name)
                .put("secondsToFirstResult", Throughput.median(seconds))
                .put("cpuSecondsToFirstResult", Throughput.median(cpu))
                .put("residentMegabytesIdle", resident);
    }

    /** Waits until the files edges have opened their work folder. */
    static void awaitReady(JavaProcess process) {
        Path folder = process.folder();
        Awaitility.await("the start").atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(process.said());
            }
            return Files.exists(folder.resolve("work/.lock"));
        });
    }
}
