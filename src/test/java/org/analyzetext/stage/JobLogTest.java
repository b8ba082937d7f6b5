package org.analyzetext.stage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.util.List;
import org.analyzetext.document.Document;
import org.analyzetext.document.Json;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.Batches;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.Failure;
import org.analyzetext.job.JobReference;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.TaskResults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JobLogTest {
    private static final SubmittedJob JOB = Batches.submitted(3);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(JobLog.NAME);

    private Level level;

    @BeforeEach
    void listen() {
        level = logger.getLevel();
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(level);
    }

    @Test
    void theLineOfAJobSaysTheCodesAndReasonsOfItsDeadLettersAndRepeats() {
        Failure failure = new Failure(
                1, "job-1", "JobFailed", "it \"failed\"", null, Batches.NOW, "default", 0, 0, false, null, 0);
        tell(
                List.of(letter(JOB, 0, "the document\nis refused")),
                JOB.again(JOB.documents().subList(1, 3), failure, Batches.NOW));

        assertThat(line())
                .startsWith("batch=mails.jsonl/000001 job=job-1 ")
                .contains(" deadLetters=1 again=2 deadLetterCodes=InvalidDocument:1 againCodes=JobFailed:2")
                .contains(" reasons=\"InvalidDocument: the document\\u000ais refused; JobFailed: it 'failed'\"");
    }

    @Test
    void aReasonThatQuotesTheDocumentIsLeftOut() {
        String text = "please cancel the subscription of my aunt";
        SubmittedJob job = Batches.toSubmit(
                        List.of(new Document(
                                Batches.document(1).source(), "1", null, text, Json.MAPPER.createObjectNode())),
                        Batches.SINGLE)
                .submitted("default", "job-1", Batches.NOW, Batches.NOW);
        new JobLog(Clock.systemUTC())
                .report(new BatchOutcome(job, List.of(), List.of(letter(job, 0, "wrong: " + text)), List.of()), null);

        assertThat(line()).contains("deadLetterCodes=InvalidDocument:1").doesNotContain("aunt");
    }

    private void tell(List<DeadLetter> letters, Batch again) {
        new JobLog(Clock.systemUTC())
                .report(new BatchOutcome(JOB, List.of(), letters, again == null ? List.of() : List.of(again)), null);
    }

    private String line() {
        return lines.list.get(0).getFormattedMessage();
    }

    private static DeadLetter letter(SubmittedJob job, int index, String message) {
        Document document = job.documents().get(index);
        return DeadLetter.of(
                document,
                DeadLetter.Stage.ANALYZE,
                "InvalidDocument",
                message,
                false,
                null,
                job,
                JobReference.of(job, document, "2022-05-01", null, null),
                TaskResults.NONE,
                Batches.NOW);
    }
}
