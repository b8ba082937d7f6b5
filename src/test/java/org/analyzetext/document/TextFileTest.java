package org.analyzetext.document;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

class TextFileTest {
    @Test
    void isOneDocumentNamedByItsPath() {
        Document document =
                ReadRecords.of(Format.TEXT, "First line.\r\n\nThird.\n").onlyDocument();

        assertThat(document)
                .isEqualTo(new Document(
                        new FilePosition("in/file", 1, null),
                        "in/file",
                        null,
                        "First line.\r\n\nThird.\n",
                        Json.MAPPER.createObjectNode()));
    }

    @Test
    void byteOrderMarkIsNoPartOfTheText() {
        assertThat(ReadRecords.of(Format.TEXT, "\uFEFFtext").texts()).containsExactly("text");
        assertThat(ReadRecords.of(Format.TEXT, "text".getBytes(UTF_16), UTF_16).texts())
                .containsExactly("text");
        assertThat(ReadRecords.of(Format.TEXT, "\uFEFFtext".getBytes(UTF_16LE), UTF_16LE)
                        .texts())
                .containsExactly("text");
    }

    @Test
    void otherCharsetsAreReadWhenConfigured() {
        Charset shiftJis = Charset.forName("Shift_JIS");

        assertThat(ReadRecords.of(Format.TEXT, "\u8868\u793A".getBytes(shiftJis), shiftJis)
                        .texts())
                .containsExactly("\u8868\u793A");
    }

    @Test
    void malformedBytesAreNeverReplaced() {
        Rejected rejected = ReadRecords.of(Format.TEXT, new byte[] {'a', (byte) 0xFF}, UTF_8)
                .onlyRejected();

        assertThat(rejected.code()).isEqualTo("InvalidEncoding");
        assertThat(rejected.id()).isEqualTo("in/file");
        assertThat(rejected.message()).isEqualTo("The record is not valid UTF-8 at byte 1.");
        assertThat(rejected.content()).hasToString("{\"rawBase64\":\"Yf8=\"}");
    }

    @Test
    void emptyFileIsADocumentWithoutText() {
        assertThat(ReadRecords.of(Format.TEXT, "").codes()).containsExactly("EmptyText");
    }

    @Test
    void tooLargeFileIsNotLoaded() {
        byte[] bytes = "x".repeat(DocumentReader.MAX_RECORD_BYTES + 1).getBytes(UTF_8);

        Rejected rejected = ReadRecords.of(Format.TEXT, bytes, UTF_8).onlyRejected();

        assertThat(rejected.code()).isEqualTo("RecordTooLarge");
        assertThat(rejected.message()).isEqualTo("The record has 16777217 bytes, but at most 16777216 are allowed.");
        assertThat(rejected.content()).hasToString("{\"fromByte\":0,\"bytes\":16777217}");
    }
}
