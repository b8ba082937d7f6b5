package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RecordShareTest {
    @Property(tries = 50)
    void whatTransactionsHoldIsLearnedAndWhatTheyHeldBeforeIsForgotten(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 12) Integer> jobsInATransaction) {
        RecordShare share = new RecordShare();

        for (int jobs : jobsInATransaction) {
            for (int times = 0; times < 10_000; times++) {
                share.wrote(jobs, 1);
            }
            assertThat(share.recordsOf(1_000L * (jobs + 1))).isBetween(990L * jobs, 1_010L * jobs);
            assertThat(share.recordsOf(1)).as("the last marker").isZero();
        }
    }

    @Property(tries = 50)
    void beforeAnythingIsWrittenHalfAreRecords(@ForAll @IntRange(max = 1_000) int offsets) {
        assertThat(new RecordShare().recordsOf(offsets)).isEqualTo(offsets / 2);
    }
}
