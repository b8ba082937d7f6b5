package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The compact table counts as a map would. */
class TextCountsTest {
    @Property(tries = 30)
    void countsAreThoseOfAMap(@ForAll long seed, @ForAll @IntRange(max = 5_000) int size) {
        List<Integer> numbers = new Random(seed).ints(size, 0, 3_000).boxed().toList();
        TextCounts counts = new TextCounts();
        Map<Integer, Integer> expected = new HashMap<>();
        for (Integer number : numbers) {
            counts.accept(TextKey.of("text " + number));
            expected.merge(number, 1, Integer::sum);
        }
        expected.forEach((number, times) ->
                assertThat(counts.accepted(TextKey.of("text " + number))).isEqualTo(times));
        Map<Integer, Long> histogram = new HashMap<>();
        expected.values().forEach(times -> histogram.merge(times, 1L, Long::sum));
        assertThat(counts.histogram((accepted, failed) -> accepted)).isEqualTo(histogram);
    }

    @Property
    void differentTextsHaveDifferentKeys(@ForAll String one, @ForAll String other) {
        assertThat(TextKey.of(one).equals(TextKey.of(other))).isEqualTo(one.equals(other));
    }
}
