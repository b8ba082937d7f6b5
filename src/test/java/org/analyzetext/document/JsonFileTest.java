package org.analyzetext.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFileTest {
    @Test
    void objectIsOneDocument() {
        assertThat(json("\n {\"text\":\"a ] } \\\" b\"} \n").texts()).containsExactly("a ] } \" b");
    }

    @Test
    void arrayIsADocumentAnElement() {
        ReadRecords records = json("[ {\"text\":\"a\",\"m\":[1,{\"x\":\"],[\"}]},\n{\"text\":\"b\\\\\"} ]\n");

        assertThat(records.texts()).containsExactly("a", "b\\");
        assertThat(records.sources)
                .containsExactly(new FilePosition("in/file", 1, 1L), new FilePosition("in/file", 2, 2L));
    }

    @ParameterizedTest
    @ValueSource(strings = {" \n", "[]", " [ ] "})
    void nothingHasNoRecords(String content) {
        assertThat(json(content).sources).isEmpty();
    }

    @Test
    void elementThatIsNoObjectHarmsNoOther() {
        ReadRecords records = json("[{\"text\":\"a\"}, 1, \"[\", null, [{\"text\":\"x\"}], {\"text\":\"b\"}]");

        assertThat(records.texts()).containsExactly("a", "b");
        assertThat(records.codes()).containsExactly("InvalidJson", "InvalidJson", "InvalidJson", "InvalidJson");
        assertThat(records.ordinals()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(records.rejected.get(0).message())
                .isEqualTo("The record is not a JSON object but a number, so it has no fields to read.");
    }

    @Test
    void elementWithTheSameKeyTwiceHarmsNoOther() {
        ReadRecords records = json("[{\"text\":\"x\",\"text\":\"y\"},{\"text\":\"b\"}]");

        assertThat(records.codes()).containsExactly("InvalidJson");
        assertThat(records.texts()).containsExactly("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"text\":\"a\"},{\"text\":b},{\"text\":\"c\"}]|14|The JSON is not valid at line 1, column 23",
                "[{\"text\":\"a\"},]|14|The JSON is not valid at line 1, column 15",
                "[{\"text\":\"a\"},|14|The file ends before its array is closed at line 1, column 15",
                "[{\"text\":\"a\"}|1|The file ends in the middle of the value that begins at line 1, column 2",
                "[{\"text\":\"a\"} {\"text\":\"b\"}]|1|The JSON is not valid at line 1, column 15",
                "[{\"text\":\"a\"}] x|15|The file continues after its JSON value at line 1, column 16",
                "{\"text\":\"a\"}{}|12|The file continues after its JSON value at line 1, column 13",
                "{\"text\":|0|The file ends in the middle of the value that begins at line 1, column 1",
                "secret|0|The file is neither a JSON object nor an array of objects at line 1, column 1",
                "[{\"text\":\"\u00FF\uD83D\uDE00\"},}]|19|The JSON is not valid at line 1, column 17"
            })
    void syntaxFaultEndsTheFile(String content, long fromByte, String message) {
        ReadRecords records = json(content);

        assertThat(records.onlyRejected().code()).isEqualTo("InvalidJson");
        assertThat(records.onlyRejected().message()).isEqualTo(message + ", so the rest of the file is not read.");
        assertThat(records.onlyRejected().content()).hasToString("{\"fromByte\":" + fromByte + "}");
    }

    @Test
    void documentsBeforeASyntaxFaultAreGood() {
        ReadRecords records = json("[{\"text\":\"a\"},\n{\"text\":\"b\"},\n{\"text\"\n:b},{\"text\":\"c\"}]");

        assertThat(records.texts()).containsExactly("a", "b");
        assertThat(records.onlyRejected().source()).isEqualTo(new FilePosition("in/file", 3, 3L));
        assertThat(records.onlyRejected().message())
                .isEqualTo("The JSON is not valid at line 4, column 2, so the rest of the file is not read.");
    }

    @Test
    void malformedBytesHarmTheirElementOnly() {
        ReadRecords records =
                ReadRecords.of(Format.JSON, "[{\"text\":\"\u00FF\"},{\"text\":\"b\"}]".getBytes(ISO_8859_1), UTF_8);

        assertThat(records.codes()).containsExactly("InvalidEncoding");
        assertThat(records.texts()).containsExactly("b");
    }

    @Test
    void tooLargeElementHarmsNoOther() {
        String large = "x".repeat(DocumentReader.MAX_RECORD_BYTES);

        ReadRecords records = json("[{\"text\":\"a\"},{\"text\":\"" + large + "\"},{\"text\":\"b\"}]");

        assertThat(records.codes()).containsExactly("RecordTooLarge");
        assertThat(records.texts()).containsExactly("a", "b");
    }

    @Test
    void otherCharsetsAreReadWhenConfigured() {
        assertThat(ReadRecords.of(Format.JSON, "[{\"text\":\"\u00E9\"}]".getBytes(ISO_8859_1), ISO_8859_1)
                        .texts())
                .containsExactly("\u00E9");
    }

    private static ReadRecords json(String content) {
        return ReadRecords.of(Format.JSON, content);
    }
}
