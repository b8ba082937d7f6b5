package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.analyzetext.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a test can read of what the service saw. */
class CountersTest {
    @RegisterExtension
    final Running running = new Running();

    private final MovableClock clock = new MovableClock();

    @Test
    void textsAreCountedByHowOftenTheyWereAccepted() {
        LocalService service = running.start();
        Client client = new Client(service);
        client.submitted("once", "twice");
        client.submitted("twice");
        Counters counters = service.counters();
        assertThat(counters.timesAccepted("once")).isOne();
        assertThat(counters.timesAccepted("twice")).isEqualTo(2);
        assertThat(counters.timesAccepted("never")).isZero();
        assertThat(counters.textsByTimesAccepted()).isEqualTo(Map.of(1, 1L, 2, 1L));
        assertThat(counters.documentsAccepted()).isEqualTo(3);
        assertThat(counters.jobsAccepted()).isEqualTo(2);
    }

    @Test
    void textThatWasFailedAndSentAgainIsAnswerableOnce() {
        LocalService service = running.start(builder -> builder.faults("job-failed count=1"));
        Client client = new Client(service);
        client.submitted("a");
        client.submitted("a");
        assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(2, 1L));
        assertThat(service.counters().textsByTimesAnswerable()).isEqualTo(Map.of(1, 1L));
    }

    @Test
    void textRecordsAreThousandsOfCharactersForEachDocumentAndTask() {
        LocalService service = running.start();
        new Client(service).submitted("x".repeat(1_000), "x".repeat(1_001), "x");
        assertThat(service.counters().textRecords()).isEqualTo(4);
    }

    @Test
    void requestsAreCountedByOperationAndStatus() {
        LocalService service = running.start();
        Client client = new Client(service);
        String address = client.submitted("a");
        client.get(address);
        client.get(address);
        client.cancel(address);
        client.get("/elsewhere");
        assertThat(service.counters().requestsByOutcome())
                .isEqualTo(Map.of("SUBMIT 202", 1L, "STATE 200", 2L, "CANCEL 202", 1L, "UNKNOWN 404", 1L));
        assertThat(service.counters().requests()).isEqualTo(5);
    }

    @Test
    void delayIsFromTheCompletionToTheFirstSightOnly() {
        LocalService service = running.start(
                builder -> builder.clock(clock).jobDuration(DurationDistribution.fixed(Duration.ofSeconds(10))));
        Client client = new Client(service);
        String address = client.submitted("a");
        client.get(address);
        clock.move(Duration.ofSeconds(12));
        client.get(address);
        clock.move(Duration.ofSeconds(12));
        client.get(address);
        assertThat(service.counters().delays().count()).isOne();
        assertThat(service.counters().delays().quantile(1)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void mostRequestsAtOnceAreCounted() throws Exception {
        LocalService service = running.start();
        Client client = new Client(service);
        String address = client.submitted("a");
        CyclicBarrier both = new CyclicBarrier(2);
        service.on(Moment.BEFORE_STATE_ANSWER, event -> await(both));
        CompletableFuture<Client.Reply> other = CompletableFuture.supplyAsync(() -> client.get(address));
        client.get(address);
        other.get();
        assertThat(service.counters().mostRequestsAtOnce()).isEqualTo(2);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void answerWaitsForTheLatency() {
        LocalService service =
                running.start(builder -> builder.callLatency(DurationDistribution.fixed(Duration.ofMillis(300))));
        long start = System.nanoTime();
        new Client(service).submitted("a");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void jobThatIsPurgedUnseenIsLost() {
        LocalService service = running.start(builder -> builder.clock(clock));
        Client client = new Client(service);
        client.submitted("a");
        clock.move(Duration.ofHours(24));
        client.submitted("b");
        assertThat(service.counters().jobsLost()).isOne();
        assertThat(service.counters().timesFailed("a")).isOne();
        assertThat(service.counters().timesFailed("b")).isZero();
    }

    @Test
    void serviceThatForgetsItsJobsHasLostThoseThatWereNotSeen() {
        LocalService service = running.start();
        Client client = new Client(service);
        String seen = client.submitted("seen");
        client.get(seen);
        String unseen = client.submitted("unseen");
        assertThat(service.loseJobs()).isEqualTo(2);
        assertThat(client.get(seen).status()).isEqualTo(404);
        assertThat(client.get(unseen).status()).isEqualTo(404);
        assertThat(service.counters().jobsLost()).isOne();
        assertThat(service.counters().timesFailed("unseen")).isOne();
    }

    @Test
    void resetStartsAllFromZero() {
        LocalService service = running.start();
        Client client = new Client(service);
        client.get(client.submitted("a"));
        service.counters().reset();
        assertThat(service.counters().requests()).isZero();
        assertThat(service.counters().jobsAccepted()).isZero();
        assertThat(service.counters().timesAccepted("a")).isZero();
        assertThat(service.counters().delays().count()).isZero();
    }
}
