package host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"analyze-text.api-key=another-key", "analyze-text.files.work=target/refused"})
class RefusedKeyTest {
    private static LocalService service;

    private final HttpClient http = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    @DynamicPropertySource
    static void startService(DynamicPropertyRegistry properties) throws Exception {
        Path samples = Path.of(System.getProperty("samples"));
        service = LocalService.start(LocalServiceSettings.builder()
                .keys("local-key")
                .project(ProjectSettings.of(samples.resolve("support-labels.json")))
                .project(ProjectSettings.of(samples.resolve("intent-labels.json")))
                .build());
        properties.add("analyze-text.endpoint", service::endpoint);
    }

    @AfterAll
    static void stopService() {
        service.close();
    }

    @Test
    void aRefusedKeyIsShownAndIsNoReasonToRestart() throws Exception {
        HttpRequest comments = HttpRequest.newBuilder(at("/comments"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[{\"id\": \"1\", \"text\": \"My invoice is wrong\"}]"))
                .build();
        assertThat(http.send(comments, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(202);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> get("/actuator/health").statusCode() == 503);

        System.out.println("HH " + get("/actuator/health").body());
        assertThat(get("/actuator/health").body()).contains("refuses the key").doesNotContain("another-key");
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(at(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI at(String path) {
        return URI.create("http://localhost:" + port + path);
    }
}
