package org.analyzetext.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.analyzetext.service.KeySource;
import org.analyzetext.service.Keys;
import org.analyzetext.service.Quota;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.service.ServiceNotReadyException.Reason;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ResourceHealthTest {
    private static final long SECOND = 1_000_000_000L;
    private static final ServiceCall SUBMIT =
            ServiceCall.submit("default", "batch", List.of("intent"), 1, new byte[0], 1);

    private final AtomicLong now = new AtomicLong();
    private final ResourceGate lane = new ResourceGate(
            "default",
            Keys.of(KeySource.of("key")),
            new ResourcePace(new Quota(600, 1.0, false, true)),
            new BackOff(Duration.ofMillis(500), Duration.ofSeconds(30)),
            0.5,
            Duration.ofMinutes(1));
    private final CallScheduler budget = new CallScheduler(List.of(lane), new CallBudget(now::get));
    private final ResourceHealth condition = new ResourceHealth(budget, "default");

    @Test
    void throttlingHalvesThePaceAndLeavesTheUsedPartOfTheQuotaAsItIs() {
        for (int i = 0; i < 75; i++) {
            now.addAndGet(SECOND / 5);
            lane.take(SUBMIT, now.get());
        }
        double used = level("quota.used");
        double pace = level("pace");

        throttled(Duration.ofSeconds(1));

        assertThat(used).isBetween(0.3, 0.35);
        assertThat(level("quota.used")).isEqualTo(used);
        assertThat(level("pace")).isCloseTo(pace / 2, Offset.offset(0.5));
    }

    @Test
    void theWaitThatIsLeftRunsOut() {
        assertThat(level("wait.left.seconds")).isZero();

        throttled(Duration.ofSeconds(40));
        assertThat(level("wait.left.seconds")).isBetween(40.0, 44.0);
        now.addAndGet(15 * SECOND);
        assertThat(level("wait.left.seconds")).isBetween(25.0, 29.0);
        now.addAndGet(30 * SECOND);

        assertThat(level("wait.left.seconds")).isZero();
    }

    private void throttled(Duration told) {
        budget.notReady(SUBMIT, new ServiceNotReadyException(Reason.THROTTLED, "429", told), 0);
    }

    private double level(String name) {
        return condition.levels().stream()
                .filter(level -> level.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
