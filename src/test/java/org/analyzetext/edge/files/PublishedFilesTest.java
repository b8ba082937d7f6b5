package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.analyzetext.account.Window;
import org.analyzetext.results.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedFilesTest {
    @TempDir
    Path root;

    @Test
    void whatWasPublishedAtAnotherTimeIsLeftOutWhateverItsFormat() throws Exception {
        Folders folders = Scene.folders(root);
        Files.createDirectories(folders.results());
        Files.createDirectories(folders.deadLetters());
        Files.writeString(folders.results().resolve("rows.csv"), """
                id,text,category,confidence,task,project,deployment,published,job_id
                row-in,x,Praise,0.9,intent,P,d,2026-11-30 10:00:00,j
                row-out,x,Praise,0.9,intent,P,d,2026-11-29 10:00:00,j
                """);
        Files.writeString(folders.results().resolve("lines.jsonl"), """
                {"id":"line-in","publishedAt":"2026-11-30T10:00:00Z"}
                {"id":"line-out","publishedAt":"2026-11-29T10:00:00Z"}
                {"id":"job-out","job":{"completedAt":"2026-11-29T10:00:00Z"}}
                {"id":"unknown","publishedAt":"yesterday"}
                """);
        Files.writeString(folders.deadLetters().resolve("lines.jsonl"), """
                {"id":"letter-in","code":"EmptyText","time":"2026-11-30T10:00:00Z"}
                {"id":"letter-out","code":"EmptyText","time":"2026-11-29T10:00:00Z"}
                """);

        List<String> ids = new ArrayList<>();
        PublishedFiles.all(
                        folders,
                        new Window(Instant.parse("2026-11-30T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z")))
                .forEach((Answer answer) -> ids.add(answer.id()));

        assertThat(ids).containsExactlyInAnyOrder("row-in", "line-in", "unknown", "letter-in");
    }
}
