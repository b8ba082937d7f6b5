package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.analyzetext.document.Json;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.process.RunningApp;
import org.analyzetext.process.WorkingFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers go to an endpoint, here a file for each; the process is killed when the first of them are there. Nothing is
 * lost, and no job that was kept is submitted again.
 */
@ExtendWith(SharedBroker.class)
class MixedEdgesKillIT {
    private static final int DOCUMENTS = 100;
    /** Documents in a call. */
    private static final int CALL = 10;

    private static final int KILLED = 137;

    @TempDir
    Path root;

    private LocalService service;

    @BeforeEach
    void startService() throws IOException {
        service = LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("uniform 100ms 2s"))
                .build());
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void fromFilesToAnEndpoint() throws Exception {
        WorkingFolder folder = folder().with("exit-when-drained", "false");
        folder.put(
                "all.jsonl",
                IntStream.rangeClosed(1, DOCUMENTS)
                        .mapToObj(i -> document(i) + "\n")
                        .collect(Collectors.joining()));

        killAndGoOn(folder);

        assertThat(timesAccepted()).isSubsetOf(Set.of(1, 2));
        assertThat(files()).hasSize(DOCUMENTS);
    }

    @Test
    void fromATopicToAnEndpoint() throws Exception {
        Topics topics = SharedBroker.topics();
        topics.create("mixed-kill-documents", 2);
        for (int i = 1; i <= DOCUMENTS; i++) {
            topics.send("mixed-kill-documents", i % 2, null, document(i).getBytes(StandardCharsets.UTF_8));
        }
        topics.flush();

        killAndGoOn(kafka("mixed-kill").with("source", "kafka"));

        assertThat(timesAccepted()).isSubsetOf(Set.of(1, 2));
        assertThat(files()).as("repeats have the same source").hasSize(DOCUMENTS);
    }

    @Test
    void fromRoutesOfTheHostThroughTopicsToAnEndpoint() throws Exception {
        WorkingFolder folder = kafka("mixed-kill-direct").with("source", "direct");
        Files.writeString(folder.root().resolve("routes/host.camel.yaml"), """
                - route:
                    id: host-documents
                    from:
                      uri: file
                      parameters:
                        directoryName: given
                        sortBy: "file:name"
                      steps:
                        - to:
                            uri: direct:analyze-text
                """);
        Path given = Files.createDirectories(folder.root().resolve("given"));
        for (int first = 1; first <= DOCUMENTS; first += CALL) {
            Files.writeString(
                    given.resolve("%03d.json".formatted(first)),
                    IntStream.range(first, first + CALL)
                            .mapToObj(MixedEdgesKillIT::document)
                            .toList()
                            .toString());
        }

        killAndGoOn(folder);

        // The file of a call that was under way is given once more: for us, other documents.
        assertThat(files()).hasSizeBetween(DOCUMENTS, DOCUMENTS + CALL);
    }

    private void killAndGoOn(WorkingFolder folder) throws Exception {
        try (RunningApp app = folder.start()) {
            await().atMost(Duration.ofSeconds(60)).until(() -> !files().isEmpty() || !app.isAlive());
            assertThat(app.isAlive()).as(app.err()).isTrue();
            app.kill();
            assertThat(app.exitCode()).isEqualTo(KILLED);
        }
        assertThat(files()).hasSizeLessThan(DOCUMENTS);
        Set<String> all =
                IntStream.rangeClosed(1, DOCUMENTS).mapToObj(Integer::toString).collect(Collectors.toSet());
        try (RunningApp app = folder.start()) {
            await().atMost(Duration.ofSeconds(90)).until(() -> ids().containsAll(all) || !app.isAlive());
            app.terminate();
            app.exitCode();
        }
        assertThat(ids()).isEqualTo(all);
        assertThat(WorkingFolder.files(folder.root().resolve("not-labelled"))).isEmpty();
    }

    private WorkingFolder kafka(String name) throws IOException {
        return folder().with("exit-when-drained", "false")
                .with("jobs", "kafka")
                .with("kafka.brokers", SharedBroker.address())
                .with("kafka.documents-topic", name + "-documents")
                .with("kafka.jobs-topic-prefix", name + "-jobs")
                .with("kafka.group-id", name)
                .with("kafka.linger", "200")
                .with("kafka.poll-timeout", "100")
                .with("kafka.retry", "500")
                .with("kafka.session-timeout", "3000");
    }

    private WorkingFolder folder() throws IOException {
        return new WorkingFolder(root)
                .calling(service)
                .with("sink", "endpoint")
                .with("endpoint-sink.results", "file:labelled?fileName=${header.AnalyzeTextSource}.json&tempPrefix=.")
                .with("endpoint-sink.dead-letters", "file:not-labelled?fileName=${header.AnalyzeTextSource}.json");
    }

    private static String document(int number) {
        return "{\"id\":\"%d\",\"text\":\"Where is parcel %d?\"}".formatted(number, number);
    }

    /** Those that are whole. */
    private Set<Path> files() throws IOException {
        return WorkingFolder.files(root.resolve("labelled")).stream()
                .filter(file -> !file.getFileName().toString().startsWith("."))
                .collect(Collectors.toSet());
    }

    private Set<String> ids() throws IOException {
        Set<String> ids = new TreeSet<>();
        for (Path file : files()) {
            try {
                ids.add(Json.MAPPER.readTree(file.toFile()).path("id").asText());
            } catch (FileNotFoundException replaced) {
                // A repeat takes the place of the file before, which is deleted first.
                continue;
            }
        }
        return ids;
    }

    private Set<Integer> timesAccepted() {
        return Map.copyOf(service.counters().textsByTimesAccepted()).keySet();
    }
}
