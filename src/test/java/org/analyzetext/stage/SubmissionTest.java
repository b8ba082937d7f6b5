package org.analyzetext.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.analyzetext.document.Document;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Json;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.Batches;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskKind;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.schedule.PollSchedule;
import org.analyzetext.service.ServiceAnswer;
import org.analyzetext.service.ServiceAnswers;
import org.analyzetext.service.ServiceCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionTest {
    private static final String LOCATION = "https://my.example/language/analyze-text/jobs/job-9?api-version=2022-05-01";
    private static final Clock CLOCK = Clock.fixed(Batches.NOW, ZoneOffset.UTC);
    private final RunCounters counters = new RunCounters();
    private final Submission submission = new Submission(
            List.of(),
            new PollSchedule(Duration.ofSeconds(1), Duration.ofSeconds(15), any -> 100, () -> 0.5),
            new Settlement(Map.of(), Refusals.untold(), 3, Duration.ofSeconds(5), new RunCounters(), CLOCK),
            counters,
            CLOCK);

    @Test
    void aRequestIsThePlainOneOfTheContract() throws Exception {
        assertThat(request(Batches.toSubmit(Batches.documents(2), Batches.SINGLE)))
                .isEqualTo(json("""
                {"analysisInput": {"documents": [
                   {"id": "1", "text": "text 1"},
                   {"id": "2", "text": "text 2"}]},
                 "tasks": [
                   {"kind": "CustomSingleLabelClassification", "taskName": "intent",
                    "parameters": {"projectName": "Intents", "deploymentName": "production"}}]}"""));
    }

    @Test
    void bothKindsGoInOneJobWithLanguageAndOptOutWhereTheyAreKnown() throws Exception {
        Task optOut = new Task("support", TaskKind.MULTI_LABEL, "Support", "staging", true);
        Document german = new Document(
                new FilePosition("a.csv", 7, 9L),
                "same",
                "de",
                "Grüße 👩‍👩‍👧",
                Json.MAPPER.createObjectNode().put("customer", 17));

        assertThat(request(Batches.toSubmit(List.of(german, Batches.document(8)), Batches.SINGLE, optOut)))
                .isEqualTo(json("""
                {"analysisInput": {"documents": [
                   {"id": "1", "language": "de", "text": "Grüße 👩‍👩‍👧"},
                   {"id": "2", "text": "text 8"}]},
                 "tasks": [
                   {"kind": "CustomSingleLabelClassification", "taskName": "intent",
                    "parameters": {"projectName": "Intents", "deploymentName": "production"}},
                   {"kind": "CustomMultiLabelClassification", "taskName": "support",
                    "parameters": {"projectName": "Support", "deploymentName": "staging", "loggingOptOut": true}}]}"""));
    }

    @Test
    void idsAreThePositionsInTheBatchWhateverTheDocumentsAreCalled() throws Exception {
        JsonNode request = request(Batches.toSubmit(25));

        assertThat(request.at("/analysisInput/documents").findValuesAsText("id"))
                .hasSize(25)
                .startsWith("1", "2", "3")
                .endsWith("24", "25");
    }

    @Test
    void anAcceptedBatchIsAJobThatIsPolledAsPlanned() {
        SubmittedJob job = submission.accepted(Batches.toSubmit(2), ServiceAnswers.accepted(LOCATION));

        assertThat(job.jobId()).isEqualTo("job-9");
        assertThat(job.submittedAt()).isEqualTo(Batches.NOW);
        assertThat(job.due()).isEqualTo(Batches.NOW.plusSeconds(1));
        assertThat(job.documents()).hasSize(2);
    }

    @Test
    void onlyASuccessWithAnIdHasAJob() {
        Batch batch = Batches.toSubmit(2);

        assertThat(submission.hasJob(batch, ServiceAnswers.accepted(LOCATION))).isTrue();
        assertThat(submission.hasJob(batch, new ServiceAnswer(200, LOCATION, null, new byte[0])))
                .isTrue();
        assertThat(submission.hasJob(batch, ServiceAnswers.accepted(null))).isFalse();
        assertThat(submission.hasJob(batch, ServiceAnswers.accepted("https://evil.example/else")))
                .isFalse();
        assertThat(submission.hasJob(batch, ServiceAnswers.of(400, ""))).isFalse();
    }

    @Test
    void theIdOfAnotherBatchsJobIsNotBelieved() {
        Batch first = Batches.toSubmit(4);
        Batch other = first.halves().get(0);

        assertThat(submission.hasJob(first, ServiceAnswers.accepted(LOCATION))).isTrue();
        assertThat(submission.hasJob(other, ServiceAnswers.accepted(LOCATION))).isFalse();
        assertThat(submission.hasJob(first, ServiceAnswers.accepted(LOCATION))).isTrue();
    }

    @Test
    void textRecordsAreCountedAsTheServiceBillsThem() {
        Document longText = new Document(
                new FilePosition("a.txt", 1, null), null, null, "x".repeat(1_001), Json.MAPPER.createObjectNode());

        submission.accepted(
                Batches.toSubmit(List.of(longText, Batches.document(1)), Batches.SINGLE, Batches.MULTI),
                ServiceAnswers.accepted(LOCATION));

        assertThat(counters.jobs()).isEqualTo(1);
        assertThat(counters.textRecords()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"x,1000,1", "x,1001,2", "e\u0301,1000,1", "e\u0301,1001,2", "👩‍👩‍👧‍👦,900,1", "語,2000,2"})
    void aCharacterOfATextRecordIsATextElement(String element, int times, long records) {
        Document text = new Document(
                new FilePosition("a.txt", 1, null), null, null, element.repeat(times), Json.MAPPER.createObjectNode());

        assertThat(Batches.toSubmit(List.of(text), Batches.SINGLE).textRecords())
                .isEqualTo(records);
    }

    @Test
    void aBatchTakenWithoutIdIsCountedAsAmbiguousAndSentAgain() {
        BatchOutcome outcome =
                submission.notAccepted(Batches.toSubmit(2), ServiceAnswers.accepted("https://evil.example/"));

        assertThat(counters.ambiguousSubmits()).isEqualTo(1);
        assertThat(counters.jobs()).isEqualTo(1);
        assertThat(outcome.again()).extracting(Batch::size).containsExactly(2);
    }

    @Test
    void aRefusedBatchIsNotAmbiguous() {
        BatchOutcome outcome = submission.notAccepted(Batches.toSubmit(2), ServiceAnswers.of(400, ""));

        assertThat(counters.ambiguousSubmits()).isZero();
        assertThat(outcome.again()).extracting(Batch::size).containsExactly(1, 1);
    }

    private JsonNode request(Batch batch) throws Exception {
        ServiceCall call = submission.call(batch);
        return Json.MAPPER.readTree(call.body());
    }

    private static JsonNode json(String text) throws Exception {
        return Json.MAPPER.readTree(text);
    }
}
