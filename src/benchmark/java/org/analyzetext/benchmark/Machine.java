package org.analyzetext.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.kafka.common.utils.AppInfoParser;

/** Where and with what it was measured. */
final class Machine {
    private Machine() {}

    static Measured describe() {
        return new Measured()
                .put("cpu", cpu())
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("java", System.getProperty("java.runtime.version"))
                .put("camel", String.valueOf(CamelContext.class.getPackage().getImplementationVersion()))
                .put("kafkaClients", AppInfoParser.getVersion())
                .put("azureSdk", System.getProperty("benchmark.azure-sdk", "-"))
                .put("commit", commit());
    }

    /** Processes that wanted to run in the last minute, on average. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String cpu() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException unknown) {
            return "unknown";
        }
    }

    private static String commit() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
            return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException none) {
            return "unknown";
        }
    }
}
