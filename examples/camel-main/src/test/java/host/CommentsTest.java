package host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommentsTest {
    private static final String COMMENTS = """
            [{"id": "1", "text": "My invoice is wrong: I was charged twice."},
             {"id": "2", "text": "I can't sign in, the password is refused."},
             {"id": "3", "text": "Hvor er min pakke?", "language": "tlh"}]
            """;

    @TempDir
    Path folder;

    @Test
    void commentsOfAFileAreLabelledOrReported() throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("comments")).resolve("today.json"), COMMENTS);
        Main host = new Main();
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys("local-key")
                .project(ProjectSettings.of(Path.of(System.getProperty("samples"), "support-labels.json")))
                .build())) {
            Properties here = new Properties();
            here.putAll(Map.of(
                    "folder", folder.toString(),
                    "analyze-text.endpoint", service.endpoint().toString()));
            host.setOverrideProperties(here);
            host.start();
            List<String> labelled = lines("labelled.jsonl", 2);
            assertTrue(labelled.get(0).contains("\"category\":\"Billing\""), labelled.get(0));
            assertTrue(lines("not-labelled.jsonl", 1).get(0).contains("\"id\":\"3\""));
        } finally {
            host.stop();
        }
    }

    private List<String> lines(String file, int expected) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        List<String> lines = List.of();
        while (lines.size() < expected && Instant.now().isBefore(end)) {
            Thread.sleep(20);
            if (Files.exists(folder.resolve(file))) {
                lines = Files.readAllLines(folder.resolve(file));
            }
        }
        assertEquals(expected, lines.size(), file);
        return lines;
    }
}
