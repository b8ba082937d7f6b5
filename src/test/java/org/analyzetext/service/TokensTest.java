package org.analyzetext.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.analyzetext.MovableClock;
import org.analyzetext.service.ServiceNotReadyException.Reason;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MovableClock clock = new MovableClock(START);
    private final Deque<Runnable> background = new ArrayDeque<>();
    private final List<Boolean> asked = new ArrayList<>();
    private boolean isDown;
    private boolean atOnce = true;
    private String next = "first";
    private final Tokens tokens = new Tokens(this::give, this::execute, clock);

    private Token give(boolean anew) {
        asked.add(anew);
        if (isDown) {
            throw new ServiceNotReadyException(Reason.UNREACHABLE, "nobody there", null);
        }
        return new Token(
                next, clock.instant().plusSeconds(3_300), clock.instant().plusSeconds(3_600));
    }

    private void execute(Runnable task) {
        if (atOnce) {
            task.run();
        } else {
            background.add(task);
        }
    }

    @Test
    void oneTokenServesAllCallsUntilItIsTimeToRenewIt() {
        tokens.prepare();
        clock.set(START.plusSeconds(3_299));
        tokens.prepare();

        assertThat(asked).hasSize(1);
        assertThat(tokens.value()).isEqualTo("Bearer first");
    }

    @Test
    void theNextTokenIsAskedForWhileCallsGoOnWithTheLast() {
        tokens.prepare();
        atOnce = false;
        next = "second";
        clock.set(START.plusSeconds(3_300));

        tokens.prepare();

        assertThat(tokens.value()).isEqualTo("Bearer first");
        background.remove().run();
        assertThat(tokens.value()).isEqualTo("Bearer second");
    }

    @Test
    void aTokenThatCantBeRenewedIsUsedUntilItsEndAndNobodyIsAskedAgainAndAgain() {
        tokens.prepare();
        isDown = true;
        clock.set(START.plusSeconds(3_300));

        tokens.prepare();
        tokens.prepare();

        assertThat(asked).hasSize(2);
        assertThat(tokens.value()).isEqualTo("Bearer first");
    }

    @Test
    void withoutATokenACallIsNotMade() {
        isDown = true;

        assertThatThrownBy(tokens::prepare)
                .isInstanceOfSatisfying(ServiceNotReadyException.class, why -> assertThat(why.reason())
                        .isEqualTo(Reason.UNREACHABLE))
                .hasMessage("nobody there");
    }

    @Test
    void aRefusedTokenIsReplacedByOneThatIsMadeAnewAndCallsGoOnWithIt() {
        tokens.prepare();
        tokens.changed();
        clock.set(START.plusSeconds(60));
        next = "second";

        assertThat(tokens.refused(tokens.generation())).isFalse();

        assertThat(asked).containsExactly(false, true);
        assertThat(tokens.changed()).isTrue();
        assertThat(tokens.changed()).isFalse();
        assertThat(tokens.value()).isEqualTo("Bearer second");
    }

    @Test
    void aLateRefusalOfTheLastTokenSaysNothingOfTheNewOne() {
        tokens.prepare();
        int old = tokens.generation();
        next = "second";
        clock.set(START.plusSeconds(60));
        tokens.refused(old);

        assertThat(tokens.refused(old)).isTrue();
        assertThat(asked).hasSize(2);
    }

    @Test
    void noTokenIsSaid() {
        tokens.prepare();

        assertThat(tokens + " " + give(false)).doesNotContain("first");
    }
}
