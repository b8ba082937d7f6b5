package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.Batches;
import org.analyzetext.job.SubmittedJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeFolderTest {
    private static final SubmittedJob JOB = Batches.submitted(3);

    @TempDir
    Path root;

    private Scene scene;
    private Path kept;

    @BeforeEach
    void noOutcomes() {
        scene = new Scene(root);
        kept = scene.folders.work().resolve("mails.jsonl/outcomes/000001.1.jsonl");
    }

    @Test
    void outcomesAreKeptInTheOrderOfTheDocuments() throws Exception {
        scene.outcomes.publish(new BatchOutcome(
                JOB,
                List.of(Scene.result(JOB, Batches.document(3)), Scene.result(JOB, Batches.document(1))),
                List.of(Scene.letter(JOB, Batches.document(2))),
                List.of()));

        assertThat(OutcomeFolder.read(kept))
                .extracting(outcome -> outcome.position().ordinal())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void publishingAgainGivesTheSameBytes() throws Exception {
        scene.outcomes.publish(Scene.results(JOB));
        byte[] first = Files.readAllBytes(kept);

        scene.outcomes.publish(Scene.results(JOB));

        assertThat(Files.readAllBytes(kept)).isEqualTo(first);
    }

    @Test
    void outcomesAreCountedWhenTheyAreDurableAndEachOnce() throws Exception {
        BatchOutcome outcome = new BatchOutcome(
                JOB,
                List.of(Scene.result(JOB, Batches.document(3)), Scene.result(JOB, Batches.document(1))),
                List.of(Scene.letter(JOB, Batches.document(2))),
                List.of());

        scene.outcomes.publish(outcome);
        scene.outcomes.publish(outcome);

        assertThat(scene.counters.results()).isEqualTo(2);
        assertThat(scene.counters.deadLetters()).isEqualTo(1);
    }

    @Test
    void recordsThatCantBeSentAreCountedWhenTheCutIsDurable() throws Exception {
        scene.cut("mails.jsonl", "bad\n" + Scene.lines(2), 2);

        assertThat(scene.counters.deadLetters()).isEqualTo(1);
        assertThat(scene.counters.results()).isZero();
    }

    @Test
    void theOutcomeThatWasKeptFirstStands() throws Exception {
        scene.outcomes.publish(new BatchOutcome(
                JOB,
                List.of(Scene.result(JOB, Batches.document(1))),
                List.of(),
                List.of(JOB.again(JOB.documents().subList(1, 3), Scene.failure(1), Batches.NOW))));

        scene.outcomes.publish(Scene.dead(JOB));

        assertThat(OutcomeFolder.read(kept))
                .extracting(outcome -> outcome.result() != null)
                .containsExactly(true, false, false);
    }

    @Test
    void outcomesSurviveTheirFile() throws Exception {
        BatchOutcome outcome = new BatchOutcome(
                JOB,
                List.of(Scene.result(JOB, Batches.document(1))),
                List.of(Scene.letter(JOB, Batches.document(2)), Scene.letter(JOB, Batches.document(3))),
                List.of());

        scene.outcomes.publish(outcome);

        assertThat(OutcomeFolder.read(kept))
                .containsExactly(
                        new OutcomeLine(outcome.results().get(0), null),
                        new OutcomeLine(null, outcome.deadLetters().get(0)),
                        new OutcomeLine(null, outcome.deadLetters().get(1)));
    }

    @Test
    void aJobWithoutOutcomesLeavesItsNote() throws Exception {
        scene.outcomes.publish(new BatchOutcome(
                JOB, List.of(), List.of(), List.of(JOB.again(JOB.documents(), Scene.failure(1), Batches.NOW))));

        assertThat(OutcomeFolder.note(kept)).isEqualTo(JobNote.of(JOB));
        assertThat(OutcomeFolder.read(kept)).isEmpty();
    }

    @Test
    void aRefusedBatchWithoutOutcomesLeavesNoFile() throws Exception {
        Batch batch = Batches.toSubmit(4);

        scene.outcomes.publish(new BatchOutcome(batch, List.of(), List.of(), batch.halves()));

        assertThat(Scene.files(scene.folders.work())).isEmpty();
    }
}
