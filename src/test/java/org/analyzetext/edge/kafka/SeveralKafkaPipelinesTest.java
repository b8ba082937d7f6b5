package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.analyzetext.AnalyzeText;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.route.EditorSpelling;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two pipelines in one context, each with topics, groups and a model of its own, on a real broker. */
@ExtendWith(SharedBroker.class)
class SeveralKafkaPipelinesTest {
    private static final String KEY = "several-pipelines-key";

    @TempDir
    Path folder;

    private final Topics topics = SharedBroker.topics();
    private final Main main = new Main();
    private LocalService service;

    @BeforeEach
    void startService() throws IOException {
        service = LocalService.start(LocalServiceSettings.builder()
                .keys(KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/support-labels.json")))
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("fixed 0s"))
                .build());
    }

    @AfterEach
    void stop() {
        main.stop();
        service.close();
    }

    /** Nothing is set for one of them but its model: topics and groups are called by its name. */
    private Main host(String tickets, String mails) {
        with("enabled", "true");
        with("pipelines", tickets + "," + mails);
        with("endpoint", service.endpoint().toString());
        with("api-key", KEY);
        with("source", "kafka");
        with("jobs", "kafka");
        with("sink", "kafka");
        with("kafka.brokers", SharedBroker.address());
        with("kafka.partitions", "2");
        with("kafka.linger", "100ms");
        with("kafka.poll-timeout", "100ms");
        with("poll.first-poll", "100ms");
        with("task.deployment-name", "production");
        with("pipelines." + tickets + ".task.kind", "CustomMultiLabelClassification");
        with("pipelines." + tickets + ".task.project-name", "SupportTickets");
        with("pipelines." + mails + ".task.project-name", "MessageIntent");
        main.configure().withAutoConfigurationLogSummary(false);
        return main;
    }

    private void with(String name, String value) {
        main.addProperty("analyze-text." + name, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "edited"})
    void eachLabelsItsOwnTopicWithItsOwnModel(String routes) throws Exception {
        if (!routes.isEmpty()) {
            EditorSpelling.save(Path.of("routes"), Files.createDirectories(folder.resolve(routes)));
            with("routes", "file:" + folder.resolve(routes) + "/*.camel.yaml");
        }
        String tickets = "tickets" + routes;
        String mails = "mails" + routes;
        host(tickets, mails).start();
        send(tickets, 30);
        send(mails, 20);

        assertThat(ids(tickets, "SupportTickets", 30)).isEqualTo(sent(tickets, 30));
        assertThat(ids(mails, "MessageIntent", 20)).isEqualTo(sent(mails, 20));

        assertThat(topics.admin().listTopics().names().get())
                .contains(tickets + "-analyze-text-jobs-500ms", mails + "-analyze-text-jobs-500ms");
        for (String name : List.of(tickets, mails)) {
            assertThat(topics.members(name + "-analyze-text")).isPositive();
            assertThat(topics.members(name + "-analyze-text-jobs")).isPositive();
            assertThat(topics.all(name + "-dead-letters")).isEmpty();
        }
    }

    @Test
    void theQuotaOfTheResourceIsForBothTogether() throws Exception {
        with("quota.requests-per-minute", "60");
        with("batch.max-documents", "1");
        host("first", "second").start();
        AnalyzeText first = pipeline("analyzeTextFirst");
        assertThat(first.budget()).isSameAs(pipeline("analyzeTextSecond").budget());
        long before = System.nanoTime();
        send("first", 2);
        send("second", 2);

        assertThat(ids("first", "SupportTickets", 2)).hasSize(2);
        assertThat(ids("second", "MessageIntent", 2)).hasSize(2);

        // Four submits and four polls at one a second; with a quota for each pipeline it would be half as long.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(6));
    }

    private AnalyzeText pipeline(String bean) {
        return main.getCamelContext().getRegistry().lookupByNameAndType(bean, AnalyzeText.class);
    }

    private void send(String pipeline, int count) {
        for (int i = 0; i < count; i++) {
            String value =
                    "{\"id\":\"%s-%d\",\"text\":\"My invoice is wrong, its number is %d\"}".formatted(pipeline, i, i);
            topics.send(pipeline + "-documents", i % 2, null, value.getBytes(StandardCharsets.UTF_8));
        }
        topics.flush();
    }

    private static Set<String> sent(String pipeline, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> pipeline + "-" + i)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The ids of a pipeline's results, each of this model. */
    private Set<String> ids(String pipeline, String project, int count) {
        return topics.atLeast(pipeline + "-results", count).stream()
                .map(Topics::json)
                .peek(result -> assertThat(result.toString()).contains("\"" + project + "\""))
                .map(result -> result.path("id").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
