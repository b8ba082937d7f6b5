package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.analyzetext.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs are cancelled while they run. */
class CancelTest {
    @RegisterExtension
    final Running running = new Running();

    private final MovableClock clock = new MovableClock();

    private LocalService service() {
        return running.start(builder -> builder.clock(clock)
                .jobDuration(DurationDistribution.fixed(Duration.ofSeconds(10)))
                .cancelDuration(Duration.ofSeconds(3)));
    }

    private static String status(Client client, String address) {
        return client.get(address).json().path("status").asText();
    }

    @Test
    void cancellationIsAnsweredWith202AndTheAddressOfTheJob() {
        Client client = new Client(service());
        String address = client.submitted("a");
        Client.Reply reply = client.cancel(address);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.header("operation-location")).isEqualTo(address);
    }

    @Test
    void cancelledJobIsFirstCancellingAndThenCancelled() {
        LocalService service = service();
        Client client = new Client(service);
        String address = client.submitted("a");
        client.cancel(address);
        assertThat(status(client, address)).isEqualTo("cancelling");
        clock.move(Duration.ofSeconds(3));
        assertThat(status(client, address)).isEqualTo("cancelled");
        clock.move(Duration.ofSeconds(10));
        assertThat(status(client, address)).isEqualTo("cancelled");
        assertThat(service.counters().jobsCancelled()).isOne();
    }

    @Test
    void doneJobStaysDone() {
        LocalService service = service();
        Client client = new Client(service);
        String address = client.submitted("a");
        clock.move(Duration.ofSeconds(10));
        assertThat(client.cancel(address).status()).isEqualTo(202);
        assertThat(status(client, address)).isEqualTo("succeeded");
        assertThat(service.counters().jobsCancelled()).isZero();
    }

    @Test
    void unknownJobCantBeCancelled() {
        Client client = new Client(service());
        Client.Reply reply =
                client.cancel("/language/analyze-text/jobs/" + UUID.randomUUID() + "?api-version=2022-05-01");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("OperationNotFound");
    }
}
