package host;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;

/** The stand-in for the service, on a port of its own. */
public class Service implements QuarkusTestResourceLifecycleManager {
    private LocalService service;

    @Override
    public Map<String, String> start() {
        try {
            service = LocalService.start(LocalServiceSettings.builder()
                    .keys("local-key")
                    .project(ProjectSettings.of(Path.of(System.getProperty("samples"), "support-labels.json")))
                    .build());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
        return Map.of("analyze-text.endpoint", service.endpoint().toString());
    }

    @Override
    public void stop() {
        if (service != null) {
            service.close();
        }
    }
}
