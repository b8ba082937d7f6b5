package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The application as a process of its own; killed at the end of the test if nothing else ended it. */
public final class RunningApp implements AutoCloseable {
    /** What a process ends with after a SIGKILL. */
    static final int KILLED = 137;

    private static final Duration LONGEST = Duration.ofSeconds(120);

    private final Process process;
    private final Path out;
    private final Path err;

    RunningApp(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Waits for the end and gives the exit code. */
    public int exitCode() throws Exception {
        return exitCode(LONGEST);
    }

    public int exitCode(Duration longest) throws Exception {
        assertThat(process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS))
                .as("the application ended within %s; it said:%n%s%n%s", longest, out(), err())
                .isTrue();
        return process.exitValue();
    }

    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        boolean interrupted = Thread.interrupted();
        process.onExit().join();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Writes what all threads are at to a file, for somebody who looks into a failed test. */
    public void dumpThreads(Path file) throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "Thread.print")
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start()
                .waitFor();
    }

    public long pid() {
        return process.pid();
    }

    /** What it wrote to its standard output so far. */
    public String out() throws IOException {
        return Files.readString(out);
    }

    /** What it wrote to its standard error so far. */
    public String err() throws IOException {
        return Files.readString(err);
    }

    /** Waits until the standard error contains this. */
    public void awaitErr(String part) {
        Awaitility.await("standard error with '" + part + "'")
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> err().contains(part) || !isAlive());
        assertThat(err).content().contains(part);
    }

    @Override
    public void close() {
        kill();
    }
}
