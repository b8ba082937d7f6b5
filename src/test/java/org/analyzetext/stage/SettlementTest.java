package org.analyzetext.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.analyzetext.document.Document;
import org.analyzetext.document.Envelope;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.Batches;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.DeadLetter.Stage;
import org.analyzetext.job.Failure;
import org.analyzetext.job.Label;
import org.analyzetext.job.Result;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.TaskResult;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.service.KeySource;
import org.analyzetext.service.Keys;
import org.analyzetext.service.Quota;
import org.analyzetext.service.Resource;
import org.analyzetext.service.ServiceAnswer;
import org.analyzetext.service.ServiceAnswers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettlementTest {
    private static final Instant NOW = Batches.NOW.plusSeconds(60);
    private static final int MAX_ATTEMPTS = 3;
    private final RunCounters counters = new RunCounters();
    private final Settlement settlement = new Settlement(
            Map.of(
                    "default",
                    new Resource(
                            "default",
                            URI.create("https://my.example"),
                            Keys.of(KeySource.of("key")),
                            "2022-05-01",
                            new Quota(1_000, 1.0, false, true))),
            Refusals.untold(),
            MAX_ATTEMPTS,
            Duration.ofSeconds(5),
            counters,
            Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(strings = {"succeeded", "partiallyCompleted", "partiallySucceeded", "failed", "cancelled", "running"})
    void anAnsweredDocumentIsAResultWhateverTheJobsState(String status) {
        BatchOutcome outcome = ended(Batches.submitted(1), job(status, "", item("intent", answered(1, 1), "")));

        assertThat(outcome.results()).singleElement().satisfies(result -> {
            assertThat(result.id()).isEqualTo("id-1");
            assertThat(result.source()).isEqualTo(Batches.document(1).source());
            assertThat(result.job().id()).isEqualTo("job-1");
            assertThat(result.job().apiVersion()).isEqualTo("2022-05-01");
            assertThat(result.job().completedAt()).isEqualTo(Instant.parse("2026-03-01T12:00:30Z"));
        });
        assertThat(outcome.deadLetters()).isEmpty();
        assertThat(outcome.again()).isEmpty();
    }

    @Test
    void aResultSaysWhenItsDocumentCameInAndWhenItWasPublished() {
        Instant cameIn = Batches.NOW.minusSeconds(90);
        Instant oldest = Batches.NOW.minusSeconds(120);
        SubmittedJob job = Batches.toSubmit(
                        List.of(ofRecord(1, cameIn), ofRecord(2, null), Batches.document(3)), Batches.SINGLE)
                .receivedAt(oldest)
                .submitted("default", "job-1", Batches.NOW, Batches.NOW);

        BatchOutcome outcome = ended(job, job("succeeded", "", item("intent", answered(1, 2), invalid(3))));

        assertThat(outcome.results()).extracting(Result::takenAt).containsExactly(cameIn, oldest);
        assertThat(outcome.results()).extracting(Result::publishedAt).containsOnly(NOW);
        assertThat(outcome.deadLetters()).extracting(DeadLetter::takenAt).containsExactly(oldest);
    }

    private static Document ofRecord(int ordinal, @Nullable Instant time) {
        Document document = Batches.document(ordinal);
        return new Document(
                document.source(),
                document.id(),
                null,
                document.text(),
                document.metadata(),
                new Envelope(null, List.of(), time));
    }

    @Test
    void aResultSaysHowOftenItsJobWasPolled() {
        SubmittedJob job = Batches.submitted(1).pollAgain(NOW).pollAgain(NOW);

        BatchOutcome outcome = ended(job, job("succeeded", "", item("intent", answered(1, 1), "")));

        assertThat(outcome.results().get(0).job().polls()).isEqualTo(3);
    }

    @Test
    void resultsKeepTheOrderAndCarryTheTask() {
        BatchOutcome outcome = ended(Batches.submitted(25), job("succeeded", "", item("intent", answered(1, 25), "")));

        assertThat(outcome.results())
                .extracting(Result::source)
                .containsExactlyElementsOf(Batches.submitted(25).documents().stream()
                        .map(document -> document.source())
                        .toList());
        assertThat(outcome.results().get(6).classifications()).singleElement().satisfies(said -> {
            assertThat(said.task()).isEqualTo(TaskResult.TaskName.of(Batches.SINGLE, ""));
            assertThat(said.classes()).extracting(Label::category).containsExactly("c7");
        });
    }

    @Test
    void anAnswerWithoutClassesIsAResult() {
        BatchOutcome outcome =
                ended(Batches.submitted(1), job("succeeded", "", item("intent", "{'id':'1','class':[]}", "")));

        assertThat(outcome.results()).singleElement().satisfies(result -> assertThat(
                        result.classifications().get(0).classes())
                .isEmpty());
    }

    @Test
    void aDocumentsOwnErrorIsADeadLetterWhileTheOthersAreResults() {
        BatchOutcome outcome = ended(
                Batches.submitted(3),
                job("succeeded", "", item("intent", answered(1, 1) + "," + answered(3, 3), invalid(2))));

        assertThat(outcome.results()).extracting(Result::id).containsExactly("id-1", "id-3");
        assertThat(outcome.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.id()).isEqualTo("id-2");
            assertThat(letter.stage()).isEqualTo(Stage.ANALYZE);
            assertThat(letter.code()).isEqualTo("InvalidDocument");
            assertThat(letter.message()).isEqualTo("Invalid document in request. Document text is empty.");
            assertThat(letter.retryable()).isFalse();
            assertThat(letter.attempts()).isEqualTo(1);
            assertThat(letter.time()).isEqualTo(NOW);
            assertThat(letter.document().path("text").asText()).isEqualTo("text 2");
        });
    }

    @Test
    void aDocumentWithAPassingErrorIsSentAgainAlone() {
        BatchOutcome outcome = ended(
                Batches.submitted(2), job("succeeded", "", item("intent", answered(1, 1), internalServerError(2))));

        assertThat(outcome.results()).hasSize(1);
        assertThat(outcome.again()).singleElement().satisfies(next -> {
            assertThat(next.documents()).containsExactly(Batches.document(2));
            assertThat(next.attempt()).isEqualTo(2);
            assertThat(next.due()).isEqualTo(NOW.plusSeconds(5));
        });
    }

    @Test
    void thePassingErrorIsInTheStory() {
        BatchOutcome outcome =
                ended(Batches.submitted(1), job("succeeded", "", item("intent", "", internalServerError(1))));

        assertThat(outcome.again().get(0).history())
                .containsExactly(new Failure(
                        1,
                        "job-1",
                        "InternalServerError",
                        "An error occurred.",
                        "req-1",
                        NOW,
                        "default",
                        0,
                        0,
                        false,
                        Batches.NOW,
                        1));
    }

    @Test
    void aDocumentWithoutAnswerIsSentAgain() {
        BatchOutcome outcome = ended(Batches.submitted(3), job("succeeded", "", item("intent", answered(1, 2), "")));

        assertThat(outcome.results()).hasSize(2);
        assertThat(outcome.again().get(0).documents()).containsExactly(Batches.document(3));
        assertThat(outcome.again().get(0).history().get(0).code()).isEqualTo("NoAnswer");
    }

    @Test
    void answersForIdsThatWereNeverSentAreIgnored() {
        BatchOutcome outcome = ended(
                Batches.submitted(1),
                job("succeeded", "", item("intent", answered(0, 2) + ",{'id':'id-1','class':[]}", invalid(26))));

        assertThat(outcome.results()).hasSize(1);
        assertThat(outcome.deadLetters()).isEmpty();
    }

    @Test
    void contradictoryAnswersAreNoAnswer() {
        BatchOutcome outcome = ended(
                Batches.submitted(1),
                job("succeeded", "", item("intent", answered(1, 1) + ",{'id':'1','class':[]}", "")));

        assertThat(outcome.results()).isEmpty();
        assertThat(outcome.again()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "failed,JobFailed",
        "cancelled,JobCancelled",
        "succeeded,NoAnswer",
        "partiallyCompleted,NoAnswer",
        "running,JobDeadline",
        "resting,JobDeadline",
    })
    void aJobWithoutAnswersIsSentAgainAndTheStorySaysWhy(String status, String code) {
        BatchOutcome outcome = ended(Batches.submitted(2), job(status, "", ""));

        assertThat(outcome.again()).singleElement().satisfies(next -> {
            assertThat(next.documents()).hasSize(2);
            assertThat(next.history()).singleElement().satisfies(failure -> {
                assertThat(failure.code()).isEqualTo(code);
                assertThat(failure.jobId()).isEqualTo("job-1");
                assertThat(failure.attempt()).isEqualTo(1);
                assertThat(failure.at()).isEqualTo(NOW);
            });
        });
    }

    @Test
    void theErrorOfTheWholeJobIsInTheStory() {
        BatchOutcome outcome = ended(
                Batches.submitted(1),
                job("failed", "{'code':'InternalServerError','message':'Failed to process task'}", ""));

        assertThat(outcome.again().get(0).history().get(0).message()).isEqualTo("Failed to process task");
    }

    @Test
    void onTheLastTryADeadLetterTellsTheWholeStory() {
        SubmittedJob job = Batches.submitted(1);
        for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
            job = ended(job, job("failed", "", ""))
                    .again()
                    .get(0)
                    .submitted("default", "job-" + (attempt + 1), NOW, NOW);
        }

        BatchOutcome outcome = ended(job, job("succeeded", "", item("intent", "", internalServerError(1))));

        assertThat(outcome.again()).isEmpty();
        assertThat(outcome.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo("InternalServerError");
            assertThat(letter.attempts()).isEqualTo(MAX_ATTEMPTS);
            assertThat(letter.retryable()).isTrue();
            assertThat(letter.history()).extracting(Failure::jobId).containsExactly("job-1", "job-2");
            assertThat(letter.history()).extracting(Failure::code).containsOnly("JobFailed");
        });
    }

    @Test
    void aDocumentIsAResultOnlyWhenEveryTaskAnsweredIt() {
        SubmittedJob job = Batches.submitted(2, Batches.SINGLE, Batches.MULTI);

        BatchOutcome outcome = ended(
                job,
                job(
                        "partiallyCompleted",
                        "",
                        item("intent", answered(1, 2), "") + "," + item("support", answered(1, 1), invalid(2))));

        assertThat(outcome.results()).singleElement().satisfies(result -> assertThat(result.classifications())
                .extracting(said -> said.task().name())
                .containsExactly("intent", "support"));
        assertThat(outcome.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo("InvalidDocument");
            assertThat(letter.said().classifications())
                    .singleElement()
                    .satisfies(said -> assertThat(said.task().name()).isEqualTo("intent"));
        });
    }

    @Test
    void answersAreGivenToTheirTasksInAnyOrder() {
        SubmittedJob job = Batches.submitted(1, Batches.SINGLE, Batches.MULTI);

        BatchOutcome outcome = ended(
                job,
                job("succeeded", "", item("support", label(1, "s"), "") + "," + item("intent", label(1, "i"), "")));

        assertThat(labels(outcome)).isEqualTo("intent=i support=s");
    }

    @Test
    void answersWithoutNameAreGivenByTheirKind() {
        SubmittedJob job = Batches.submitted(1, Batches.SINGLE, Batches.MULTI);

        BatchOutcome outcome = ended(
                job,
                job(
                        "succeeded",
                        "",
                        "{'kind':'CustomMultiLabelClassificationLROResults','results':{'documents':[" + label(1, "s")
                                + "]}},{'kind':'CustomSingleLabelClassificationLROResults','results':{'documents':["
                                + label(1, "i") + "]}}"));

        assertThat(labels(outcome)).isEqualTo("intent=i support=s");
    }

    @Test
    void anErrorThatStaysCountsBeforeOneThatPasses() {
        SubmittedJob job = Batches.submitted(1, Batches.SINGLE, Batches.MULTI);

        BatchOutcome outcome = ended(
                job,
                job(
                        "succeeded",
                        "",
                        item("intent", "", internalServerError(1)) + "," + item("support", "", invalid(1))));

        assertThat(outcome.deadLetters()).extracting(DeadLetter::code).containsExactly("InvalidDocument");
    }

    @Test
    void aLostJobIsSentAgainWhole() {
        BatchOutcome outcome = settlement.lost(Batches.submitted(2), ServiceAnswers.of(404, ""));

        assertThat(outcome.again()).singleElement().satisfies(next -> {
            assertThat(next.documents()).hasSize(2);
            assertThat(next.history()).extracting(Failure::code).containsExactly("JobLost");
            assertThat(next.history()).extracting(Failure::requestId).containsExactly("req-1");
        });
    }

    @Test
    void aJobThatIsLostAgainAndAgainEndsInDeadLetters() {
        SubmittedJob job = Batches.submitted(2);
        while (job.attempt() < MAX_ATTEMPTS) {
            job = settlement
                    .lost(job, ServiceAnswers.of(404, ""))
                    .again()
                    .get(0)
                    .submitted("default", "job-1", NOW, NOW);
        }

        BatchOutcome outcome = settlement.lost(job, ServiceAnswers.of(404, ""));

        assertThat(outcome.deadLetters()).hasSize(2).allSatisfy(letter -> {
            assertThat(letter.code()).isEqualTo("JobLost");
            assertThat(letter.retryable()).isTrue();
            assertThat(letter.history()).hasSize(MAX_ATTEMPTS - 1);
        });
    }

    @Test
    void jobsThatWeCancelledAreNoFailedTries() {
        SubmittedJob job = Batches.submitted(2);
        for (int stop = 1; stop <= 2 * MAX_ATTEMPTS; stop++) {
            BatchOutcome outcome = stop % 2 == 0
                    ? settlement.lost(job.cancelling(), ServiceAnswers.of(404, ""))
                    : ended(job.cancelling(), job("cancelled", "", ""));
            job = outcome.again().get(0).submitted("default", "job-" + stop, NOW, NOW);
        }
        assertThat(job.history()).extracting(Failure::code).containsOnly("CancelledAtStop");
        for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
            job = ended(job, job("cancelled", "", "")).again().get(0).submitted("default", "job", NOW, NOW);
        }

        assertThat(ended(job, job("cancelled", "", "")).deadLetters())
                .extracting(DeadLetter::code)
                .containsExactly("JobCancelled", "JobCancelled");
    }

    @Test
    void aServiceThatCallsItsErrorsLikeOurStopGetsNoMoreTries() {
        String error = "{'code':'CancelledAtStop','message':'Try again'}";
        SubmittedJob job = Batches.submitted(1);
        for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
            job = ended(job, job("failed", error, "")).again().get(0).submitted("default", "job", NOW, NOW);
        }

        assertThat(ended(job, job("failed", error, "")).deadLetters()).hasSize(1);
    }

    @Test
    void aJobThatWasOverBeforeItWasCancelledHasItsResults() {
        assertThat(ended(Batches.submitted(1).cancelling(), job("succeeded", "", item("intent", answered(1, 1), "")))
                        .results())
                .hasSize(1);
    }

    @Test
    void aBatchThatWasTakenWithoutJobIsSentAgainAsAmbiguous() {
        BatchOutcome outcome = settlement.lostOnSubmit(Batches.toSubmit(2), ServiceAnswers.accepted(null));

        assertThat(outcome.again()).singleElement().satisfies(next -> {
            assertThat(next.ambiguous()).isEqualTo(1);
            assertThat(next.attempt()).isEqualTo(2);
            assertThat(next.history()).extracting(Failure::code).containsExactly("NoOperationLocation");
        });
    }

    private BatchOutcome ended(SubmittedJob job, String answer) {
        return settlement.ended(job, ServiceAnswers.job(answer));
    }

    private static String labels(BatchOutcome outcome) {
        return outcome.results().get(0).classifications().stream()
                .map(said -> said.task().name() + "=" + said.classes().get(0).category())
                .collect(Collectors.joining(" "));
    }

    private static String job(String status, String errors, String items) {
        return "{'jobId':'job-1','status':'" + status + "','lastUpdatedDateTime':'2026-03-01T12:00:30Z','errors':["
                + errors + "],'tasks':{'completed':1,'failed':0,'inProgress':0,'total':1,'items':[" + items + "]}}";
    }

    private static String item(String task, String documents, String errors) {
        return "{'kind':'any','taskName':'" + task + "','results':{'documents':[" + documents + "],'errors':[" + errors
                + "]}}";
    }

    private static String answered(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id -> label(id, "c" + id))
                .collect(Collectors.joining(","));
    }

    private static String label(int id, String category) {
        return "{'id':'" + id + "','class':[{'category':'" + category + "','confidenceScore':0.5}],'warnings':[]}";
    }

    private static String invalid(int id) {
        return "{'id':'" + id + "','error':{'code':'InvalidArgument','message':'Invalid document in request.',"
                + "'innererror':{'code':'InvalidDocument','message':'Document text is empty.'}}}";
    }

    private static String internalServerError(int id) {
        return "{'id':'" + id + "','error':{'code':'InternalServerError','message':'An error occurred.'}}";
    }

    @Test
    void documentsThatGetAnotherTryAreCounted() {
        ended(Batches.submitted(3), job("failed", "", ""));

        assertThat(counters.documentsAgain()).isEqualTo(3);
    }

    @Test
    void halvesOfARefusedBatchAreStillTheSameTry() {
        settlement.refused(Batches.toSubmit(4), new ServiceAnswer(400, null, null, new byte[0]));

        assertThat(counters.documentsAgain()).isZero();
    }
}
