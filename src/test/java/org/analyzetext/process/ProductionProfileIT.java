package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With Camel's profile for production, which refuses what is insecure, the application starts and works as ever. */
class ProductionProfileIT {
    @TempDir
    Path root;

    @Test
    void startsWithoutAWarningAndFinishesItsWork() throws Exception {
        WorkingFolder folder = new WorkingFolder(root);
        folder.put("mails.jsonl", "{\"id\":\"1\",\"text\":\"Where is my parcel?\"}\n");
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("fixed 0s"))
                .build())) {
            folder.calling(service)
                    .withoutKey()
                    .with("api-key", WorkingFolder.KEY)
                    .with("observe.port", "0");
            folder.environment("CAMEL_MAIN_PROFILE", "prod");
            try (RunningApp app = folder.start()) {
                assertThat(app.exitCode()).as(app.err()).isZero();
                assertThat(app.err()).doesNotContain("WARN", "ERROR", "\tat ").doesNotContain(WorkingFolder.KEY);
            }
        }
        assertThat(PublishedOutcomes.of(folder).positions()).containsExactly("mails.jsonl#1");
    }

    /** So the profile is really on above. */
    @Test
    void refusesToStartWithWhatIsInsecure() throws Exception {
        WorkingFolder folder = new WorkingFolder(root);
        folder.calling(URI.create("http://127.0.0.1:1"))
                .environment("CAMEL_MAIN_PROFILE", "prod")
                .environment("CAMEL_SSL_TRUST_ALL_CERTIFICATES", "true");
        try (RunningApp app = folder.start()) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(1);
            assertThat(app.err()).containsIgnoringCase("trustAllCertificates");
        }
    }
}
