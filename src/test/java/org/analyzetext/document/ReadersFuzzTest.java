package org.analyzetext.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.analyzetext.document.RecordReader.ValueFormat;
import org.analyzetext.job.Batch;
import org.analyzetext.job.Batches;
import org.analyzetext.job.JobRecord;

/**
 * Any bytes, read as documents: nothing is thrown, every record is a document or rejected at its position, what comes out
 * can be kept and read again, and no message is as long as a text. In the build the kept inputs are read; with
 * {@code JAZZER_FUZZ=1} one test looks for new ones.
 */
class ReadersFuzzTest {
    private static final int LONGEST_MESSAGE = 600;

    @FuzzTest(maxDuration = "2m")
    void jsonLines(byte[] bytes) throws IOException {
        read(bytes, Format.JSON_LINES);
    }

    @FuzzTest(maxDuration = "2m")
    void jsonArray(byte[] bytes) throws IOException {
        read(bytes, Format.JSON);
    }

    @FuzzTest(maxDuration = "2m")
    void csv(byte[] bytes) throws IOException {
        read(bytes, Format.CSV);
    }

    @FuzzTest(maxDuration = "1m")
    void textFile(byte[] bytes) throws IOException {
        check(ReadRecords.of(Format.TEXT, bytes, StandardCharsets.UTF_8), true);
    }

    @FuzzTest(maxDuration = "1m")
    void kafkaRecord(byte[] bytes) throws IOException {
        for (ValueFormat format : ValueFormat.values()) {
            ReadRecords records = new ReadRecords();
            Envelope envelope = new Envelope(null, List.of());
            new RecordReader(format, ReadRecords.FIELDS, "language", ReadRecords.RULES)
                    .read(new TopicPosition("documents", 0, 7), envelope, bytes, records);
            assertThat(records.sources).containsExactly(new TopicPosition("documents", 0, 7));
            check(records, false);
        }
    }

    private static void read(byte[] bytes, Format format) throws IOException {
        ReadRecords records = new ReadRecords();
        new DocumentReader(ReadRecords.FIELDS, ReadRecords.RULES)
                .read(new ByteArrayInputStream(bytes), "in/file", format, records);
        check(records, true);
    }

    private static void check(ReadRecords records, boolean ordered) throws IOException {
        if (ordered) {
            long ordinal = 0;
            for (long each : records.ordinals()) {
                assertThat(each).isEqualTo(++ordinal);
            }
        }
        for (Rejected rejected : records.rejected) {
            assertThat(rejected.code()).isNotBlank();
            assertThat(rejected.message()).hasSizeBetween(10, LONGEST_MESSAGE);
            byte[] json = Json.MAPPER.writeValueAsBytes(rejected);
            assertThat(Json.MAPPER.writeValueAsBytes(Json.MAPPER.readTree(json)))
                    .isEqualTo(json);
        }
        if (!records.documents.isEmpty()) {
            Batch batch = Batches.toSubmit(records.documents, Batches.SINGLE);
            byte[] json = Json.MAPPER.writeValueAsBytes(batch);
            // As text: 2.5e1 comes back as 25.
            assertThat(Json.MAPPER.writeValueAsBytes(JobRecord.read(json))).isEqualTo(json);
        }
    }
}
