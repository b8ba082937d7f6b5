package org.analyzetext.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.analyzetext.job.PackersByKey.Batch;

class PackersByKeyTest {
    @Property(tries = 200)
    void everyItemIsInOneBatchOfItsKeyAndTheNumbersFollowTheFirstItems(
            @ForAll @Size(max = 300) List<@IntRange(max = 5) Integer> keys,
            @ForAll @IntRange(min = 1, max = 25) int most) {
        List<Batch<Integer, Integer>> batches = pack(keys, most);

        assertThat(batches).allSatisfy(batch -> assertThat(batch.items())
                .isNotEmpty()
                .isSorted()
                .hasSizeLessThanOrEqualTo(most)
                .allMatch(item -> keys.get(item).equals(batch.key())));
        assertThat(batches.stream().flatMap(batch -> batch.items().stream()))
                .hasSize(keys.size())
                .doesNotHaveDuplicates();
        assertThat(batches).extracting(Batch::number).doesNotHaveDuplicates();
        assertThat(batches.stream()
                        .sorted(Comparator.comparingLong(Batch::number))
                        .map(batch -> batch.items().get(0)))
                .isSorted();
    }

    @Property(tries = 200)
    void batchesOfAKeyAreFullButForTheLast(@ForAll @Size(max = 300) List<@IntRange(max = 5) Integer> keys) {
        List<Batch<Integer, Integer>> batches = pack(keys, 10);

        for (int key = 0; key <= 5; key++) {
            int wanted = key;
            assertThat(batches.stream()
                            .filter(batch ->
                                    batch.key() == wanted && batch.items().size() < 10))
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Property(tries = 200)
    void neverMoreBatchesOverlapThanAreHeldOpen(@ForAll @Size(max = 300) List<@IntRange(max = 60) Integer> keys) {
        List<Batch<Integer, Integer>> batches = pack(keys, 10);

        for (int place = 0; place < keys.size(); place++) {
            int here = place;
            assertThat(batches.stream()
                            .filter(batch -> batch.items().get(0) <= here
                                    && batch.items().get(batch.items().size() - 1) >= here))
                    .hasSizeLessThanOrEqualTo(PackersByKey.MOST_OPEN);
        }
    }

    /** The items are the places in the list. */
    private static List<Batch<Integer, Integer>> pack(List<Integer> keys, int most) {
        PackersByKey<Integer, Integer> packers = new PackersByKey<>(new BatchLimits(most, 1_000));
        List<Batch<Integer, Integer>> batches = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            batches.addAll(packers.add(keys.get(i), i, 1, 1));
        }
        batches.addAll(packers.close());
        return batches;
    }
}
