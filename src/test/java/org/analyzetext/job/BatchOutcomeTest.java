package org.analyzetext.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchOutcomeTest {
    private static final SubmittedJob JOB = Batches.submitted(3);

    @Test
    void everyDocumentIsAccountedFor() {
        assertThat(new BatchOutcome(JOB, List.of(), List.of(), List.of(JOB.batch())).again())
                .hasSize(1);
    }

    @Test
    void aMissingDocumentIsABug() {
        assertThatThrownBy(() -> new BatchOutcome(JOB, List.of(), List.of(), List.of(Batches.toSubmit(2))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("batch mails.jsonl/000001 has 3 documents, but 2 are accounted for");
    }

    @Test
    void aDocumentTooManyIsABug() {
        assertThatThrownBy(() -> new BatchOutcome(JOB, List.of(), List.of(), List.of(JOB.batch(), Batches.toSubmit(1))))
                .hasMessageContaining("but 4 are accounted for");
    }
}
