package org.analyzetext.benchmark;

import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One file of many documents through the files edges, with a service that takes no time and no quota. */
final class Scale {
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private Scale() {}

    static Measured measure(Path folder, int documents) throws Exception {
        Path input = folder.resolve("all.jsonl.tmp");
        Files.createDirectories(folder.resolve("inbox"));
        try (BufferedWriter lines = Files.newBufferedWriter(input)) {
            for (int number = 0; number < documents; number++) {
                lines.append(Documents.document(number).toString()).append('\n');
            }
        }
        try (ServiceProcess service = ServiceProcess.start(folder, false)) {
            Map<String, String> properties = OurPipeline.properties(service);
            properties.put("quota.enabled", "false");
            properties.put("poll.first-poll", "1ms");
            try (JavaProcess process = OurPipeline.start(folder, properties)) {
                StartUp.awaitReady(process);
                double cpu = process.cpuSeconds();
                long begun = System.nanoTime();
                Files.move(input, folder.resolve("inbox/all.jsonl"), StandardCopyOption.ATOMIC_MOVE);
                Path result = folder.resolve("results/all.jsonl");
                while (!Files.exists(result)) {
                    if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                        throw new IllegalStateException("no results of " + documents + ": " + process.said());
                    }
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                double seconds = (System.nanoTime() - begun) / 1e9;
                double spent = process.cpuSeconds() - cpu;
                long lines;
                try (var read = Files.lines(result)) {
                    lines = read.count();
                }
                if (lines != documents) {
                    throw new IllegalStateException(lines + " results of " + documents);
                }
                return new Measured()
                        .put("documents", documents)
                        .put("seconds", seconds)
                        .put("documentsPerSecond", documents / seconds)
                        .put("cpuSeconds", spent)
                        .put("cpuMillisPerDocument", spent * 1_000 / documents)
                        .put("residentMegabytes", process.residentMegabytes());
            }
        }
    }
}
