package org.analyzetext.browser;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A headless Chromium of its own, with an empty profile. */
final class Chromium implements AutoCloseable {
    private static final Path INSTALL = Path.of("src/test/sh/chromium.sh");
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--remote-debugging-port=0");

    private final Process process;
    private final DevTools tools;

    private Chromium(Process process, DevTools tools) {
        this.process = process;
        this.tools = tools;
    }

    /** Starts the browser, installed before where that is wanted and can be; else the test is skipped with the reason. */
    static Chromium start(Path place) throws Exception {
        Path said = place.resolve("chromium-path.txt");
        Process script = new ProcessBuilder(
                        "bash", INSTALL.toString(), System.getProperty("analyzetext.install-browser", ""))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean ended = script.waitFor(5, TimeUnit.MINUTES);
        String last = Files.readString(said).strip();
        assumeThat(ended && script.exitValue() == 0).as(last).isTrue();
        return start(last.substring(last.lastIndexOf('\n') + 1), Files.createDirectories(place.resolve("profile")));
    }

    private static Chromium start(String program, Path profile) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(FLAGS);
        command.add("--user-data-dir=" + profile.toAbsolutePath());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolveSibling("chromium.log").toFile())
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        try {
            await("the browser's port")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(port) && Files.readAllLines(port).size() == 2);
            List<String> lines = Files.readAllLines(port);
            return new Chromium(process, DevTools.connect(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1))));
        } catch (RuntimeException | IOException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    /** An empty tab. */
    Tab tab() {
        return Tab.open(tools);
    }

    @Override
    public void close() {
        tools.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
