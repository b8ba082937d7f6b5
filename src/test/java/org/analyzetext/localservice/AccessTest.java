package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is let in. */
class AccessTest {
    @RegisterExtension
    final Running running = new Running();

    private static Client.Reply get(LocalService service, String header, String value) {
        URI address = URI.create(
                service.endpoint() + "/language/analyze-text/jobs/" + UUID.randomUUID() + "?api-version=2022-05-01");
        return new Client(service).send(HttpRequest.newBuilder(address).header(header, value));
    }

    @Test
    void wrongKeyIsAnsweredWith401AsTheGatewayDoes() {
        LocalService service = running.start();
        Client.Reply reply = get(service, "Ocp-Apim-Subscription-Key", "wrong");
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("401");
        assertThat(reply.header("apim-request-id")).isNotEmpty();
        assertThat(service.counters().requests(Operation.STATE, 401)).isOne();
    }

    @Test
    void missingKeyIsAnsweredWith401() {
        assertThat(get(running.start(), "X-Other", "local-key").status()).isEqualTo(401);
    }

    @Test
    void secondKeyIsLetInToo() {
        LocalService service = running.start(builder -> builder.keys("one", "two"));
        assertThat(get(service, "ocp-apim-subscription-key", "two").status()).isEqualTo(404);
        assertThat(get(service, "ocp-apim-subscription-key", "local-key").status())
                .isEqualTo(401);
    }

    @Test
    void bearerTokenIsLetInInsteadOfAKey() {
        LocalService service = running.start(builder -> builder.tokens("token"));
        assertThat(get(service, "Authorization", "Bearer token").status()).isEqualTo(404);
        assertThat(get(service, "Authorization", "Bearer other").status()).isEqualTo(401);
        assertThat(get(service, "Authorization", "token").status()).isEqualTo(401);
    }

    @Test
    void wrongKeyIsToldBeforeAnythingElse() {
        LocalService service = running.start(builder -> builder.requestsPerMinute(1));
        assertThat(get(service, "X-Other", "x").status()).isEqualTo(401);
        assertThat(get(service, "X-Other", "x").status()).isEqualTo(401);
    }
}
