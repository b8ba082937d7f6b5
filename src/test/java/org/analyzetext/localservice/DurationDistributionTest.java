package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long things take, as written and as drawn. */
class DurationDistributionTest {
    private static List<Duration> draw(String text, int documents) {
        Random random = new Random(1);
        DurationDistribution distribution = DurationDistribution.parse(text);
        return Stream.generate(() -> distribution.sample(random, documents))
                .limit(10_000)
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "2s, PT2S", "1.5s, PT1.5S", "5m, PT5M", "1h, PT1H", "PT7S, PT7S", "fixed 2s, PT2S"})
    void fixedDurationIsAlwaysTheSame(String text, Duration expected) {
        assertThat(draw(text, 1)).containsOnly(expected);
    }

    @Test
    void uniformDurationsFillTheirRange() {
        List<Duration> drawn = draw("uniform 1s 3s", 1);
        assertThat(drawn.get(0)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_010));
        assertThat(drawn.get(5_000)).isBetween(Duration.ofMillis(1_950), Duration.ofMillis(2_050));
        assertThat(drawn.get(9_999)).isBetween(Duration.ofMillis(2_990), Duration.ofSeconds(3));
    }

    @Test
    void logNormalDurationsHaveTheirMedianAndTheir99thPercentile() {
        List<Duration> drawn = draw("log-normal 6s 30s", 1);
        assertThat(drawn.get(5_000)).isBetween(Duration.ofMillis(5_800), Duration.ofMillis(6_200));
        assertThat(drawn.get(9_900)).isBetween(Duration.ofSeconds(27), Duration.ofSeconds(33));
    }

    @Test
    void durationGrowsWithTheDocuments() {
        assertThat(draw("per-document 1s 200ms", 25)).containsOnly(Duration.ofSeconds(6));
        assertThat(draw("per-document 1s 200ms", 1)).containsOnly(Duration.ofMillis(1_200));
    }

    @Test
    void mixtureDrawsFromItsPartsByTheirWeights() {
        List<Duration> drawn = draw("90% 1s | 10% per-document 1m 1s", 2);
        assertThat(drawn.stream().filter(Duration.ofSeconds(1)::equals).count()).isBetween(8_850L, 9_150L);
        assertThat(drawn.get(9_999)).isEqualTo(Duration.ofSeconds(62));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2",
                "-1s",
                "PT-1S",
                "uniform 1s",
                "uniform 3s 1s",
                "log-normal 0s 1s",
                "log-normal 2s 1s",
                "pareto 1s 2s",
                "50% 1s | 2s",
                "0% 1s | 0% 2s",
                "1s | 2s"
            })
    void textThatMakesNoSenseIsRefusedWithItsReason(String text) {
        assertThatThrownBy(() -> DurationDistribution.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).{15,}");
    }
}
