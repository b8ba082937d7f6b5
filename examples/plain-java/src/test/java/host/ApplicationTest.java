package host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ApplicationTest {
    @Test
    @Timeout(60)
    void everyCommentIsLabelled() throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys("local-key")
                .project(ProjectSettings.of(Path.of(System.getProperty("samples"), "support-labels.json")))
                .build())) {
            System.setProperty("analyze-text.endpoint", service.endpoint().toString());
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            Application.main(new String[0]);
        } finally {
            System.setOut(console);
            System.clearProperty("analyze-text.endpoint");
        }
        List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(3, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("1 [Billing"), lines.toString());
    }
}
