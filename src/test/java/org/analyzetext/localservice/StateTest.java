package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.analyzetext.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job says of itself while it runs and when it is done. */
class StateTest {
    private static final String SECONDS = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";

    @RegisterExtension
    final Running running = new Running();

    private final MovableClock clock = new MovableClock();

    private LocalService slow() {
        return running.start(
                builder -> builder.clock(clock).jobDuration(DurationDistribution.fixed(Duration.ofSeconds(10))));
    }

    @Test
    void runningJobIsAnsweredWith200AndNoItems() {
        Client client = new Client(slow());
        String address = client.submitted("a");
        clock.move(Duration.ofSeconds(5));
        Client.Reply reply = client.get(address);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("status").asText()).isEqualTo("running");
        assertThat(reply.json().path("errors").isEmpty()).isTrue();
        assertThat(reply.json().at("/tasks/items").isArray()).isTrue();
        assertThat(reply.json().at("/tasks/items").isEmpty()).isTrue();
        assertThat(reply.json().at("/tasks/inProgress").asInt()).isOne();
        assertThat(reply.json().at("/tasks/completed").asInt()).isZero();
    }

    @Test
    void tasksThatAreDoneStandInItemsWhileTheJobRuns() {
        Client client = new Client(slow());
        ObjectNode body = Client.body(Client.fieldsTask().put("taskName", "one"), "a");
        ((ArrayNode) body.path("tasks")).add(Client.fieldsTask().put("taskName", "two"));
        String address = client.submit(body).header("operation-location");
        clock.move(Duration.ofSeconds(6));
        JsonNode json = client.get(address).json();
        assertThat(json.path("status").asText()).isEqualTo("running");
        assertThat(json.at("/tasks/completed").asInt()).isOne();
        assertThat(json.at("/tasks/inProgress").asInt()).isOne();
        assertThat(json.at("/tasks/items").findValuesAsText("taskName")).containsExactly("one");
        assertThat(json.at("/tasks/items/0/results/documents")).hasSize(1);
        clock.move(Duration.ofSeconds(4));
        assertThat(client.get(address).json().at("/tasks/items")).hasSize(2);
    }

    @Test
    void jobThatTakesItsUsualTimeRunsWhenItIsFirstAskedFor() {
        assertThat(LocalServiceSettings.builder().build().jobDuration().sample(new Random(1), 25))
                .isBetween(Duration.ofMillis(100), Duration.ofMillis(300));
    }

    @Test
    void repliesHaveTheHeadersOfTheRecordings() {
        Client client = new Client(slow());
        Client.Reply reply = client.get(client.submitted("a"));
        assertThat(reply.header("date")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(reply.header("strict-transport-security")).isNotEmpty();
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("x-envoy-upstream-service-time")).matches("\\d+");
        assertThat(reply.header("apim-request-id")).isNotEmpty();
    }

    @Test
    void jobOfAProjectWithATimeOfItsOwnTakesThatTime(@TempDir Path folder) {
        Client client = new Client(running.start(builder -> builder.clock(clock)
                .jobDuration(DurationDistribution.fixed(Duration.ofSeconds(10)))
                .project(TestProjects.fields(folder)
                        .withDeploymentName("slow")
                        .withJobDuration(DurationDistribution.fixed(Duration.ofSeconds(30))))));
        ObjectNode task = Client.fieldsTask();
        ((ObjectNode) task.path("parameters")).put("deploymentName", "slow");
        String slow = client.submit(Client.body(task, "a")).header("operation-location");
        String usual = client.submitted("a");
        clock.move(Duration.ofSeconds(29));

        assertThat(client.get(usual).json().path("status").asText()).isEqualTo("succeeded");
        assertThat(client.get(slow).json().path("status").asText()).isEqualTo("running");
        clock.move(Duration.ofSeconds(1));
        assertThat(client.get(slow).json().path("status").asText()).isEqualTo("succeeded");
    }

    @Test
    void freshJobHasNotStarted() {
        Client client = new Client(slow());
        assertThat(client.get(client.submitted("a")).json().path("status").asText())
                .isEqualTo("notStarted");
    }

    @Test
    void jobIsDoneWhenItsDurationIsOver() {
        Client client = new Client(slow());
        String address = client.submitted("a");
        clock.move(Duration.ofSeconds(10));
        JsonNode json = client.get(address).json();
        assertThat(json.path("status").asText()).isEqualTo("succeeded");
        assertThat(json.at("/tasks/completed").asInt()).isOne();
        assertThat(json.at("/tasks/failed").asInt()).isZero();
        assertThat(json.at("/tasks/inProgress").asInt()).isZero();
        assertThat(json.at("/tasks/total").asInt()).isOne();
    }

    @Test
    void doneJobStaysReadable() {
        Client client = new Client(running.start());
        String address = client.submitted("a");
        String first = client.get(address).body();
        assertThat(client.get(address).body()).isEqualTo(first);
    }

    @Test
    void jobNamesItsIdAndItsExpiryADayLater() {
        Client client = new Client(slow());
        String address = client.submitted("a");
        JsonNode json = client.get(address).json();
        assertThat(address).contains("/jobs/" + json.path("jobId").asText() + "?");
        assertThat(json.path("createdDateTime").asText()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(json.path("expirationDateTime").asText()).isEqualTo("2026-03-02T12:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2022-05-01, lastUpdatedDateTime",
        "2022-04-01-preview, lastUpdateDateTime",
        "2022-10-01-preview, lastUpdateDateTime",
        "2023-04-01, lastUpdatedDateTime",
        "2024-11-01, lastUpdatedDateTime",
        "2024-11-15-preview, lastUpdatedDateTime",
        "2025-11-01, lastUpdatedDateTime",
        "2026-05-01, lastUpdatedDateTime"
    })
    void dateOfTheJobIsSpelledAsTheVersionSpellsIt(String version, String field) {
        Client client = new Client(running.start());
        String address =
                client.submit(Client.body(Client.fieldsTask(), "a"), version).header("operation-location");
        assertThat(address).endsWith("?api-version=" + version);
        JsonNode json = client.get(address).json();
        assertThat(json.path(field).asText()).matches(SECONDS);
        assertThat(json.at("/tasks/items/0/lastUpdateDateTime").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?api-version=", "?api-version=2021-01-01", "?api-version=latest"})
    void otherVersionsAreRefused(String query) {
        Client client = new Client(running.start());
        Client.Reply reply = client.get("/language/analyze-text/jobs/" + UUID.randomUUID() + query);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.innerCode()).isEqualTo("InvalidParameterValue");
    }

    @Test
    void singleLabelDocumentHasAnArrayOfOneClass() {
        Client client = new Client(running.start());
        JsonNode item =
                client.get(client.submitted(TestProjects.COOKING)).json().at("/tasks/items/0");
        assertThat(item.path("kind").asText()).isEqualTo("CustomSingleLabelClassificationLROResults");
        assertThat(item.path("status").asText()).isEqualTo("succeeded");
        assertThat(item.at("/results/projectName").asText()).isEqualTo("Fields");
        assertThat(item.at("/results/deploymentName").asText()).isEqualTo("production");
        JsonNode document = item.at("/results/documents/0");
        assertThat(document.path("id").asText()).isEqualTo("1");
        assertThat(document.path("warnings").isArray()).isTrue();
        assertThat(document.path("class")).hasSize(1);
        assertThat(document.at("/class/0/category").asText()).isEqualTo("Cooking");
        assertThat(document.at("/class/0/confidenceScore").asDouble()).isBetween(0.5, 1.0);
    }

    @Test
    void multiLabelDocumentHasAnArrayOfAllItsClasses() {
        Client client = new Client(running.start());
        JsonNode document = moods(client, TestProjects.DREARY).path(0);
        assertThat(document.path("class").findValuesAsText("category")).containsExactlyInAnyOrder("Sad", "Wet");
    }

    @Test
    void multiLabelDocumentWithoutClassesHasAnEmptyArray() {
        Client client = new Client(running.start());
        JsonNode document = moods(client, "laughter at the beach party").path(0);
        assertThat(document.path("class").isArray()).isTrue();
        assertThat(document.path("class")).isEmpty();
    }

    private static JsonNode moods(Client client, String... texts) {
        String address = client.submit(Client.body(Client.moodsTask(), texts)).header("operation-location");
        JsonNode item = client.get(address).json().at("/tasks/items/0");
        assertThat(item.path("kind").asText()).isEqualTo("CustomMultiLabelClassificationLROResults");
        return item.at("/results/documents");
    }

    @Test
    void bothKindsAreAnsweredInOneJobInTheOrderOfTheTasks() {
        Client client = new Client(running.start());
        ObjectNode body = Client.body(Client.moodsTask().put("taskName", "mood"), TestProjects.DREARY);
        ((ArrayNode) body.path("tasks")).add(Client.fieldsTask());
        JsonNode items = client.get(client.submit(body).header("operation-location"))
                .json()
                .at("/tasks/items");
        assertThat(items).hasSize(2);
        assertThat(items.at("/0/taskName").asText()).isEqualTo("mood");
        assertThat(items.at("/0/results/projectName").asText()).isEqualTo("Moods");
        assertThat(items.at("/1/results/projectName").asText()).isEqualTo("Fields");
    }

    @Test
    void namesAreGivenBackOnlyIfTheyWereSent() {
        Client client = new Client(running.start());
        ObjectNode named = Client.body(Client.fieldsTask(), "a").put("displayName", "my job");
        JsonNode with =
                client.get(client.submit(named).header("operation-location")).json();
        JsonNode without = client.get(client.submitted("a")).json();
        assertThat(with.path("displayName").asText()).isEqualTo("my job");
        assertThat(without.has("displayName")).isFalse();
        assertThat(without.at("/tasks/items/0").has("taskName")).isFalse();
    }

    @Test
    void emptyDocumentAmongOthersIsAnErrorInAJobThatSucceeded() {
        Client client = new Client(running.start());
        JsonNode json = client.get(client.submitted(TestProjects.SPORT, "  ")).json();
        assertThat(json.path("status").asText()).isEqualTo("succeeded");
        assertThat(json.at("/tasks/failed").asInt()).isZero();
        JsonNode results = json.at("/tasks/items/0/results");
        assertThat(results.path("documents").findValuesAsText("id")).containsExactly("1");
        assertThat(results.at("/errors/0/id").asText()).isEqualTo("2");
        assertThat(results.at("/errors/0/error/code").asText()).isEqualTo("InvalidArgument");
        assertThat(results.at("/errors/0/error/innererror/code").asText()).isEqualTo("InvalidDocument");
        assertThat(results.at("/errors/0/error/innererror/message").asText()).isEqualTo("Document text is empty.");
    }

    @Test
    void statisticsAreShownWhenAskedFor() {
        Client client = new Client(running.start());
        String address = client.submitted("x".repeat(1_001), "e\u0301", "");
        JsonNode results = client.get(address + "&showStats=true").json().at("/tasks/items/0/results");
        assertThat(results.at("/documents/0/statistics/charactersCount").asInt())
                .isEqualTo(1_001);
        assertThat(results.at("/documents/0/statistics/transactionsCount").asInt())
                .isEqualTo(2);
        assertThat(results.at("/documents/1/statistics/charactersCount").asInt())
                .isOne();
        assertThat(results.at("/statistics/documentsCount").asInt()).isEqualTo(3);
        assertThat(results.at("/statistics/validDocumentsCount").asInt()).isEqualTo(2);
        assertThat(results.at("/statistics/erroneousDocumentsCount").asInt()).isOne();
        assertThat(results.at("/statistics/transactionsCount").asInt()).isEqualTo(3);
    }

    @Test
    void statisticsAreNotShownUnasked() {
        Client client = new Client(running.start());
        String address = client.submitted("a");
        assertThat(client.get(address).body()).doesNotContain("statistics");
        assertThat(client.get(address + "&showStats=False").body()).doesNotContain("statistics");
    }

    @Test
    void unknownJobIsNotFound() {
        Client client = new Client(running.start());
        for (String id : List.of(UUID.randomUUID().toString(), "no-id")) {
            Client.Reply reply = client.get("/language/analyze-text/jobs/" + id + "?api-version=2022-05-01");
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.code()).isEqualTo("OperationNotFound");
        }
    }

    @Test
    void jobIsGoneAfterExactlyADay() {
        LocalService service = running.start(builder -> builder.clock(clock));
        Client client = new Client(service);
        String address = client.submitted("a");
        clock.move(Duration.ofHours(24).minusSeconds(1));
        assertThat(client.get(address).status()).isEqualTo(200);
        clock.move(Duration.ofSeconds(1));
        Client.Reply reply = client.get(address);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("OperationNotFound");
        assertThat(service.jobsHeld()).isZero();
        assertThat(service.counters().jobsLost()).isZero();
    }

    @Test
    void timeOfTheJobsCanBeMovedByTheServiceItself() {
        LocalService service = slow();
        Client client = new Client(service);
        String address = client.submitted("a");
        service.advance(Duration.ofSeconds(10));
        assertThat(client.get(address).json().path("status").asText()).isEqualTo("succeeded");
    }

    @Test
    void timeOfTheJobsCanRunFaster() {
        Client client = new Client(running.start(builder ->
                builder.clock(clock).speed(60).jobDuration(DurationDistribution.fixed(Duration.ofMinutes(10)))));
        String address = client.submitted("a");
        clock.move(Duration.ofSeconds(9));
        assertThat(client.get(address).json().path("status").asText()).isEqualTo("running");
        clock.move(Duration.ofSeconds(1));
        assertThat(client.get(address).json().path("status").asText()).isEqualTo("succeeded");
    }

    @Test
    void thereIsNoListOfJobsAndNothingElse() {
        Client client = new Client(running.start());
        assertThat(client.get("/language/analyze-text/jobs?api-version=2022-05-01")
                        .status())
                .isEqualTo(404);
        assertThat(client.get("/").status()).isEqualTo(404);
    }
}
