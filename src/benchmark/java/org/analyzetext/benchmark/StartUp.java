package org.analyzetext.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    Measured measure(String name, boolean kafka, int runs) throws Exception {
        return measure(name, kafka, runs, List.of());
    }

    /** The same with the options that stand beside the jar, and with the classes that a first start has kept. */
    Measured measureTuned(String name, boolean kafka, int runs) throws Exception {
        String archive = Files.createDirectories(folder)
                .resolve(name.replaceAll("\\W+", "-") + ".jsa")
                .toString();
        once(
                name + " archive",
                kafka,
                List.of(OurPipeline.JAVA_OPTIONS, "-XX:ArchiveClassesAtExit=" + archive),
                (process, seconds) -> process.stop());
        return measure(name, kafka, runs, List.of(OurPipeline.JAVA_OPTIONS, "-XX:SharedArchiveFile=" + archive));
    }

    /** What is done with a process that has published its first result. */
    private interface Started {
        void with(JavaProcess process, double seconds) throws Exception;
    }

    private Measured measure(String name, boolean kafka, int runs, List<String> jvm) throws Exception {
        double[] seconds = new double[runs];
        double[] cpu = new double[runs];
        long[] resident = new long[1];
        long[] threads = new long[1];
        for (int i = 0; i < runs; i++) {
            int run = i;
            once(name + " " + run, kafka, jvm, (process, took) -> {
                seconds[run] = took;
                cpu[run] = process.cpuSeconds();
                if (run == runs - 1) {
                    TimeUnit.MILLISECONDS.sleep(idle.toMillis());
                    resident[0] = process.residentMegabytes();
                    threads[0] = process.threads();
                }
            });
        }
        return new Measured()
                .put("contender", name)
                .put("secondsToFirstResult", Throughput.median(seconds))
                .put("cpuSecondsToFirstResult", Throughput.median(cpu))
                .put("residentMegabytesIdle", resident[0])
                .put("threadsIdle", threads[0]);
    }

    private void once(String name, boolean kafka, List<String> jvm, Started started) throws Exception {
        Path home = folder.resolve(name.replaceAll("\\W+", "-"));
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
            try (JavaProcess process = OurPipeline.start(home, properties, jvm.toArray(String[]::new))) {
                Awaitility.await("the first result; it said: " + process.said())
                        .atMost(PATIENCE)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> place == null
                                ? !Publication.files(home.resolve("results")).isEmpty()
                                : place.arrivedSoFar() > 0);
                started.with(process, (System.nanoTime() - begun) / 1e9);
            }
        }
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
