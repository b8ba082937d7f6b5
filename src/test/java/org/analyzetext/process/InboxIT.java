package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.analyzetext.edge.files.SmallDisk;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the process, with its locale and its disks, can't take from the inbox. */
class InboxIT {
    private static final String UMLAUT = "M%C3%BCller.csv is not taken";
    private static final String OTHER_DISK = "stays in the inbox and is tried again";

    @TempDir
    Path root;

    @Test
    void anInputThatWasTakenUnderAnotherLocaleIsNamedAndGoesOnUnderItsOwn() throws Exception {
        LocalServiceSettings settings = LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .build();
        try (LocalService service = LocalService.start(settings)) {
            WorkingFolder folder = new WorkingFolder(root).calling(service).environment("LC_ALL", "C.UTF-8");
            Path pause = Files.createFile(folder.root().resolve("analyze-text.pause"));
            new ProcessBuilder(
                            "sh", "-c", "printf 'text\\nI want to complain\\n' > \"$(printf 'M\\303\\274ller.csv')\"")
                    .directory(folder.inbox().toFile())
                    .start()
                    .waitFor();
            try (RunningApp app = folder.start()) {
                app.awaitErr("1 documents in 1 batches");
                app.kill();
            }
            Files.delete(pause);

            folder.environment("LC_ALL", "C");
            try (RunningApp app = folder.start()) {
                assertThat(app.exitCode()).as(app.err()).isEqualTo(1);
                assertThat(app.err()).contains("M%C3%BCller.csv has a name that can't be written in", "LC_ALL=C.UTF-8");
            }
            assertThat(service.counters().documentsAccepted()).isZero();

            folder.environment("LC_ALL", "C.UTF-8");
            try (RunningApp app = folder.start()) {
                assertThat(app.exitCode()).as(app.err()).isZero();
            }
            assertThat(service.counters().documentsAccepted()).isOne();
            assertThat(WorkingFolder.files(folder.work())).isEmpty();
            assertThat(WorkingFolder.files(folder.results())).hasSize(1);
        }
    }

    @Test
    void whatCantBeTakenIsNamedOnceAndTheRunEnds() throws Exception {
        LocalServiceSettings settings = LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .build();
        try (LocalService service = LocalService.start(settings)) {
            WorkingFolder folder = new WorkingFolder(root).calling(service).environment("LC_ALL", "C");
            folder.put("good.csv", "text\nI want to complain\n");
            new ProcessBuilder(
                            "sh", "-c", "printf 'text\\nI want to complain\\n' > \"$(printf 'M\\303\\274ller.csv')\"")
                    .directory(folder.inbox().toFile())
                    .start()
                    .waitFor();
            try (SmallDisk other = SmallDisk.mount(folder.inbox().resolve("other"), 64)) {
                Files.writeString(other.place().resolve("far.csv"), "text\nI want to complain\n");
                try (RunningApp app = folder.start()) {
                    assertThat(app.exitCode()).as(app.err()).isEqualTo(1);
                    assertThat(app.err()).containsOnlyOnce(UMLAUT).containsOnlyOnce(OTHER_DISK);
                }
            }
            assertThat(folder.results().resolve("good.csv")).exists();
            assertThat(WorkingFolder.files(folder.work())).isEmpty();

            folder.environment("LC_ALL", "C.UTF-8");
            try (RunningApp app = folder.start()) {
                assertThat(app.exitCode()).as(app.err()).isZero();
            }
            assertThat(WorkingFolder.files(folder.inbox())).isEmpty();
            assertThat(WorkingFolder.files(folder.results())).hasSize(2);
        }
    }
}
