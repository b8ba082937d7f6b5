package org.analyzetext.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.analyzetext.document.RecordReader.ValueFormat;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
    @Test
    void aMarkBeforeJsonIsNoPartOfIt() throws IOException {
        assertThat(read(ValueFormat.JSON, "\uFEFF{\"text\":\"a\"}").texts()).containsExactly("a");
    }

    @Test
    void jsonBehindTheBytesOfASchemaRegistryIsADocument() throws IOException {
        assertThat(read(ValueFormat.JSON, "\0\0\0\1\3{\"text\":\"a\"}").documents)
                .singleElement()
                .satisfies(document -> assertThat(document.text()).isEqualTo("a"));
    }

    @Test
    void brokenJsonBehindThemIsADeadLetterWithoutThem() throws IOException {
        Rejected rejected = read(ValueFormat.JSON, "\0\0\0\1\3{\"text\":").onlyRejected();

        assertThat(rejected.code()).isEqualTo("InvalidJson");
        assertThat(rejected.content().path("raw").textValue()).isEqualTo("{\"text\":");
    }

    @Test
    void avroBehindThemIsNamed() throws IOException {
        assertThat(read(ValueFormat.JSON, "\0\0\0\1\3\2a").codes()).containsExactly("WrongFormat");
    }

    @Test
    void theBytesOfASchemaRegistryBeforePlainTextAreNamed() throws IOException {
        Rejected rejected = read(ValueFormat.TEXT, "\0\0\0\1\3{\"text\":\"a\"}").onlyRejected();

        assertThat(rejected.code()).isEqualTo("WrongFormat");
        assertThat(rejected.message()).contains("the schema id 259");
        assertThat(rejected.content().path("raw").textValue()).isEqualTo("\0\0\0\1\3{\"text\":\"a\"}");
    }

    @Test
    void aNulBeforeARecordIsNoSchemaRegistry() throws IOException {
        assertThat(read(ValueFormat.JSON, "\0{\"text\":\"a\"}").codes()).containsExactly("InvalidJson");
    }

    private static ReadRecords read(ValueFormat format, String value) throws IOException {
        ReadRecords records = new ReadRecords();
        new RecordReader(format, ReadRecords.FIELDS, "language", ReadRecords.RULES)
                .read(
                        new TopicPosition("documents", 0, 7),
                        new Envelope(null, List.of()),
                        value.getBytes(UTF_8),
                        records);
        return records;
    }
}
