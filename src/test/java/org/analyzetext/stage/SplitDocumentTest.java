package org.analyzetext.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Json;
import org.analyzetext.document.OverLong;
import org.analyzetext.document.TextRange;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.Batches;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.Failure;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Label;
import org.analyzetext.job.PartAnswer;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.schedule.PollSchedule;
import org.analyzetext.service.ServiceAnswers;
import org.junit.jupiter.api.Test;

/** A document that is sent in parts, job after job. */
class SplitDocumentTest {
    /** 10, 30 and 20 characters. */
    private static final String TEXT = "A".repeat(8) + "\n\n" + "B".repeat(28) + "\n\n" + "C".repeat(20);

    private static final int MAX_ATTEMPTS = 2;
    private final RunCounters counters = new RunCounters();
    private final Settlement settlement = new Settlement(
            Map.of(), Refusals.untold(), MAX_ATTEMPTS, Duration.ofSeconds(5), counters, Clock.systemUTC());
    private final Submission submission = new Submission(
            List.of(),
            new PollSchedule(Duration.ofSeconds(1), Duration.ofSeconds(1), any -> 100, () -> 0),
            settlement,
            counters,
            Clock.systemUTC());

    @Test
    void onePartIsSentAtATime() throws Exception {
        Batch first = toSubmit();
        Batch second =
                answered(first, "{'category':'a','confidenceScore':1}").again().get(0);

        assertThat(sent(first)).isEqualTo("A".repeat(8) + "\n\n");
        assertThat(sent(second)).isEqualTo("B".repeat(28) + "\n\n");
        assertThat(first.textRecords()).isEqualTo(2);
        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(second), JobRecord.class))
                .isEqualTo(second);
        assertThat(second.name()).isEqualTo("mails.jsonl/000001-p2");
        assertThat(second.attempt()).isEqualTo(1);
        assertThat(second.due()).isNull();
        assertThat(counters.documentsAgain()).isZero();
    }

    @Test
    void nothingIsPublishedBeforeTheLastPart() {
        BatchOutcome outcome = answered(toSubmit(), "{'category':'a','confidenceScore':1}");

        assertThat(outcome.results()).isEmpty();
        assertThat(outcome.deadLetters()).isEmpty();
        assertThat(outcome.again()).hasSize(1);
    }

    @Test
    void theLabelsOfTheWholeAreMadeOfThoseOfTheParts() {
        Batch second = answered(
                        toSubmit(),
                        "{'category':'a','confidenceScore':0.9}",
                        "{'category':'x','confidenceScore':0.9},{'category':'y','confidenceScore':0.4}")
                .again()
                .get(0);
        Batch third = answered(second, "{'category':'b','confidenceScore':0.5}", "")
                .again()
                .get(0);

        BatchOutcome outcome = answered(
                third,
                "{'category':'a','confidenceScore':0.6}",
                "{'category':'y','confidenceScore':0.7},{'category':'x','confidenceScore':0.1}");

        assertThat(outcome.again()).isEmpty();
        assertThat(outcome.results()).singleElement().satisfies(result -> {
            // a: (10 x 0.9 + 20 x 0.6) / 60; b: 30 x 0.5 / 60
            assertThat(result.classifications().get(0).classes()).containsExactly(label("a", "0.3500"));
            assertThat(result.classifications().get(1).classes()).containsExactly(label("x", "0.9"), label("y", "0.7"));
            assertThat(result.parts()).extracting(PartAnswer::characters).containsExactly(10, 30, 20);
            assertThat(result.parts())
                    .extracting(part -> part.job().id())
                    .containsExactly("job-of-000001-p1", "job-of-000001-p2", "job-of-000001-p3");
            assertThat(result.parts().get(1).said().classifications().get(0).classes())
                    .containsExactly(label("b", "0.5"));
            assertThat(result.job().id()).isEqualTo("job-of-000001-p3");
        });
    }

    @Test
    void aPartThatIsRefusedMakesTheDocumentADeadLetterWithTheAnswersSoFar() {
        Batch second = answered(toSubmit(), "{'category':'a','confidenceScore':1}")
                .again()
                .get(0);

        BatchOutcome outcome = settlement.refused(
                second, ServiceAnswers.of(400, "{'error':{'code':'InvalidDocument','message':'It is too long.'}}"));

        assertThat(outcome.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.message()).isEqualTo("Part 2 of 3: It is too long.");
            assertThat(letter.parts()).extracting(PartAnswer::characters).containsExactly(10);
            assertThat(letter.document().path("text").asText()).isEqualTo(TEXT);
        });
    }

    @Test
    void eachPartHasItsOwnTries() {
        Batch part = toSubmit();
        BatchOutcome failed = failed(part);
        part = failed.again().get(0);
        assertThat(part.name()).endsWith("-p1");
        assertThat(part.attempt()).isEqualTo(2);

        Batch second =
                answered(part, "{'category':'a','confidenceScore':1}").again().get(0);
        BatchOutcome secondFailed = failed(second);
        BatchOutcome givenUp = failed(secondFailed.again().get(0));

        assertThat(givenUp.again()).isEmpty();
        assertThat(givenUp.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo("JobFailed");
            assertThat(letter.retryable()).isTrue();
            assertThat(letter.history()).extracting(Failure::code).containsExactly("JobFailed", "JobFailed");
            assertThat(letter.parts()).hasSize(1);
        });
    }

    @Test
    void aPartOfWhiteSpaceAloneIsNotSent() {
        String text = "A".repeat(20) + " ".repeat(100) + "B".repeat(20);

        List<TextRange> parts = new DocumentRules(35, OverLong.SPLIT).parts(List.of(document(text)));

        assertThat(parts).extracting(part -> part.of(text)).hasSize(2).noneMatch(String::isBlank);
    }

    @Test
    void aDeadLetterWithPartsIsReadAsItWasWritten() throws Exception {
        Batch second = answered(toSubmit(), "{'category':'a','confidenceScore':0.9}")
                .again()
                .get(0);
        DeadLetter letter = settlement
                .refused(second, ServiceAnswers.of(400, "{}"))
                .deadLetters()
                .get(0);

        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(letter), DeadLetter.class))
                .isEqualTo(letter);
    }

    private static Batch toSubmit() {
        return Batches.toSubmit(List.of(document(TEXT)), Batches.SINGLE, Batches.MULTI)
                .inParts(List.of(new TextRange(0, 10, 10), new TextRange(10, 40, 30), new TextRange(40, 60, 20)));
    }

    private static Document document(String text) {
        return new Document(new FilePosition("mails.jsonl", 1, 1L), "id-1", "en", text, Json.MAPPER.createObjectNode());
    }

    private String sent(Batch batch) throws Exception {
        JsonNode documents = Json.MAPPER.readTree(submission.call(batch).body()).at("/analysisInput/documents");
        assertThat(documents).hasSize(1);
        return documents.path(0).path("text").asText();
    }

    private BatchOutcome answered(Batch part, String single) {
        return answered(part, single, "");
    }

    private BatchOutcome answered(Batch part, String single, String multi) {
        return settlement.ended(
                submitted(part),
                ServiceAnswers.job("{'status':'succeeded','tasks':{'items':[" + item("intent", single) + ","
                        + item("support", multi) + "]}}"));
    }

    private BatchOutcome failed(Batch part) {
        return settlement.ended(submitted(part), ServiceAnswers.job("{'status':'failed'}"));
    }

    private static SubmittedJob submitted(Batch part) {
        String name = part.name().substring(part.name().indexOf('/') + 1);
        return part.submitted("default", "job-of-" + name, Batches.NOW, Batches.NOW);
    }

    private static String item(String task, String classes) {
        return "{'taskName':'" + task + "','results':{'documents':[{'id':'1','class':[" + classes + "]}]}}";
    }

    private static Label label(String category, String confidence) {
        return new Label(category, new java.math.BigDecimal(confidence));
    }
}
