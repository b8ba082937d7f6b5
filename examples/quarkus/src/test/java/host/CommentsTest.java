package host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Service.class)
class CommentsTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @TestHTTPResource("/")
    URI host;

    @Test
    void aCommentIsLabelled() throws Exception {
        HttpRequest comments = HttpRequest.newBuilder(host.resolve("comments"))
                .POST(HttpRequest.BodyPublishers.ofString("[{\"id\": \"1\", \"text\": \"My invoice is wrong\"}]"))
                .build();
        assertEquals(
                202, http.send(comments, HttpResponse.BodyHandlers.discarding()).statusCode());
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (get("comments/1").statusCode() != 200 && Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
        assertTrue(
                get("comments/1").body().startsWith("Billing"),
                get("comments/1").body());
    }

    @Test
    void readinessShowsTheModule() throws Exception {
        HttpResponse<String> ready = get("q/health/ready");
        assertEquals(200, ready.statusCode(), ready.body());
        assertTrue(ready.body().contains("\"resource-default\": \"ok\""), ready.body());
        assertTrue(!get("q/health/live").body().contains("resource-default"));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(host.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
