package org.analyzetext.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LookPlanTest {
    private static final LookPlan PLAN = new LookPlan(Duration.ofSeconds(1), Duration.ofSeconds(15));

    @Example
    void distancesGrowByHalfUpToTheLongest() {
        assertThat(PLAN.before(0)).isEqualTo(Duration.ofMillis(1_000));
        assertThat(PLAN.before(1)).isEqualTo(Duration.ofMillis(1_500));
        assertThat(PLAN.before(2)).isEqualTo(Duration.ofMillis(2_250));
        assertThat(PLAN.before(7)).isEqualTo(Duration.ofSeconds(15));
    }

    @Property
    void noDistanceIsAboveTheLongestOrBelowTheFirst(@ForAll @IntRange(min = 0) int look) {
        assertThat(PLAN.before(look)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(15));
    }

    @Property
    void aFirstLookLaterThanTheLongestDistanceStands(@ForAll @IntRange(min = 0, max = 1_000) int look) {
        LookPlan plan = new LookPlan(Duration.ofMinutes(1), Duration.ofSeconds(15));

        assertThat(plan.before(look)).isEqualTo(Duration.ofMinutes(1));
    }
}
