package org.analyzetext.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.analyzetext.route.ScriptedService.Reply;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service can say to a submit, and what becomes of the documents. */
class SubmitRouteTest {
    private static final String BAD_REQUEST = "{'error':{'code':'InvalidRequest','message':'Invalid document.',"
            + "'innererror':{'code':'InvalidDocument','message':'It is bad.'}}}";

    @TempDir
    Path root;

    @AutoClose
    private ScriptedService service = new ScriptedService();

    @Test
    void throttlingIsWaitedOutAsToldAndIsNoTry() throws Exception {
        service.onSubmit = ScriptedService.first(
                List.of(Reply.of(429, "{'error':{'code':'429'}}").with("Retry-After", "1")), service::accept);
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), Map.of("job.max-attempts", "1"))) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(2);
            assertThat(service.submits()).hasSize(2);
            assertThat(service.submits().get(1).nanos()
                            - service.submits().get(0).nanos())
                    .isGreaterThan(Duration.ofMillis(990).toNanos());
            assertThat(pipeline.counters().ambiguousSubmits()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 408, 500, 503})
    void aSubmitWithoutClearEndIsCountedAndSentAgain(int status) throws Exception {
        service.onSubmit = ScriptedService.first(List.of(Reply.of(status)), service::accept);
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), Map.of("job.max-attempts", "1"))) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(2);
            assertThat(service.submits()).hasSize(2);
            assertThat(pipeline.counters().ambiguousSubmits()).isEqualTo(1);
        }
    }

    @Test
    void aServiceThatIsAwayIsWaitedForAndNothingIsAmbiguous() throws Exception {
        URI endpoint = service.endpoint();
        service.close();
        try (FilesPipeline pipeline = FilesPipeline.start(root, endpoint)) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));
            await().atMost(FilesPipeline.LIMIT).until(() -> pipeline.counters().calls() > 2);
            service = new ScriptedService(endpoint.getPort());

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(2);
            assertThat(pipeline.counters().ambiguousSubmits()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404})
    void aRefusedKeyOrAddressDeadLettersNothingAndGoesOnWhenItIsMended(int status) throws Exception {
        service.onSubmit = request -> Reply.of(status, "{'error':{'code':'401','message':'Access denied.'}}");
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));
            await().atMost(FilesPipeline.LIMIT).until(() -> service.submits().size() >= 3);
            assertThat(pipeline.files("dead-letters")).isEmpty();

            service.onSubmit = service::accept;
            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(2);
            assertThat(pipeline.deadLetters("mails.jsonl")).isEmpty();
            assertThat(pipeline.counters().ambiguousSubmits()).isZero();
        }
    }

    @Test
    void oneBadDocumentIsADeadLetterWithTheServicesReasonAndTheOthersAreResults() throws Exception {
        service.onSubmit =
                request -> request.texts().contains("text 7") ? Reply.of(400, BAD_REQUEST) : service.accept(request);
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(25));

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl"))
                    .extracting(result -> result.at("/source/ordinal").asInt())
                    .hasSize(24)
                    .isSorted()
                    .doesNotContain(7);
            assertThat(pipeline.deadLetters("mails.jsonl")).singleElement().satisfies(letter -> {
                assertThat(letter.path("id").asText()).isEqualTo("id-7");
                assertThat(letter.path("stage").asText()).isEqualTo("submit");
                assertThat(letter.path("code").asText()).isEqualTo("InvalidDocument");
                assertThat(letter.path("message").asText()).isEqualTo("Invalid document. It is bad.");
                assertThat(letter.at("/document/text").asText()).isEqualTo("text 7");
            });
            assertThat(pipeline.counters().ambiguousSubmits()).isZero();
        }
    }

    @Test
    void aBatchThatIsTooLargeForTheServiceIsHalvedUntilItFits() throws Exception {
        service.onSubmit = request -> request.texts().size() > 3 ? Reply.of(413) : service.accept(request);
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(10));

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl"))
                    .extracting(result -> result.path("id").asText())
                    .hasSize(10)
                    .startsWith("id-1", "id-2")
                    .endsWith("id-9", "id-10");
            assertThat(pipeline.files("dead-letters")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://localhost:1/", "http://localhost:1/language/analyze-text/jobs/a%2F..%2Fb"})
    void aJobWithoutUsableAddressIsSentAgainAsAmbiguous(String location) throws Exception {
        Reply taken = Reply.of(202);
        service.onSubmit = ScriptedService.first(
                List.of(location.isEmpty() ? taken : taken.with("Operation-Location", location)), service::accept);
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(2);
            assertThat(service.submits()).hasSize(2);
            assertThat(pipeline.counters().ambiguousSubmits()).isEqualTo(1);
        }
    }

    @Test
    void jobsThatNeverHaveAnAddressEndInDeadLetters() throws Exception {
        service.onSubmit = request -> Reply.of(202).with("apim-request-id", "r-1");
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), Map.of("job.max-attempts", "3"))) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));

            pipeline.awaitDrained();

            assertThat(service.submits()).hasSize(3);
            assertThat(pipeline.deadLetters("mails.jsonl")).hasSize(2).allSatisfy(letter -> {
                assertThat(letter.path("code").asText()).isEqualTo("NoOperationLocation");
                assertThat(letter.path("attempts").asInt()).isEqualTo(3);
                assertThat(letter.path("history")).hasSize(2);
                assertThat(letter.path("requestId").asText()).isEqualTo("r-1");
            });
        }
    }

    @Test
    void aForeignOperationLocationGivesTheIdAlone() throws Exception {
        try (ScriptedService foreign = new ScriptedService()) {
            service.onSubmit = request -> Reply.of(202)
                    .with("operation-location", foreign.endpoint() + "/x/language/analyze-text/jobs/job-77?a=b");
            service.onPoll = request -> service.page(request, 1, 2, "");
            try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
                pipeline.put("mails.jsonl", FilesPipeline.lines(2));

                pipeline.awaitDrained();

                assertThat(pipeline.results("mails.jsonl")).hasSize(2);
                assertThat(service.polls().get(0).uri())
                        .hasToString("/language/analyze-text/jobs/job-77?api-version=2022-05-01&top=25");
                assertThat(foreign.requests).isEmpty();
            }
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (ScriptedService foreign = new ScriptedService()) {
            service.onSubmit = ScriptedService.first(
                    List.of(Reply.of(307).with("Location", foreign.endpoint() + "/language/analyze-text/jobs")),
                    service::accept);
            try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
                pipeline.put("mails.jsonl", FilesPipeline.lines(2));

                pipeline.awaitDrained();

                assertThat(pipeline.results("mails.jsonl")).hasSize(2);
                assertThat(foreign.requests).isEmpty();
            }
        }
    }

    @Test
    void aBatchThatWaitedLongEnoughGoesBackToTheFolderAndIsSubmittedLater() throws Exception {
        service.onSubmit = request -> service.submits().size() < 6 ? Reply.of(503) : service.accept(request);
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), Map.of("call.give-back", "1ms"))) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(2);
            assertThat(service.submits()).hasSize(6);
            assertThat(pipeline.counters().ambiguousSubmits()).isEqualTo(5);
        }
    }

    @Test
    void aStopInAnOutageLeavesTheBatchWaitingForTheNextStart() throws Exception {
        service.onSubmit = request -> Reply.of(429).with("Retry-After", "600");
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));
            await().atMost(FilesPipeline.LIMIT).until(() -> !service.submits().isEmpty());
        }
        assertThat(FilesPipeline.files(root, "work/mails.jsonl"))
                .anyMatch(file -> file.startsWith("todo/000001.1."))
                .noneMatch(file -> file.startsWith("posting/"));

        service.onSubmit = service::accept;
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(2);
            assertThat(pipeline.counters().ambiguousSubmits()).isZero();
        }
    }
}
