package org.analyzetext.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class PackerTest {
    /** An item with a name, so that two of one size can be told apart. */
    record Item(int number, int size, int bytes) {}

    @Property
    void nothingIsLostAndTheOrderIsKept(
            @ForAll("sizes") List<Integer> sizes, @ForAll @IntRange(min = 1, max = 25) int documents) {
        List<Item> items = items(sizes);

        List<List<Item>> batches = pack(items, new BatchLimits(documents, 100, 150));

        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(items);
    }

    @Property
    void noBatchIsEmptyOrOverALimit(
            @ForAll("sizes") List<Integer> sizes, @ForAll @IntRange(min = 1, max = 25) int documents) {
        List<List<Item>> batches = pack(items(sizes), new BatchLimits(documents, 100, 150));

        assertThat(batches).allSatisfy(batch -> {
            assertThat(batch).isNotEmpty().hasSizeLessThanOrEqualTo(documents);
            assertThat(characters(batch)).isLessThanOrEqualTo(100);
            assertThat(bytes(batch)).isLessThanOrEqualTo(150);
        });
    }

    @Property
    void aBatchClosesOnlyWhenTheNextItemDoesNotFit(
            @ForAll("sizes") List<Integer> sizes, @ForAll @IntRange(min = 1, max = 25) int documents) {
        List<List<Item>> batches = pack(items(sizes), new BatchLimits(documents, 100, 150));

        for (int i = 1; i < batches.size(); i++) {
            List<Item> closed = batches.get(i - 1);
            Item next = batches.get(i).get(0);
            assertThat(closed.size() == documents
                            || characters(closed) + next.size() > 100
                            || bytes(closed) + next.bytes() > 150)
                    .as("%s, then %s", closed, next)
                    .isTrue();
        }
    }

    @Example
    void theLimitsThemselvesFit() {
        Packer<String> packer = new Packer<>(new BatchLimits(2, 10, 20));
        packer.add("a", 4, 7);

        List<String> closed = packer.add("b", 6, 13);

        assertThat(closed).isEmpty();
        assertThat(packer.close()).containsExactly("a", "b");
    }

    @Example
    void closingTwiceGivesNothingTwice() {
        Packer<String> packer = new Packer<>(BatchLimits.SERVICE);
        packer.add("a", 1, 1);
        packer.close();

        assertThat(packer.close()).isEmpty();
    }

    @Example
    void anItemLargerThanABatchIsAMistakeOfTheCaller() {
        Packer<String> packer = new Packer<>(new BatchLimits(25, 10, 20));

        assertThatThrownBy(() -> packer.add("a", 11, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("11 characters");
        assertThatThrownBy(() -> packer.add("a", 1, 21))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("21 bytes");
    }

    @Example
    void limitsAboveTheServicesAreRefused() {
        assertThatThrownBy(() -> new BatchLimits(26, 125_000)).hasMessage("a job holds 1 to 25 documents, not 26");
        assertThatThrownBy(() -> new BatchLimits(0, 125_000)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> new BatchLimits(25, 125_001)).hasMessageContaining("not 125001");
        assertThatThrownBy(() -> new BatchLimits(25, 0)).hasMessageContaining("not 0");
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.integers().between(0, 12)),
                        Tuple.of(1, Arbitraries.integers().between(0, 100)))
                .list()
                .ofMaxSize(120);
    }

    private static List<Item> items(List<Integer> sizes) {
        List<Item> items = new ArrayList<>();
        sizes.forEach(size -> items.add(new Item(items.size(), size, size % 7 * 10)));
        return items;
    }

    private static List<List<Item>> pack(List<Item> items, BatchLimits limits) {
        Packer<Item> packer = new Packer<>(limits);
        List<List<Item>> batches = new ArrayList<>();
        for (Item item : items) {
            keep(batches, packer.add(item, item.size(), item.bytes()));
        }
        keep(batches, packer.close());
        return batches;
    }

    private static void keep(List<List<Item>> batches, List<Item> closed) {
        if (!closed.isEmpty()) {
            batches.add(closed);
        }
    }

    private static int bytes(List<Item> batch) {
        return batch.stream().mapToInt(Item::bytes).sum();
    }

    private static int characters(List<Item> batch) {
        return batch.stream().mapToInt(Item::size).sum();
    }
}
