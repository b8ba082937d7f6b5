package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A wait is made up of the fixed delays of the topics. */
class DelayTierTest {
    @Test
    void waitOfATiersDelayTakesThatTierEvenIfAMomentHasPassed() {
        assertThat(DelayTier.forWait(Duration.ofMillis(1_990))).isEqualTo(DelayTier.TWO_SECONDS);
        assertThat(DelayTier.forWait(Duration.ofMillis(14_950))).isEqualTo(DelayTier.FIFTEEN_SECONDS);
    }

    @Test
    void longWaitIsMadeOfFewHopsAndEndsInTime() {
        Duration wait = Duration.ofMillis(37_800);
        List<DelayTier> hops = new ArrayList<>();
        while (!DelayTier.isOver(wait)) {
            hops.add(DelayTier.forWait(wait));
            wait = wait.minus(hops.get(hops.size() - 1).delay());
        }

        assertThat(hops)
                .containsExactly(
                        DelayTier.FIFTEEN_SECONDS,
                        DelayTier.FIFTEEN_SECONDS,
                        DelayTier.FIVE_SECONDS,
                        DelayTier.TWO_SECONDS,
                        DelayTier.HALF_SECOND,
                        DelayTier.HALF_SECOND);
        assertThat(wait).isBetween(Duration.ofMillis(-250), Duration.ofMillis(300));
    }

    @Test
    void eachTiersTopicIsReadByTheRoute() throws IOException {
        String routes = Files.readString(Path.of("routes/jobs-kafka.camel.yaml"));

        assertThat(DelayTier.values()).allSatisfy(tier -> assertThat(routes)
                .containsPattern("uri: \"analyze-text-kafka:.*(\n.*)?-prefix}}-" + tier.label() + "[,\"]"));
    }
}
