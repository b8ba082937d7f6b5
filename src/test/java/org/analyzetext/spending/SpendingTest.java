package org.analyzetext.spending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.analyzetext.MovableClock;
import org.analyzetext.error.SpendingHaltException;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.schedule.CallWait;
import org.analyzetext.service.ServiceAnswer;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.spending.SpendingStatus.State;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpendingTest {
    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Counts ledger = new Counts();
    private final RunCounters counters = new RunCounters();
    private Spending spending = spending(100, 250);

    @Test
    void aBatchThatWouldExceedTheDayIsNotSubmittedAndTheNextDayGoesOn() throws Exception {
        submit(60, accepted());
        submit(40, accepted());

        assertThatThrownBy(() -> submit(1, accepted()))
                .isInstanceOf(SpendingHaltException.class)
                .hasMessage("the spending limit of 100 text records a day (analyze-text.spending.per-day) is reached:"
                        + " 100 are counted, and the next batch has 1, so submitting waits until 2026-03-02T00:00:00Z"
                        + " or until the limit is raised");
        assertThat(spending.status())
                .isEqualTo(new SpendingStatus(
                        State.DAY_REACHED,
                        100,
                        100,
                        Instant.parse("2026-03-02T00:00:00Z"),
                        spending.glance().reason()));
        assertThat(spending.glance().reason()).startsWith("the spending limit of ");
        clock.set(Instant.parse("2026-03-02T00:00:00Z"));
        assertThat(spending.isOpen()).isTrue();
        submit(100, accepted());
        assertThat(spending.status()).isEqualTo(new SpendingStatus(State.OPEN, 100, 200, null, null));
        assertThat(counters.halts()).isEqualTo(1);
    }

    @Test
    void theMonthHoldsOverItsDays() throws Exception {
        for (int day = 1; day <= 2; day++) {
            submit(100, accepted());
            clock.move(Duration.ofSeconds(86_400));
        }

        assertThatThrownBy(() -> submit(51, accepted())).isInstanceOf(SpendingHaltException.class);
        assertThat(spending.status().state()).isEqualTo(State.MONTH_REACHED);
        assertThat(spending.status().until()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
        clock.set(Instant.parse("2026-04-01T00:00:00Z"));
        submit(51, accepted());
    }

    @Test
    void aRaisedLimitGoesOnWithWhatIsCounted() throws Exception {
        submit(100, accepted());
        assertThatThrownBy(() -> submit(50, accepted())).isInstanceOf(SpendingHaltException.class);

        spending = spending(160, 0);

        submit(50, accepted());
        assertThatThrownBy(() -> submit(11, accepted())).isInstanceOf(SpendingHaltException.class);
    }

    @Test
    void aRefusedBatchIsTakenBack() throws Exception {
        submit(100, Answers.of(400, 0));

        assertThat(ledger.spent.dayRecords()).isZero();
    }

    @Test
    void aCallThatWasNeverSentIsTakenBack() throws Exception {
        submit(100, new ConnectException("refused"));

        assertThat(ledger.spent.dayRecords()).isZero();
    }

    @Test
    void anEndThatNobodyForesawStaysCounted() throws Exception {
        submit(100, new IllegalStateException("a fault"));

        assertThat(ledger.spent.dayRecords()).isEqualTo(100);
    }

    @Test
    void anAmbiguousPostStaysCountedAndTheNextOneIsCountedBeforeItIsMade() throws Exception {
        Exchange exchange = exchange();
        ServiceCall call = call(40);
        spending.beforeCall(exchange, call);
        exchange.setProperty(CallWait.AMBIGUOUS, 1);
        spending.beforeCall(exchange, call);

        assertThat(ledger.spent.dayRecords()).isEqualTo(80);
        exchange.setProperty(CallWait.AMBIGUOUS, 2);
        assertThatThrownBy(() -> spending.beforeCall(exchange, call)).isInstanceOf(SpendingHaltException.class);
        spending.settle(exchange, new SpendingHaltException("halt"));
        assertThat(ledger.spent.dayRecords()).isEqualTo(80);
    }

    @Test
    void aThrottledPostIsCountedOnceHoweverOftenItIsRepeated() throws Exception {
        Exchange exchange = exchange();
        spending.beforeCall(exchange, call(40));
        spending.beforeCall(exchange, call(40));
        spending.beforeCall(exchange, call(40));
        spending.settle(exchange, accepted());

        assertThat(ledger.spent.dayRecords()).isEqualTo(40);
    }

    @Test
    void whatIsTakenBackAfterMidnightFreesItsMonthAndNotTheNewDay() throws Exception {
        Exchange exchange = exchange();
        spending.beforeCall(exchange, call(40));
        clock.set(Instant.parse("2026-03-02T00:00:01Z"));
        submit(30, accepted());
        spending.settle(exchange, Answers.of(400, 0));

        assertThat(ledger.spent).isEqualTo(new Spent(LocalDate.of(2026, 3, 2), 30, 30));
    }

    @Test
    void aClockThatIsPutBackFreesNothing() throws Exception {
        submit(100, accepted());
        clock.set(Instant.parse("2026-02-27T12:00:00Z"));

        assertThatThrownBy(() -> submit(1, accepted())).isInstanceOf(SpendingHaltException.class);
    }

    @Test
    void whileThePauseFileIsThereNothingIsSubmittedAndPollsGoOn() throws Exception {
        Path pause = Files.createFile(folder.resolve("pause"));
        spending = new Spending(new SpendingLimits(0, 0, ZoneOffset.UTC, pause), ledger, counters, clock);

        assertThatThrownBy(() -> submit(1, accepted()))
                .hasMessage("submitting is paused until " + pause + " is removed");
        spending.beforeCall(exchange(), ServiceCall.poll("default", "b", "job", 25, 0));
        assertThat(spending.status().state()).isEqualTo(State.PAUSED);
        Files.delete(pause);
        submit(1, accepted());
        assertThat(counters.halts()).isEqualTo(1);
    }

    @Test
    void theDayBeginsWhereTheZoneSays() throws Exception {
        spending = new Spending(new SpendingLimits(100, 0, ZoneId.of("Asia/Tokyo"), null), ledger, counters, clock);
        submit(100, accepted());
        assertThatThrownBy(() -> submit(1, accepted())).isInstanceOf(SpendingHaltException.class);

        assertThat(spending.status().until()).isEqualTo(Instant.parse("2026-03-01T15:00:00Z"));
    }

    private Spending spending(long perDay, long perMonth) {
        return new Spending(new SpendingLimits(perDay, perMonth, ZoneOffset.UTC, null), ledger, counters, clock);
    }

    private void submit(long records, Object outcome) throws IOException {
        Exchange exchange = exchange();
        spending.beforeCall(exchange, call(records));
        spending.settle(exchange, outcome);
    }

    private static ServiceCall call(long records) {
        return ServiceCall.submit("default", "mails/000001", List.of("intent"), 1, new byte[0], records);
    }

    private static ServiceAnswer accepted() {
        return Answers.of(202, 0);
    }

    private static Exchange exchange() {
        return new DefaultExchange(new DefaultCamelContext());
    }

    private static final class Answers {
        static ServiceAnswer of(int status, int ambiguous) {
            return new ServiceAnswer(status, null, null, new byte[0], null, ambiguous);
        }
    }

    private static final class Counts extends ServiceSupport implements SpendingStore {
        private Spent spent = Spent.nothing(LocalDate.EPOCH);

        @Override
        public Spent spent(LocalDate today) {
            return spent.on(today);
        }

        @Override
        public Spent count(LocalDate today, long records) {
            spent = spent.plus(today, records);
            return spent;
        }

        @Override
        public void release(LocalDate counted, long records) {
            spent = spent.minus(counted, records);
        }
    }
}
