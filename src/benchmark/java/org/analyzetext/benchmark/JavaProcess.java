package org.analyzetext.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A program in a Java machine of its own, with what it cost. Ended when it is closed, and with us. */
final class JavaProcess implements AutoCloseable {
    /** Clock ticks of Linux, in which it tells CPU times. */
    private static final double TICKS_PER_SECOND = 100;

    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path out;

    private JavaProcess(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /** Starts {@code java arguments} in a folder; what it says goes to {@code name}.out there. */
    static JavaProcess start(Path folder, String name, Map<String, String> environment, List<String> arguments)
            throws IOException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Path out = folder.resolve(name + ".out").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("ANALYZE_TEXT"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        RUNNING.add(process);
        return new JavaProcess(process, out);
    }

    /** Starts a class of the test sources. */
    static JavaProcess startClass(Path folder, String name, Class<?> type, List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xmx512m", "-cp", classPath(), type.getName()));
        all.addAll(arguments);
        return start(folder, name, Map.of(), all);
    }

    private static String classPath() {
        String here = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(here.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    Path folder() {
        return out.getParent();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it said so far. */
    String said() {
        try {
            return Files.readString(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CPU seconds, user and system; 0 where the system does not tell. */
    double cpuSeconds() {
        return cpuSeconds(process.pid());
    }

    /** The same of any process. */
    static double cpuSeconds(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name in brackets may hold blanks; utime and stime are the 12th and 13th after it.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        } catch (IOException unknown) {
            return 0;
        }
    }

    /** Its threads; 0 where the system does not tell. */
    long threads() {
        return status("Threads:");
    }

    /** Resident memory in MB; 0 where the system does not tell. */
    long residentMegabytes() {
        return status("VmRSS:") / 1024;
    }

    private long status(String name) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException unknown) {
            return 0;
        }
    }

    /** Asks it to stop, and waits until it has. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("it did not stop; it said: " + said());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        RUNNING.remove(process);
    }
}
