package org.analyzetext.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesFileTest {
    private static final String GOOD = "{\"id\":\"g\",\"text\":\"good\"}";

    @Test
    void lineIsADocumentWithTheRestAsMetadata() {
        Document document = lines("{\"z\":1.50,\"id\":\"7\",\"text\":\"Hello\",\"language\":\"en\",\"a\":{\"id\":1e5}}")
                .onlyDocument();

        assertThat(document.source()).isEqualTo(new FilePosition("in/file", 1, 1L));
        assertThat(document.id()).isEqualTo("7");
        assertThat(document.text()).isEqualTo("Hello");
        assertThat(document.language()).isEqualTo("en");
        assertThat(document.metadata()).hasToString("{\"z\":1.50,\"a\":{\"id\":1E+5}}");
    }

    @Test
    void blankLinesAreNoRecordsButCountAsLines() {
        ReadRecords records = lines("\n" + GOOD + "\r\n \t\r\n\n" + GOOD + "\n\n");

        assertThat(records.sources)
                .containsExactly(new FilePosition("in/file", 1, 2L), new FilePosition("in/file", 2, 5L));
    }

    @Test
    void anEmptyFileIsTold() {
        assertThat(lines("").rejected).extracting(Rejected::code).containsExactly("EmptyFile");
    }

    @Test
    void aFileOfABlankLineHasNoRecords() {
        assertThat(lines("\n").sources).isEmpty();
        assertThat(lines("\uFEFF").sources).isEmpty();
    }

    @Test
    void nestedPlacesLoseTheirLeavesOnly() {
        DocumentReader reader =
                new DocumentReader(new DocumentFields("/head/id", "/body/0", "/head/lang"), ReadRecords.RULES);
        String line = "{\"head\":{\"id\":12345678901234567890,\"x\":true},\"body\":[\"Hello\",\"other\"]}";

        Document document =
                ReadRecords.of(Format.JSON_LINES, line.getBytes(UTF_8), reader).onlyDocument();

        assertThat(document.id()).isEqualTo("12345678901234567890");
        assertThat(document.text()).isEqualTo("Hello");
        assertThat(document.metadata()).hasToString("{\"head\":{\"x\":true},\"body\":[null,\"other\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"text\":\"t\"}", "{\"id\":null,\"text\":\"t\",\"language\":null}"})
    void idAndLanguageMayBeMissing(String line) {
        Document document = lines(line).onlyDocument();

        assertThat(document.id()).isNull();
        assertThat(document.language()).isNull();
    }

    @Test
    void emptyLanguageIsNone() {
        assertThat(lines("{\"text\":\"t\",\"language\":\"\"}").onlyDocument().language())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":7}|MissingText|There is no text at /text.",
                "{\"id\":7,\"text\":{}}|TextNotAString|The text at /text is an object, but must be a string.",
                "{\"id\":7,\"text\":null}|TextNotAString|The text at /text is null, but must be a string.",
                "{\"id\":7,\"text\":\"t\",\"language\":1}|InvalidLanguage|"
                        + "The language at /language is a number, but must be a string.",
                "{\"id\":7,\"text\":\"t\",\"language\":\"english\"}|InvalidLanguage|"
                        + "The language 'english' is not a language tag such as en or pt-BR.",
                "{\"id\":7,\"text\":\" \"}|EmptyText|The text is empty or only white space."
            })
    void recordThatIsNoDocumentIsExplained(String line, String code, String message) {
        Rejected rejected = lines(line).onlyRejected();

        assertThat(rejected.code()).isEqualTo(code);
        assertThat(rejected.message()).isEqualTo(message);
        assertThat(rejected.id()).isEqualTo("7");
    }

    @Test
    void idThatIsNeitherStringNorNumberIsExplained() {
        Rejected rejected = lines("{\"id\":[1],\"text\":\"t\"}").onlyRejected();

        assertThat(rejected.code()).isEqualTo("InvalidId");
        assertThat(rejected.message())
                .isEqualTo("The id at /id is an array, but only a string or a number is allowed.");
        assertThat(rejected.content()).hasToString("{\"raw\":\"{\\\"id\\\":[1],\\\"text\\\":\\\"t\\\"}\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":\"secret|The JSON ends in the middle of a value at line 1, column 16.",
                "{\"text\":secret}|The JSON is not valid at line 1, column 9.",
                "{\"text\":\"secret\"} x|The JSON is not valid at line 1, column 19.",
                "{\"text\":\"a\",\"text\":\"secret\"}|A JSON object has the same key twice at line 1, column 20.",
                "[\"secret\"]|The record is not a JSON object but an array, so it has no fields to read.",
                "{\"text\":1e99999999999}|The JSON has a number whose exponent is too large."
            })
    void faultInJsonIsExplainedWithoutTheText(String line, String message) {
        Rejected rejected = lines(line).onlyRejected();

        assertThat(rejected.code()).isEqualTo("InvalidJson");
        assertThat(rejected.message()).isEqualTo(message);
        assertThat(rejected.content().get("raw").textValue()).isEqualTo(line);
    }

    @Test
    void bombsAreRefused() {
        String deep = "{\"text\":\"t\",\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String digits = "{\"text\":\"t\",\"a\":" + "9".repeat(100_000) + "}";
        String key = "{\"text\":\"t\",\"" + "k".repeat(100_000) + "\":1}";

        ReadRecords records = lines(String.join("\n", deep, digits, key, GOOD));

        assertThat(records.rejected)
                .extracting(Rejected::message)
                .containsExactly(
                        "The JSON is nested deeper than 100 levels.",
                        "The JSON has a number of more than 500 characters.",
                        "The JSON has a key that is too long.");
        assertThat(records.texts()).containsExactly("good");
    }

    @Test
    void largestMetadataCanBeWrittenAndReadAgain() throws Exception {
        String metadata = "{\"a\":" + "[".repeat(98) + "1".repeat(496) + "e123" + "]".repeat(98) + "}";

        Document document =
                lines(metadata.replaceFirst("\\{", "{\"text\":\"t\",")).onlyDocument();

        assertThat(Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(document)).get("metadata"))
                .isEqualTo(document.metadata());
    }

    @Test
    void halfASurrogatePairIsRejectedAndKept() throws Exception {
        Rejected rejected = lines("{\"text\":\"a\\uD83Db\"}").onlyRejected();

        assertThat(rejected.code()).isEqualTo("InvalidUnicode");
        assertThat(Json.MAPPER
                        .readTree(rejected.content().get("raw").textValue())
                        .get("text")
                        .textValue())
                .isEqualTo("a\uD83Db");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\uD83D", "\\ude00", "\\uDE00\\uD83D", "\\ud83d\\u0041", "\\ud83d\\ud83d\\ude00", "\\\\\\ud83d"
            })
    void halfASurrogatePairInAKeyIsRejectedAndKept(String half) throws Exception {
        Rejected rejected = lines("{\"id\":\"7\",\"text\":\"t\",\"m\":{\"" + half + "\":1}}")
                .onlyRejected();

        assertThat(rejected.code()).isEqualTo("InvalidUnicode");
        assertThat(rejected.message()).startsWith("The metadata has");
        assertThat(rejected.id()).isEqualTo("7");
        assertThat(rejected.content().get("raw").textValue())
                .containsIgnoringCase("\"" + half.replace("\\u0041", "A") + "\":1");
    }

    @Test
    void keysOfPairsAndOfWrittenBackslashesAreRead() {
        assertThat(lines("{\"text\":\"t\",\"\\ud83d\\ude00\":1,\"\\\\ud83d\":2}")
                        .onlyDocument()
                        .metadata())
                .hasToString("{\"\uD83D\uDE00\":1,\"\\\\ud83d\":2}");
    }

    @Test
    void halfASurrogatePairHidesNoOtherFault() {
        Rejected rejected = lines("{\"\\ud83d\":1,\"text\":\"t\",}").onlyRejected();

        assertThat(rejected.code()).isEqualTo("InvalidJson");
    }

    @Test
    void malformedBytesHarmTheirLineOnly() {
        byte[] bytes = (GOOD + "\n{\"text\":\"\u00FF\"}\n" + GOOD).getBytes(ISO_8859_1);

        ReadRecords records = ReadRecords.of(Format.JSON_LINES, bytes, UTF_8);

        assertThat(records.texts()).containsExactly("good", "good");
        assertThat(records.onlyRejected().code()).isEqualTo("InvalidEncoding");
        assertThat(records.onlyRejected().source()).isEqualTo(new FilePosition("in/file", 2, 2L));
        assertThat(records.onlyRejected().message()).isEqualTo("The record is not valid UTF-8 at byte 34.");
        assertThat(records.onlyRejected().content()).hasToString("{\"rawBase64\":\"eyJ0ZXh0Ijoi/yJ9\"}");
    }

    @Test
    void singleByteCharsetIsReadWhenConfigured() {
        assertThat(ReadRecords.of(Format.JSON_LINES, "{\"text\":\"\u00E9t\u00E9\"}".getBytes(ISO_8859_1), ISO_8859_1)
                        .texts())
                .containsExactly("\u00E9t\u00E9");
    }

    @Test
    void utf16IsReadWhenConfigured() {
        String text = "\u2192 \uD83D\uDE00 ".repeat(50_000) + "end";

        ReadRecords records =
                ReadRecords.of(Format.JSON_LINES, (GOOD + "\n{\"text\":\"" + text + "\"}\n").getBytes(UTF_16), UTF_16);

        assertThat(records.texts()).containsExactly("good");
        assertThat(records.codes()).containsExactly("TextTooLong");
    }

    @Test
    void aMarkWinsOverTheConfiguredCharset() {
        assertThat(ReadRecords.of(Format.JSON_LINES, GOOD.getBytes(UTF_16), UTF_8)
                        .texts())
                .containsExactly("good");
        assertThat(ReadRecords.of(Format.JSON_LINES, ("\uFEFF" + GOOD).getBytes(UTF_8), UTF_16LE)
                        .texts())
                .containsExactly("good");
    }

    @Test
    void malformedBytesEndAConvertedFile() {
        byte[] good = (GOOD + "\n{\"te").getBytes(UTF_16);
        byte[] bytes = Arrays.copyOf(good, good.length + 2 + 400);
        bytes[good.length] = (byte) 0xDC;

        ReadRecords records = ReadRecords.of(Format.JSON_LINES, bytes, UTF_16);

        assertThat(records.texts()).containsExactly("good");
        assertThat(records.onlyRejected().message())
                .isEqualTo("The file is not valid UTF-16BE from byte " + good.length
                        + ", so the rest of the file is not read.");
        assertThat(records.onlyRejected().content())
                .hasToString("{\"raw\":\"{\\\"te\",\"restFromByte\":" + good.length + "}");
    }

    @Test
    void tooLargeRecordIsToldByItsPlace() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((GOOD + "\n").getBytes(UTF_8));
        bytes.writeBytes(new byte[DocumentReader.MAX_RECORD_BYTES + 5]);
        bytes.writeBytes(("\n" + GOOD + "\n").getBytes(UTF_8));

        ReadRecords records = ReadRecords.of(Format.JSON_LINES, bytes.toByteArray(), UTF_8);

        assertThat(records.texts()).containsExactly("good", "good");
        assertThat(records.onlyRejected().code()).isEqualTo("RecordTooLarge");
        assertThat(records.onlyRejected().content()).hasToString("{\"fromByte\":25,\"bytes\":16777221}");
    }

    private static ReadRecords lines(String content) {
        return ReadRecords.of(Format.JSON_LINES, content);
    }
}
