package org.analyzetext.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.analyzetext.document.Json;
import org.analyzetext.route.ScriptedService.Reply;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service can say of a job, and what becomes of the documents. */
class PollRouteTest {
    @TempDir
    Path root;

    @AutoClose
    private final ScriptedService service = new ScriptedService();

    @Test
    void aNextPageIsAskedOfTheConfiguredAddressByItsNumberAlone() throws Exception {
        try (ScriptedService foreign = new ScriptedService()) {
            String link = foreign.endpoint() + "/language/analyze-text/jobs/other?showStats=False&top=3&skip=20&x=y";
            service.onPoll = request -> request.uri().getQuery().contains("skip")
                    ? service.page(request, 21, 23, "")
                    : service.page(request, 1, 20, link);
            try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
                pipeline.put("mails.jsonl", FilesPipeline.lines(23));

                pipeline.awaitDrained();

                assertThat(pipeline.results("mails.jsonl")).hasSize(23);
                assertThat(service.polls())
                        .extracting(poll -> poll.uri().toString())
                        .containsExactly(
                                "/language/analyze-text/jobs/job-1?api-version=2022-05-01&top=25",
                                "/language/analyze-text/jobs/job-1?api-version=2022-05-01&top=25&skip=20");
                assertThat(foreign.requests).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "resting"})
    void aJobThatIsNotOverIsPolledUntilItIs(String status) throws Exception {
        service.onPoll = ScriptedService.first(
                List.of(Reply.state(status), Reply.state(status), Reply.state(status)), service::succeeded);
        assertOneJobAndAllResults(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 429, 500, 401})
    void aPollThatFailsIsMadeAgainAndNothingIsAmbiguous(int status) throws Exception {
        service.onPoll = ScriptedService.first(List.of(Reply.of(status), Reply.of(status)), service::succeeded);
        assertOneJobAndAllResults(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Sign in</html>", "{'value':[]}"})
    void anAnswerThatCantBeReadIsAskedForAgain(String body) throws Exception {
        service.onPoll = ScriptedService.first(List.of(Reply.of(200, body)), service::succeeded);
        assertOneJobAndAllResults(2);
    }

    private void assertOneJobAndAllResults(int polls) throws Exception {
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(2);
            assertThat(service.submits()).hasSize(1);
            assertThat(service.polls()).hasSize(polls);
            assertThat(pipeline.counters().ambiguousSubmits()).isZero();
        }
    }

    @Test
    void theTasksThatAreDoneWhileTheJobRunsAreNotTakenForItsAnswer() throws Exception {
        service.onPoll = request -> {
            Reply over = service.succeeded(request);
            String running = over.body().replace("\"succeeded\"", "\"running\"").replace("Sports", "Early");
            return service.polls().size() < 3 ? Reply.of(200, running) : over;
        };
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), Map.of("job.max-attempts", "1"))) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(2).allSatisfy(result -> assertThat(
                            result.at("/classifications/0/classes/0/category").asText())
                    .isEqualTo("Sports"));
            assertThat(service.polls()).hasSize(3);
        }
    }

    @Test
    void aJobThatIsSecondsOldAndUnknownIsAskedForAgainBeforeItCountsAsLost() throws Exception {
        service.onPoll = ScriptedService.first(List.of(Reply.of(404), Reply.of(404)), service::succeeded);
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), Map.of("job.max-attempts", "1"))) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(2);
            assertThat(service.submits()).hasSize(1);
            assertThat(service.polls()).hasSize(3);
        }
    }

    @Test
    void aJobThatTheServiceForgotIsSentAgain() throws Exception {
        service.onPoll = ScriptedService.first(List.of(Reply.of(410)), service::succeeded);
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));

            pipeline.awaitDrained();

            assertThat(service.submits()).hasSize(2);
            assertThat(pipeline.results("mails.jsonl")).hasSize(2).allSatisfy(result -> assertThat(
                            result.at("/job/id").asText())
                    .isEqualTo("job-2"));
            assertThat(pipeline.counters().documentsAgain()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"failed,JobFailed", "cancelled,JobCancelled", "succeeded,NoAnswer"})
    void aJobThatAlwaysFailsEndsInDeadLettersWithTheStory(String status, String code) throws Exception {
        service.onPoll = request -> Reply.state(status);
        assertDeadLettersAfterThreeTries(Map.of("job.max-attempts", "3"), code);
    }

    @Test
    void aJobThatNeverEndsIsGivenUpAtItsDeadline() throws Exception {
        service.onPoll = request -> Reply.state("running");
        assertDeadLettersAfterThreeTries(Map.of("job.max-attempts", "3", "job.deadline", "200ms"), "JobDeadline");
    }

    private void assertDeadLettersAfterThreeTries(Map<String, String> properties, String code) throws Exception {
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), properties)) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));

            assertDeadLettersAfterThreeTries(pipeline, code);
        }
    }

    private void assertDeadLettersAfterThreeTries(FilesPipeline pipeline, String code) throws Exception {
        pipeline.awaitDrained();

        assertThat(service.submits()).hasSize(3);
        assertThat(pipeline.results("mails.jsonl")).isEmpty();
        assertThat(pipeline.deadLetters("mails.jsonl")).hasSize(2).allSatisfy(letter -> {
            assertThat(letter.path("stage").asText()).isEqualTo("analyze");
            assertThat(letter.path("code").asText()).isEqualTo(code);
            assertThat(letter.path("retryable").asBoolean()).isTrue();
            assertThat(letter.path("attempts").asInt()).isEqualTo(3);
            assertThat(letter.path("history"))
                    .extracting(failure -> failure.path("jobId").asText())
                    .containsExactly("job-1", "job-2");
        });
    }

    @Test
    void whatAJobLeftOutIsSentAgainAlone() throws Exception {
        service.onPoll = ScriptedService.first(List.of(service.page(jobOne(), 1, 3, "")), service::succeeded);
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(5));

            pipeline.awaitDrained();

            assertThat(service.submits())
                    .extracting(ScriptedService.Request::texts)
                    .last()
                    .isEqualTo(List.of("text 4", "text 5"));
            assertThat(pipeline.results("mails.jsonl"))
                    .extracting((JsonNode result) -> result.path("id").asText() + " "
                            + result.at("/job/id").asText())
                    .containsExactly("id-1 job-1", "id-2 job-1", "id-3 job-1", "id-4 job-2", "id-5 job-2");
        }
    }

    @Test
    void aRestartGoesOnWithTheJobsThatWereTaken() throws Exception {
        service.onPoll = request -> Reply.state("running");
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(30));
            await().atMost(FilesPipeline.LIMIT).until(() -> service.polls().stream()
                    .anyMatch(poll -> poll.jobId().equals("job-2")));
        }
        service.onPoll = service::succeeded;

        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(30);
            assertThat(service.submits()).hasSize(2);
            assertThat(pipeline.counters().ambiguousSubmits()).isZero();
        }
    }

    /** Polls that are given up soon. */
    private static final Map<String, String> IMPATIENT = Map.of("call.give-back", "100ms", "job.max-attempts", "3");

    @ParameterizedTest
    @ValueSource(ints = {500, 401})
    void aJobWhosePollsAreNeverAnsweredIsSentAgainWhenItsResultsAreGone(int status) throws Exception {
        service.onPoll = request -> request.jobId().equals("job-1") ? Reply.of(status) : service.succeeded(request);
        submitTwoAndStop(IMPATIENT);
        longAgo(Duration.ofHours(26).plusMinutes(1));

        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), IMPATIENT)) {
            pipeline.awaitDrained();

            assertThat(service.submits()).hasSize(2);
            assertThat(pipeline.results("mails.jsonl"))
                    .extracting(result -> result.at("/job/id").asText() + " "
                            + result.at("/history/0/code").asText() + " "
                            + result.at("/history/0/jobId").asText())
                    .containsExactly("job-2 JobUnanswered job-1", "job-2 JobUnanswered job-1");
        }
    }

    @Test
    void aJobWhoseResultsMayStillBeThereIsAskedForAgainAndAgain() throws Exception {
        assertAskedForUntilAnswered(IMPATIENT, Duration.ofHours(26).minusMinutes(1));
    }

    @Test
    void anOutageMakesNoDeadLettersHoweverLongItIs() throws Exception {
        assertAskedForUntilAnswered(Map.of("call.give-back", "100ms", "job.max-attempts", "1"), Duration.ofHours(60));
    }

    private void assertAskedForUntilAnswered(Map<String, String> properties, Duration age) throws Exception {
        service.onPoll = request -> Reply.of(503);
        submitTwoAndStop(properties);
        longAgo(age);
        int before = service.polls().size();

        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), properties)) {
            await().atMost(FilesPipeline.LIMIT).until(() -> service.polls().size() > before + 20);
            service.onPoll = service::succeeded;
            pipeline.awaitDrained();

            assertThat(service.submits()).hasSize(1);
            assertThat(pipeline.results("mails.jsonl")).hasSize(2);
        }
    }

    @Test
    void jobsThatAreNeverAnsweredEndInDeadLettersWithTheStory() throws Exception {
        service.onPoll = request -> Reply.of(500);
        submitTwoAndStop(IMPATIENT);
        for (int jobs = 2; jobs <= 3; jobs++) {
            longAgo(Duration.ofHours(27));
            String job = "job-" + jobs;
            FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), IMPATIENT);
            try (pipeline) {
                await().atMost(FilesPipeline.LIMIT)
                        .until(() -> pipeline.counters().documentsAgain() == 2
                                && service.polls().stream()
                                        .anyMatch(poll -> poll.jobId().equals(job)));
            }
        }
        longAgo(Duration.ofHours(27));

        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), IMPATIENT)) {
            assertDeadLettersAfterThreeTries(pipeline, "JobUnanswered");
        }
    }

    @Test
    void theLastTryOfAJobThatAloneIsNotAnsweredIsADeadLetter() throws Exception {
        Map<String, String> lastTry =
                Map.of("call.give-back", "300ms", "job.max-attempts", "1", "batch.max-documents", "1");
        service.onPoll = request -> request.jobId().equals("job-1") ? Reply.of(500) : Reply.state("running");
        submitTwoAndStop(lastTry);
        longAgo(Duration.ofHours(27), "job-1");
        service.onPoll = request -> {
            if (!request.jobId().equals("job-1")) {
                return Reply.state("running");
            }
            // The other job is answered within the poll of this one.
            long before = pollsOf("job-2");
            await().atMost(FilesPipeline.LIMIT).until(() -> pollsOf("job-2") > before);
            return Reply.of(500);
        };

        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), lastTry)) {
            await().atMost(FilesPipeline.LIMIT)
                    .until(() -> pipeline.files("work").stream().anyMatch(file -> file.contains("/outcomes/")));
            service.onPoll = service::succeeded;
            pipeline.awaitDrained();

            assertThat(service.submits()).hasSize(2);
            assertThat(pipeline.results("mails.jsonl")).hasSize(1);
            assertThat(pipeline.deadLetters("mails.jsonl"))
                    .extracting(letter -> letter.path("code").asText())
                    .containsExactly("JobUnanswered");
        }
    }

    private long pollsOf(String jobId) {
        return service.polls().stream()
                .filter(poll -> jobId.equals(poll.jobId()))
                .count();
    }

    /** Two documents with the service, and nobody who polls. */
    private void submitTwoAndStop(Map<String, String> properties) throws Exception {
        int jobs = properties.containsKey("batch.max-documents") ? 2 : 1;
        FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), properties);
        try (pipeline) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));
            await().atMost(FilesPipeline.LIMIT)
                    .until(() -> service.polls().stream()
                                    .map(ScriptedService.Request::jobId)
                                    .distinct()
                                    .count()
                            == jobs);
        }
    }

    /** As if all jobs had been submitted so long before. */
    private void longAgo(Duration before) throws Exception {
        longAgo(before, "job-");
    }

    private void longAgo(Duration before, String jobs) throws Exception {
        for (String name : FilesPipeline.files(root, "work")) {
            if (name.contains("/jobs/")) {
                Path file = root.resolve("work").resolve(name);
                ObjectNode job = (ObjectNode) Json.MAPPER.readTree(file.toFile());
                if (!job.path("jobId").asText().startsWith(jobs)) {
                    continue;
                }
                Instant submitted = Instant.now().minus(before);
                Files.writeString(
                        file, job.put("submittedAt", submitted.toString()).toString());
            }
        }
    }

    private static ScriptedService.Request jobOne() {
        return new ScriptedService.Request(
                "GET", java.net.URI.create("/language/analyze-text/jobs/job-1"), Map.of(), "", 0);
    }
}
