package org.analyzetext.edge.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.analyzetext.localservice.LocalService;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host process that is killed loses no document that it was told was accepted. */
class HostKillTest {
    private static final String ACCEPTED = "accepted ";

    @TempDir
    Path root;

    @Test
    void everyAcceptedDocumentHasItsAnswerAfterKills() throws Exception {
        Set<String> accepted = new TreeSet<>();
        try (LocalService service = DirectSourceTest.service()) {
            int[] killAfter = {1, 60};
            for (int life = 0; life < killAfter.length; life++) {
                Process process = start(service.endpoint(), "life-" + life, 100);
                try (BufferedReader told = reader(process)) {
                    int before = accepted.size();
                    while (accepted.size() < before + killAfter[life]) {
                        accept(told, accepted);
                    }
                    // Not by the process itself, which would close what it has told.
                    process.toHandle().destroyForcibly();
                    for (String line = told.readLine(); line != null; line = told.readLine()) {
                        note(line, accepted);
                    }
                }
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            Process last = start(service.endpoint(), "none", 0);
            try {
                org.awaitility.Awaitility.await()
                        .atMost(java.time.Duration.ofSeconds(60))
                        .until(() -> answered().containsAll(accepted));
            } finally {
                last.destroyForcibly();
                last.waitFor();
            }
        }
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(61);
    }

    private static void accept(BufferedReader told, Set<String> accepted) throws IOException {
        String line = told.readLine();
        assertThat(line).as("the host ended by itself").isNotNull();
        note(line, accepted);
    }

    /** Others of the host write logs to the same place. */
    private static void note(String line, Set<String> accepted) {
        if (line.startsWith(ACCEPTED)) {
            accepted.add(line.substring(ACCEPTED.length()));
        }
    }

    private List<String> answered() throws IOException {
        Path answers = root.resolve("answers");
        return Files.exists(answers) ? Files.readAllLines(answers) : List.of();
    }

    private Process start(URI endpoint, String life, int calls) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        root.toString(),
                        endpoint.toString(),
                        life,
                        Integer.toString(calls))
                .redirectError(root.resolve("errors").toFile())
                .start();
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The host: gives single documents and prints the id of each that was accepted. */
    static final class Application {
        private Application() {}

        public static void main(String[] args) throws Exception {
            Path root = Path.of(args[0]);
            Host host = new Host(root.resolve("work"), URI.create(args[1]))
                    .with("endpoint-sink.results", "direct:to-file")
                    .with("batch.linger", "100ms")
                    .routes(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("direct:to-file").process(message -> {
                                String id = message.getMessage().getHeader(EndpointSink.ID, String.class);
                                Files.writeString(
                                        root.resolve("answers"),
                                        id + "\n",
                                        StandardOpenOption.CREATE,
                                        StandardOpenOption.APPEND,
                                        StandardOpenOption.SYNC);
                            });
                        }
                    });
            host.start();
            List<String> ids = IntStream.range(0, Integer.parseInt(args[3]))
                    .mapToObj(i -> args[2] + "-" + i)
                    .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
            for (String id : ids) {
                host.give(Map.of("id", id, "text", "My invoice is wrong"));
                System.out.println(ACCEPTED + id);
            }
            Thread.currentThread().join();
        }
    }
}
