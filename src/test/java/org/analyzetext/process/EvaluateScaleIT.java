package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million results are evaluated by a process with 256 MB. */
@Tag("long")
class EvaluateScaleIT {
    private static final int DOCUMENTS = 1_000_000;

    @TempDir
    Path place;

    @Test
    void aMillionResultsFitIntoASmallProcess() throws Exception {
        try (BufferedWriter results = Files.newBufferedWriter(place.resolve("docs.jsonl"));
                BufferedWriter truth = Files.newBufferedWriter(place.resolve("truth.csv"))) {
            truth.write("id,human\n");
            for (int i = 1; i <= DOCUMENTS; i++) {
                results.write(
                        ("{\"id\":\"M-%d\",\"source\":{\"file\":\"docs.jsonl\",\"ordinal\":%d},\"classifications\":"
                                        + "[{\"task\":{\"name\":\"intent\",\"kind\":\"CustomSingleLabelClassification\","
                                        + "\"projectName\":\"P\",\"deploymentName\":\"d\"},\"classes\":[{\"category\":\"c%d\","
                                        + "\"confidenceScore\":0.%02d}],\"warnings\":[]}],\"metadata\":{\"subject\":\"of %d\"}}%n")
                                .formatted(i, i, i % 7, i % 100, i));
                truth.write("M-" + i + ",c" + (i % 4 == 0 ? 0 : i % 7) + "\n");
            }
        }
        long start = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        Path.of(System.getProperty("analyzetext.jar"))
                                .toAbsolutePath()
                                .toString(),
                        "evaluate",
                        "docs.jsonl",
                        "--truth",
                        "truth.csv",
                        "--column",
                        "human",
                        "--html",
                        "page.html")
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(place.resolve("said.txt").toFile())
                .start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(place.resolve("said.txt"));

        assertThat(process.exitValue()).as(said).isZero();
        // Of each 28 documents 7 are of 0 for the person, and one of these is of 0 for the model too.
        assertThat(said).containsPattern("accuracy +0\\.79 +1000000");
        System.out.printf("%,d results evaluated in %.1f s%n", DOCUMENTS, (System.nanoTime() - start) / 1e9);
    }
}
