package org.analyzetext.edge.files;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.Batches;
import org.analyzetext.job.JobReference;
import org.analyzetext.job.Label;
import org.analyzetext.job.Result;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.TaskResult;
import org.analyzetext.job.TaskResults;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results are files like their inputs. */
class ResultFilesTest {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    @TempDir
    Path root;

    private Scene scene;

    @BeforeEach
    void emptyInbox() {
        scene = new Scene(root);
    }

    @Test
    void aTableInUtf16GetsItsResultsInUtf16WithItsMarkAndItsSeparator() throws Exception {
        byte[] results = joined("a.csv", "\uFEFFid\ttext\r\n1\tgr\u00FC\u00DF aus K\u00F6ln\r\n".getBytes(UTF_16LE));

        assertThat(new String(results, UTF_16LE))
                .isEqualTo(
                        "\uFEFFid\ttext\tcategory\tconfidence\ttask\tproject\tdeployment\tpublished\tjob_id\r\n1\tgr\u00FC\u00DF aus"
                                + " K\u00F6ln\tSports\t0.90\tintent\tIntents\tproduction\t2026-03-01 12:00:00\tjob-a.csv/000001\r\n");
    }

    @Test
    void theLineThatNamesTheSeparatorStays() throws Exception {
        assertThat(new String(joined("a.csv", "sep=;\r\nid;text\r\n1;a\r\n".getBytes(UTF_8)), UTF_8))
                .isEqualTo(
                        "sep=;\r\nid;text;category;confidence;task;project;deployment;published;job_id\r\n1;a;Sports;0.90;intent;Intents;production;2026-03-01 12:00:00;job-a.csv/000001\r\n");
    }

    @Test
    void aTsvFileGetsATsvFile() throws Exception {
        assertThat(new String(joined("a.tsv", "id\ttext\n1\ta,b\n".getBytes(UTF_8)), UTF_8))
                .isEqualTo(
                        "id\ttext\tcategory\tconfidence\ttask\tproject\tdeployment\tpublished\tjob_id\n1\ta,b\tSports\t0.90\tintent\tIntents\tproduction\t2026-03-01 12:00:00\tjob-a.tsv/000001\n");
    }

    @Test
    void aCompressedFileGetsACompressedFile() throws Exception {
        assertThat(unpacked(joined("a.csv.gz", gzip("id,text\n1,a\n"))))
                .isEqualTo(
                        "id,text,category,confidence,task,project,deployment,published,job_id\n1,a,Sports,0.90,intent,Intents,production,2026-03-01 12:00:00,job-a.csv.gz/000001\n");
        assertThat(unpacked(joined("a.jsonl.gz", gzip("{\"id\":\"7\",\"text\":\"a\"}\n{\"text\":\" \"}\n"))))
                .startsWith("{\"id\":\"7\"")
                .hasLineCount(1);
        assertThat(Scene.read(scene.folders.deadLetters().resolve("a.jsonl.gz.jsonl")))
                .hasSize(1);
    }

    @Test
    void aSecondCompressedFileOfTheSameNameGetsANumberBeforeItsEndings() throws Exception {
        joined("a.csv.gz", gzip("text\na\n"));
        joined("a.csv.gz", gzip("text\nb\n"));

        assertThat(Scene.files(scene.folders.results())).containsExactlyInAnyOrder("a.csv.gz", "a~2.csv.gz");
    }

    @Test
    void resultsInACharsetThatLacksALabelAreInUtf8WithAMark() throws Exception {
        Input input = scene.cut("a.csv", "id,text\n1,plain\n", 2);
        answer(input, "\u65E5\u672C");
        DocumentReader reader = new DocumentReader(
                new DocumentFields("/id", "/text", "/language"),
                WINDOWS,
                DocumentReader.ANY_SEPARATOR,
                "",
                new DocumentRules(1_000));

        new Joiner(
                        scene.folders,
                        reader,
                        List.of(Batches.SINGLE),
                        Scene.PLAIN,
                        scene.counters,
                        new InputReports(null),
                        scene.clock)
                .join(input.folder().resolve(Input.MANIFEST_FILE).toFile());

        assertThat(scene.folders.results().resolve("a.csv"))
                .hasContent(
                        "\uFEFFid,text,category,confidence,task,project,deployment,published,job_id\n1,plain,\u65E5\u672C,0.9,intent,Intents,production,,job\n");
        assertThat(scene.counters.results()).isEqualTo(1);
    }

    @Test
    void eachClassHasAColumnWhereThatIsAskedForAndNoNameBreaksTheTable() throws Exception {
        Input input = scene.cut("a.csv", "id,text\n1,plain\n2,=1+1\n", 1);
        answer(input, "=cmd|' /C calc'!A0");
        answer(input, "say \"a,b\"\n\u202Ecba");

        scene.join(input, new CsvSettings(true, true));

        assertThat(Files.readString(scene.folders.results().resolve("a.csv")))
                .isEqualTo("id,text,category,confidence,task,project,deployment,published,job_id,"
                        + "confidence_=cmd|' /C calc'!A0,\"confidence_say \"\"a,b\"\"\\u000a\\u202ecba\"\n"
                        + "1,plain,'=cmd|' /C calc'!A0,0.9,intent,Intents,production,,job,0.9,\n"
                        + "2,'=1+1,\"say \"\"a,b\"\"\\u000a\\u202ecba\",0.9,intent,Intents,production,,job,,0.9\n");
    }

    @Test
    void ofTenThousandClassesTheMostFrequentHaveColumns() {
        CsvClasses classes = new CsvClasses();
        SubmittedJob job = Batches.submitted(1);
        for (int i = 0; i < 10_000; i++) {
            classes.add(result(job, "class-" + i));
            if (i % 10 == 7) {
                classes.add(result(job, "class-" + i));
            }
        }

        assertThat(classes.areTooMany()).isTrue();
        assertThat(classes.columns()).hasSize(CsvClasses.MOST_COLUMNS).allSatisfy(each -> assertThat(each.category())
                .endsWith("7"));
    }

    private byte[] joined(String name, byte[] content) throws Exception {
        Path file = Files.write(scene.folders.inbox().resolve(name), content);
        scene.inbox.claim(file);
        Input input = scene.only();
        scene.cutter(10).cut(input.folder().resolve(Input.CLAIM_FILE).toFile());
        scene.answerAll(input);
        scene.join(input);
        return Files.readAllBytes(scene.folders.results().resolve(input.claim().name()));
    }

    private void answer(Input input, String label) throws Exception {
        Batch taken = scene.jobs.take(Durable.list(input.todo()).get(0).toFile());
        scene.jobs.submitted(taken);
        SubmittedJob job = taken.submitted("default", "job", scene.clock.instant(), scene.clock.instant());
        scene.outcomes.publish(new BatchOutcome(job, List.of(result(job, label)), List.of(), List.of()));
    }

    private static Result result(SubmittedJob job, String label) {
        return new Result(
                "1",
                job.documents().get(0).source(),
                TaskResults.of(List.of(TaskResult.of(
                        TaskResult.TaskName.of(job.tasks().get(0), ""),
                        List.of(new Label(label, new BigDecimal("0.9"))),
                        List.of()))),
                JobReference.of(job, job.documents().get(0), "2022-05-01", Batches.NOW, null),
                job.documents().get(0).metadata());
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String unpacked(byte[] bytes) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), UTF_8);
    }
}
