package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault, as a client sees it. */
class FaultRulesTest {
    @RegisterExtension
    final Running running = new Running();

    private LocalService service(String... faults) {
        return running.start(builder -> builder.faults(faults));
    }

    private static Object body() {
        return Client.body(Client.fieldsTask(), "a");
    }

    @ParameterizedTest
    @CsvSource({"429, 429", "500, InternalServerError", "503, ServiceUnavailable", "408, Timeout", "403, 403"})
    void submitIsAnsweredWithAStatus(String status, String code) {
        LocalService service = service("status=" + status);
        Client.Reply reply = new Client(service).submit(body());
        assertThat(reply.status()).isEqualTo(Integer.parseInt(status));
        assertThat(reply.code()).isEqualTo(code);
        assertThat(service.counters().jobsAccepted()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "index, documents[1], documents[2]",
                "pointer, #/analysisInput/documents/1, #/analysisInput/documents/2",
                "id, documents['2'], documents['3']"
            })
    void submitIsRefusedAndTheGuiltyAreNamed(String spelling, String first, String second) {
        LocalService service = service("submit-refused=" + spelling + " content=bad");
        Client.Reply reply = new Client(service).submit(Client.body(Client.fieldsTask(), "a", "bad b", "bad c"));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/innererror/code").asText()).isEqualTo("InvalidDocument");
        assertThat(reply.json().at("/error/details").findValuesAsText("target")).containsExactly(first, second);
        assertThat(new Client(service).submit(body()).status()).isEqualTo(202);
    }

    @Test
    void submitIsRefusedAndNobodyIsNamed() {
        Client.Reply reply = new Client(service("submit-refused content=a")).submit(body());
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("error").has("details")).isFalse();
    }

    @Test
    void tooManyRequestsNamesItsOperationAndWhenToComeBack() {
        Client client = new Client(service("status=429 retry-after=7s", "status=429 at=before-state-answer"));
        Client.Reply submit = client.submit(body());
        Client.Reply state = client.get("/language/analyze-text/jobs/x?api-version=2022-05-01");
        assertThat(submit.header("retry-after")).isEqualTo("7");
        assertThat(submit.json().at("/error/message").asText()).contains("Submit Job", "7 seconds");
        assertThat(state.header("retry-after")).isEqualTo("1");
        assertThat(state.json().at("/error/message").asText()).contains("Job Status");
    }

    @Test
    void retryAfterCanBeLeftOutAndAdded() {
        Client client = new Client(service("status=429 retry-after=none count=1", "status=503 retry-after=3s"));
        Client.Reply first = client.submit(body());
        assertThat(first.status()).isEqualTo(429);
        assertThat(first.headers().firstValue("retry-after")).isEmpty();
        assertThat(client.submit(body()).header("retry-after")).isEqualTo("3");
    }

    @Test
    void internalServerErrorSpellsItsInnerErrorDifferently() {
        JsonNode error = new Client(service("status=500")).submit(body()).json().path("error");
        assertThat(error.has("innererror")).isFalse();
        assertThat(error.at("/innerError/code").asText()).isNotEmpty();
    }

    @Test
    void submitIsAcceptedAllTheSameAndAnsweredWithAnError() {
        LocalService service = service("status=500 at=after-job-accepted");
        assertThat(new Client(service).submit(body()).status()).isEqualTo(500);
        assertThat(service.counters().jobsAccepted()).isOne();
        assertThat(service.counters().timesAccepted("a")).isOne();
        assertThat(service.counters().timesFailed("a")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-state-answer", "before-result-answer"})
    void stateIsAnsweredWithAStatus(String moment) {
        Client client = new Client(service("status=503 count=1 at=" + moment));
        String address = client.submitted("a");
        assertThat(client.get(address).status()).isEqualTo(503);
        assertThat(client.get(address).status()).isEqualTo(200);
    }

    @Test
    void runningJobIsNotAtTheMomentBeforeItsResult() {
        LocalService service = running.start(builder -> builder.faults("status=503 at=before-result-answer")
                .jobDuration(DurationDistribution.fixed(Duration.ofHours(1))));
        Client client = new Client(service);
        String address = client.submitted("a");
        assertThat(client.get(address).status()).isEqualTo(200);
        service.advance(Duration.ofHours(1));
        assertThat(client.get(address).status()).isEqualTo(503);
    }

    @Test
    void cancellationIsAnsweredWithAStatus() {
        Client client = new Client(service("status=500 at=before-cancel-answer"));
        assertThat(client.cancel(client.submitted("a")).status()).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({"before-post-read, 0", "after-post-read, 0", "after-job-accepted, 1"})
    void submitIsReset(String moment, int accepted) {
        LocalService service = service("reset at=" + moment);
        // A body larger than any socket buffer, so that the reset can come before it was read.
        String body = RawHttp.post(
                Client.body(Client.fieldsTask(), "x".repeat(100_000)).toString());
        assertThatThrownBy(() -> RawHttp.exchange(service, body)).isInstanceOf(SocketException.class);
        assertThat(service.counters().jobsAccepted()).isEqualTo(accepted);
        assertThat(service.counters().requests(Operation.SUBMIT, Counters.NO_ANSWER))
                .isOne();
    }

    @Test
    void stateIsReset() {
        LocalService service = service("reset at=before-state-answer");
        String address = new Client(service).submitted("a");
        assertThatThrownBy(() -> RawHttp.exchange(service, RawHttp.get(address)))
                .isInstanceOf(SocketException.class);
    }

    @Test
    void resultIsResetInTheMiddle() {
        LocalService service = service("reset at=during-result-get count=1");
        Client client = new Client(service);
        String address = client.submitted(Client.texts(20));
        assertThatThrownBy(() -> client.trySend(client.request(address))).isInstanceOf(IOException.class);
        assertThat(service.counters().requests(Operation.STATE, 200)).isOne();
        assertThat(client.get(address).status()).isEqualTo(200);
    }

    @Test
    void connectionIsResetAfterThe202() throws Exception {
        LocalService service = service("reset at=after-202-sent");
        try (RawHttp.Open open = RawHttp.open(service)) {
            open.send(RawHttp.post(body().toString()).replace("Connection: close\r\n", ""));
            assertThat(open.readLine()).isEqualTo("HTTP/1.1 202 Accepted");
            assertThatThrownBy(open::readToEnd).isInstanceOf(SocketException.class);
        }
        assertThat(service.counters().requests(Operation.SUBMIT, 202)).isOne();
        assertThat(service.counters().requests()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"before-post-read, 0", "after-post-read, 0", "after-job-accepted, 1"})
    void submitTimesOut(String moment, int accepted) {
        LocalService service = service("timeout time=1m at=" + moment);
        Client client = new Client(service);
        HttpRequest.Builder request = client.post(
                        "/language/analyze-text/jobs?api-version=2022-05-01", body().toString())
                .timeout(Duration.ofMillis(400));
        assertThatThrownBy(() -> client.trySend(request)).isInstanceOf(HttpTimeoutException.class);
        await().until(() -> service.counters().requests(Operation.SUBMIT, Counters.NO_ANSWER) == 1);
        assertThat(service.counters().jobsAccepted()).isEqualTo(accepted);
    }

    @Test
    void connectionThatTimedOutIsClosedWithoutAnAnswer() throws Exception {
        LocalService service = service("timeout time=100ms");
        assertThat(RawHttp.exchange(service, RawHttp.post(body().toString()))).isEmpty();
    }

    @Test
    void slowBodyComesWholeButTakesItsTime() {
        Client client = new Client(service("slow-body time=400ms"));
        String address = client.submitted(Client.texts(20));
        long start = System.nanoTime();
        JsonNode json = client.get(address).json();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(300));
        assertThat(PagingTest.ids(json)).hasSize(20);
    }

    @Test
    void brokenBodyStopsInTheMiddle() {
        LocalService service = service("broken-body");
        Client client = new Client(service);
        String address = client.submitted("a");
        assertThatThrownBy(() -> client.trySend(client.request(address))).isInstanceOf(IOException.class);
    }

    @Test
    void garbageBodyIsNotJsonThoughItSaysSo() {
        Client client = new Client(service("garbage-body"));
        Client.Reply reply = client.get(client.submitted("a"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).startsWith("application/json");
        assertThatThrownBy(reply::json)
                .hasRootCauseInstanceOf(com.fasterxml.jackson.core.JsonProcessingException.class);
    }

    @Test
    void wrongContentTypeIsAPageOfHtml() {
        Client client = new Client(service("wrong-content-type"));
        Client.Reply reply = client.get(client.submitted("a"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("text/html");
        assertThat(reply.body()).startsWith("<html>");
    }

    @Test
    void unknownStatusWordHidesTheResults() {
        Client client = new Client(service("unknown-status count=1", "unknown-status=paused count=1"));
        String address = client.submitted("a");
        JsonNode first = client.get(address).json();
        assertThat(first.path("status").asText()).isEqualTo("validating");
        assertThat(first.at("/tasks/items")).isEmpty();
        assertThat(client.get(address).json().path("status").asText()).isEqualTo("paused");
        assertThat(client.get(address).json().path("status").asText()).isEqualTo("succeeded");
    }

    @Test
    void extraFieldsAreAddedEverywhere() {
        Client client = new Client(service("extra-fields"));
        JsonNode json = client.get(client.submitted("a")).json();
        for (String place : List.of("", "/tasks", "/tasks/items/0", "/tasks/items/0/results/documents/0")) {
            assertThat(json.at(place).has("fieldOfALaterVersion")).as(place).isTrue();
        }
        assertThat(json.at("/tasks/items/0/results/documents/0/class/0/category")
                        .asText())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example/jobs/1", "not an address", "/language/analyze-text/jobs/../../x"})
    void operationLocationLiesElsewhere(String value) {
        Client.Reply reply = new Client(service("hostile-operation-location=\"" + value + "\"")).submit(body());
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("operation-location")).isEqualTo(value);
    }

    @Test
    void operationLocationIsMissing() {
        Client.Reply reply = new Client(service("hostile-operation-location")).submit(body());
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.headers().firstValue("operation-location")).isEmpty();
    }

    @Test
    void nextLinkLiesElsewhereEvenOnALastPage() {
        Client client = new Client(service("hostile-next-link=http://evil.example/?skip=0"));
        JsonNode json = client.get(client.submitted("a")).json();
        assertThat(json.path("nextLink").asText()).isEqualTo("http://evil.example/?skip=0");
    }

    @Test
    void jobEndsWithTheInBodyInternalServerError() {
        LocalService service = service("job-internal-error");
        Client client = new Client(service);
        Client.Reply reply = client.get(client.submitted("a"));
        assertThat(reply.status()).isEqualTo(200);
        JsonNode json = reply.json();
        assertThat(json.path("status").asText()).isEqualTo("failed");
        assertThat(json.at("/tasks/failed").asInt()).isOne();
        assertThat(json.at("/tasks/items/0/status").asText()).isEqualTo("failed");
        assertThat(json.at("/tasks/items/0/results/documents")).isEmpty();
        assertThat(json.at("/errors/0/code").asText()).isEqualTo("InternalServerError");
        assertThat(json.at("/errors/0/message").asText()).isEqualTo("Failed to process task after several retry");
        assertThat(service.counters().jobsFailed()).isOne();
        assertThat(service.counters().timesFailed("a")).isOne();
    }

    @Test
    void jobFailsWithoutAWord() {
        Client client = new Client(service("job-failed"));
        JsonNode json = client.get(client.submitted("a")).json();
        assertThat(json.path("status").asText()).isEqualTo("failed");
        assertThat(json.path("errors")).isEmpty();
        assertThat(json.at("/tasks/items")).isEmpty();
    }

    @Test
    void jobIsRefusedBecauseOfItsTask() {
        Client client = new Client(service("job-refused"));
        JsonNode json = client.get(client.submitted("a")).json();
        assertThat(json.path("status").asText()).isEqualTo("failed");
        assertThat(json.at("/errors/0/target").asText()).isEqualTo("#/tasks/0");
        assertThat(json.at("/tasks/items")).isEmpty();
    }

    @Test
    void wrongLanguageRefusesTheWholeSubmit() {
        Client client = new Client(service("language-refused"));
        ObjectNode body = Client.body(Client.fieldsTask(), "a", "b");
        assertThat(client.submit(body).status()).isEqualTo(202);
        ((ObjectNode) body.at("/analysisInput/documents/0")).put("language", "english");
        Client.Reply reply = client.submit(body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.innerCode()).isEqualTo("UnsupportedLanguageCode");
    }

    @Test
    void jobOfOneTaskCompletesInHalfItsDocuments() {
        LocalService service = service("job-partial");
        Client client = new Client(service);
        JsonNode json = client.get(client.submitted("a", "b", "c", "d")).json();
        assertThat(json.path("status").asText()).isEqualTo("partiallyCompleted");
        assertThat(json.path("errors")).hasSize(1);
        assertThat(PagingTest.ids(json)).containsExactly("1", "2");
        assertThat(json.at("/tasks/items/0/results/errors").findValuesAsText("id"))
                .containsExactly("3", "4");
        assertThat(service.counters().timesFailed("b")).isZero();
        assertThat(service.counters().timesFailed("c")).isOne();
    }

    @Test
    void jobOfTwoTasksCompletesInOne() {
        Client client = new Client(service("job-partial"));
        ObjectNode body = Client.body(Client.fieldsTask(), "a", "b");
        ((ArrayNode) body.path("tasks")).add(Client.moodsTask());
        JsonNode json =
                client.get(client.submit(body).header("operation-location")).json();
        assertThat(json.path("status").asText()).isEqualTo("partiallyCompleted");
        assertThat(json.at("/tasks/completed").asInt()).isOne();
        assertThat(json.at("/tasks/failed").asInt()).isOne();
        assertThat(json.at("/tasks/items/0/results/documents")).hasSize(2);
        assertThat(json.at("/tasks/items/1/status").asText()).isEqualTo("failed");
        assertThat(json.at("/tasks/items/1/results/documents")).isEmpty();
    }

    @Test
    void jobIsCancelledByNobody() {
        Client client = new Client(service("job-cancelled"));
        JsonNode json = client.get(client.submitted("a")).json();
        assertThat(json.path("status").asText()).isEqualTo("cancelled");
        assertThat(json.at("/tasks/items")).isEmpty();
    }

    @Test
    void jobNeverEnds() {
        LocalService service = service("job-stuck");
        Client client = new Client(service);
        String address = client.submitted("a");
        service.advance(Duration.ofHours(23));
        assertThat(client.get(address).json().path("status").asText()).isEqualTo("running");
    }

    @Test
    void jobIsLostThoughItWasAccepted() {
        LocalService service = service("job-lost");
        Client client = new Client(service);
        Client.Reply reply = client.get(client.submitted("a"));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("OperationNotFound");
        assertThat(service.counters().jobsLost()).isOne();
        assertThat(service.counters().timesFailed("a")).isOne();
    }

    @Test
    void documentIsInTheErrorsByTheServicesFault() {
        LocalService service = service("document-error content=poison");
        JsonNode results = results(service, "good", "poison pill");
        assertThat(results.path("documents").findValuesAsText("id")).containsExactly("1");
        assertThat(results.at("/errors/0/id").asText()).isEqualTo("2");
        assertThat(results.at("/errors/0/error/code").asText()).isEqualTo("InternalServerError");
        assertThat(service.counters().timesFailed("poison pill")).isOne();
    }

    @Test
    void documentIsInTheErrorsByItsOwnFault() {
        LocalService service = service("document-refused content=poison");
        JsonNode results = results(service, "good", "poison pill");
        assertThat(results.at("/errors/0/error/code").asText()).isEqualTo("InvalidArgument");
        assertThat(results.at("/errors/0/error/innererror/code").asText()).isEqualTo("InvalidDocument");
        assertThat(service.counters().timesFailed("poison pill")).isZero();
    }

    @Test
    void documentIsLeftOut() {
        LocalService service = service("document-left-out content=poison");
        JsonNode results = results(service, "good", "poison pill");
        assertThat(results.path("documents").findValuesAsText("id")).containsExactly("1");
        assertThat(results.path("errors")).isEmpty();
        assertThat(service.counters().timesFailed("poison pill")).isOne();
    }

    @Test
    void documentThatWasNeverSentIsAnswered() {
        JsonNode results = results(service("document-never-sent"), "good");
        assertThat(results.path("documents").findValuesAsText("id")).containsExactly("1", "never-sent-1");
    }

    private static JsonNode results(LocalService service, String... texts) {
        Client client = new Client(service);
        JsonNode json = client.get(client.submitted(texts)).json();
        assertThat(json.path("status").asText()).isEqualTo("succeeded");
        return json.at("/tasks/items/0/results");
    }

    @Test
    void faultStrikesAfterSoManyAndOnlySoOften() {
        Client client = new Client(service("status=500 skip=2 count=1"));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            statuses.add(client.submit(body()).status());
        }
        assertThat(statuses).containsExactly(202, 202, 500, 202, 202);
    }

    @Test
    void faultStrikesAShareOfTheCases() {
        Client client = new Client(service("status=500 share=0.3"));
        long struck = IntStream.range(0, 300)
                .filter(i -> client.submit(body()).status() == 500)
                .count();
        assertThat(struck).isBetween(60L, 120L);
    }

    @Test
    void documentFaultStrikesAShareOfTheDocuments() {
        Client client = new Client(service("document-left-out share=0.5"));
        int answered = 0;
        for (int i = 0; i < 10; i++) {
            answered += PagingTest.ids(
                            client.get(client.submitted(Client.texts(20))).json())
                    .size();
        }
        assertThat(answered).isBetween(70, 130);
    }

    @Test
    void faultStrikesRequestsThatHoldAText() {
        Client client = new Client(service("status=500 content=\"bad word\""));
        assertThat(client.submit(Client.body(Client.fieldsTask(), "fine", "a bad word here"))
                        .status())
                .isEqualTo(500);
        assertThat(client.submit(Client.body(Client.fieldsTask(), "fine", "a bad"))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void faultStrikesStatesOfJobsThatHoldAText() {
        Client client = new Client(service("status=503 content=poison at=before-state-answer"));
        assertThat(client.get(client.submitted("poison")).status()).isEqualTo(503);
        assertThat(client.get(client.submitted("good")).status()).isEqualTo(200);
    }

    @Test
    void sameSeedMakesTheSameChoices() {
        List<Integer> first = choices();
        assertThat(choices()).isEqualTo(first).contains(202, 500);
    }

    private List<Integer> choices() {
        Client client = new Client(running.start(builder -> builder.seed(7).faults("status=500 share=0.5")));
        return IntStream.range(0, 30)
                .mapToObj(i -> client.submit(body()).status())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "status",
                "status=200",
                "status=500 at=nowhere",
                "status=500 share=2",
                "status=500 often",
                "job-failed at=after-202-sent",
                "slow-body at=after-job-accepted",
                "reset content=x at=before-post-read",
                "status=500 count=many"
            })
    void lineThatMakesNoSenseIsRefusedWithItsReason(String line) {
        assertThatThrownBy(() -> Fault.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("fault '" + line + "': ");
    }
}
