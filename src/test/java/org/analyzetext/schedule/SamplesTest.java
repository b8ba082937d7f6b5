package org.analyzetext.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Property(tries = 200)
    void ofTheJobsThatOutlastAQuantileTheRestIsLeft(
            @ForAll @Size(min = 2, max = 500) List<@DoubleRange(min = 1, max = 1e7) Double> durations,
            @ForAll @DoubleRange(min = 0.02, max = 1) double probability) {
        Samples samples = Samples.of(
                durations.stream().distinct().mapToDouble(value -> value).toArray());
        double quantile = samples.quantile(probability);

        if (Double.isInfinite(quantile)) {
            assertThat(probability).isGreaterThan(1 - 1.5 / (samples.size() + 1));
        } else if (probability * (samples.size() + 1) < 1) {
            assertThat(samples.survival(quantile)).isLessThan(1 - probability);
        } else {
            assertThat(samples.survival(quantile)).isCloseTo(1 - probability, Offset.offset(1e-6));
        }
    }

    @Property(tries = 100)
    void theLastFourHundredAreKnown(@ForAll @Size(min = 1, max = 1_000) List<@IntRange(max = 300) Integer> durations) {
        double[] last = durations.stream()
                .skip(Math.max(0, durations.size() - 400))
                .mapToDouble(value -> value)
                .sorted()
                .toArray();

        Samples samples =
                Samples.of(durations.stream().mapToDouble(value -> value).toArray());

        assertThat(samples.size()).isEqualTo(last.length);
        for (int i = 0; i < last.length; i++) {
            assertThat(samples.quantile((i + 1.0) / (last.length + 1))).isCloseTo(last[i], Offset.offset(1e-6));
        }
    }

    @Test
    void betweenTwoKnownDurationsAllAreEquallyLikely() {
        Samples samples = Samples.of(1_000, 2_000, 10_000);

        assertThat(samples.quantile(0.25)).isEqualTo(1_000);
        assertThat(samples.quantile(0.5)).isEqualTo(2_000);
        assertThat(samples.quantile(0.625)).isEqualTo(6_000);
        assertThat(samples.survival(6_000)).isEqualTo(0.375);
    }

    @Test
    void equalDurationsAreOneStep() {
        Samples samples = Samples.of(5_000, 5_000, 5_000);

        assertThat(samples.survival(4_999)).isEqualTo(1);
        assertThat(samples.survival(5_000)).isEqualTo(0.25);
        assertThat(samples.quantile(0.1)).isEqualTo(5_000);
        assertThat(samples.quantile(0.8)).isInfinite();
    }

    @Test
    void beforeTheShortestNobodyIsOver() {
        assertThat(Samples.of(3_000, 4_000).survival(2_999)).isEqualTo(1);
    }
}
