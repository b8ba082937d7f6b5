package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.analyzetext.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests beyond the quota are turned away, and told when to come back. */
class RateLimitTest {
    @RegisterExtension
    final Running running = new Running();

    private final MovableClock clock = new MovableClock();

    private static Client.Reply submit(Client client) {
        return client.submit(Client.body(Client.fieldsTask(), "a"));
    }

    @Test
    void oneMoreThanTheQuotaIsTurnedAway() {
        LocalService service = running.start(builder -> builder.clock(clock).requestsPerMinute(2));
        Client client = new Client(service);
        submit(client);
        clock.move(Duration.ofSeconds(20));
        submit(client);
        Client.Reply reply = submit(client);
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.code()).isEqualTo("429");
        assertThat(reply.header("retry-after")).isEqualTo("40");
        assertThat(reply.json().at("/error/message").asText()).contains("Submit Job", "40 seconds");
        assertThat(service.counters().jobsAccepted()).isEqualTo(2);
        assertThat(service.counters().requests(Operation.SUBMIT, 429)).isOne();
    }

    @Test
    void whoWaitsAsToldIsLetIn() {
        Client client = new Client(running.start(builder -> builder.clock(clock).requestsPerMinute(1)));
        submit(client);
        clock.move(Duration.ofMillis(500));
        String wait = submit(client).header("retry-after");
        assertThat(wait).isEqualTo("60");
        clock.move(Duration.ofSeconds(Long.parseLong(wait)));
        assertThat(submit(client).status()).isEqualTo(202);
    }

    @Test
    void whoComesTooEarlyIsTurnedAwayAgain() {
        Client client = new Client(running.start(builder -> builder.clock(clock).requestsPerMinute(1)));
        submit(client);
        clock.move(Duration.ofSeconds(59));
        assertThat(submit(client).status()).isEqualTo(429);
    }

    @Test
    void oneBucketCountsStatesAndSubmitsTogether() {
        Client client = new Client(running.start(builder -> builder.clock(clock).requestsPerMinute(2)));
        String address = client.submitted("a");
        assertThat(client.get(address).status()).isEqualTo(200);
        Client.Reply state = client.get(address);
        assertThat(state.status()).isEqualTo(429);
        assertThat(state.json().at("/error/message").asText()).contains("Job Status");
        assertThat(submit(client).status()).isEqualTo(429);
    }

    @Test
    void bucketsOfTheirOwnCountStatesAndSubmitsApart() {
        Client client = new Client(running.start(
                builder -> builder.clock(clock).requestsPerMinute(1).quotaPerOperation(true)));
        String address = client.submitted("a");
        assertThat(client.get(address).status()).isEqualTo(200);
        assertThat(client.get(address).status()).isEqualTo(429);
        assertThat(submit(client).status()).isEqualTo(429);
    }

    @Test
    void retryAfterCanBeADateThatIsNotTooEarly() {
        Client client = new Client(running.start(
                builder -> builder.clock(clock).requestsPerMinute(1).retryAfterAsDate(true)));
        submit(client);
        // A minute after 12:00:00.123456 is not over at 12:01:00.
        assertThat(submit(client).header("retry-after")).isEqualTo("Sun, 01 Mar 2026 12:01:01 GMT");
    }
}
