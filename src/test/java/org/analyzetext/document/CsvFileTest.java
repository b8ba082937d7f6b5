package org.analyzetext.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
    @Test
    void rowIsADocumentWithTheOtherColumnsAsMetadata() {
        Document document = csv("z,text,id,language,a\n1.0,Hello,7,en,\n").onlyDocument();

        assertThat(document)
                .isEqualTo(new Document(
                        new FilePosition("in/file", 1, 2L),
                        "7",
                        "en",
                        "Hello",
                        Json.MAPPER.createObjectNode().put("z", "1.0").put("a", "")));
        assertThat(document.metadata()).hasToString("{\"z\":\"1.0\",\"a\":\"\"}");
    }

    @Test
    void lineIsTheOneOnWhichTheRowStarts() {
        ReadRecords records = csv("\uFEFFid,text\r\n1,\"two\r\n\"\"lines\"\"\"\r\n\r\n2,b\r3,c");

        assertThat(records.texts()).containsExactly("two\r\n\"lines\"", "b", "c");
        assertThat(records.sources)
                .containsExactly(
                        new FilePosition("in/file", 1, 2L),
                        new FilePosition("in/file", 2, 5L),
                        new FilePosition("in/file", 3, 6L));
    }

    @Test
    void rowThatEndsInAQuotedCarriageReturnIsKept() {
        assertThat(csv("text\n\"a\r\"\nb\n").texts()).containsExactly("a\r", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF", "id,text", "id,text\r\n"})
    void withoutRowsThereAreNoRecords(String content) {
        assertThat(csv(content).sources).isEmpty();
    }

    @Test
    void idAndLanguageMayBeMissing() {
        Document document = csv("text\nt\n").onlyDocument();

        assertThat(document.id()).isNull();
        assertThat(document.language()).isNull();
    }

    @Test
    void missingTextColumnIsToldOnceForTheFile() {
        Rejected rejected = csv("id,Text,body\n1,a,b\n2,c,d\n").onlyRejected();

        assertThat(rejected.code()).isEqualTo("MissingColumn");
        assertThat(rejected.message())
                .isEqualTo(
                        "There is no column \"text\", whichever separator is tried (comma, semicolon, tab, bar); by comma"
                                + " the columns are \"id\", \"Text\", \"body\".");
        assertThat(rejected.source()).isEqualTo(new FilePosition("in/file", 1, 1L));
        assertThat(rejected.content()).hasToString("{\"fromByte\":0}");
    }

    @Test
    void missingHeaderShowsLittleOfTheFirstText() {
        assertThat(csv("7,\"" + "long text\n".repeat(9) + "\"\n").onlyRejected().message())
                .endsWith(
                        "the columns are \"7\", \"long text\\u000Along text\\u000Along text\\u000Along text\\u000A...\".");
    }

    @Test
    void headerOfManyColumnsIsShownInPart() {
        assertThat(csv("a" + ",x".repeat(30) + "\n").onlyRejected().message())
                .endsWith("\"x\", \"x\", \"x\" and 11 more.");
    }

    @Test
    void textColumnThatStandsTwiceIsToldOnceForTheFile() {
        assertThat(csv("text,text\na,b\n").onlyRejected().message())
                .isEqualTo("The column text stands 2 times in the header.");
    }

    @Test
    void otherColumnsThatStandTwiceAreNumbered() {
        assertThat(csv("text,a,,a,a_2,\nt,1,2,3,4,5\n").onlyDocument().metadata())
                .hasToString("{\"a\":\"1\",\"\":\"2\",\"a_2\":\"3\",\"a_2_2\":\"4\",\"_2\":\"5\"}");
    }

    @Test
    void rowsWithTooFewOrTooManyFieldsHarmNoOther() {
        ReadRecords records = csv("id,text\n1\n2,b\n3,c,d\n4,e\n");

        assertThat(records.texts()).containsExactly("b", "e");
        assertThat(records.rejected)
                .extracting(Rejected::message)
                .containsExactly(
                        "The row on line 2 has 1 field(s), but the header has 2.",
                        "The row on line 4 has 3 field(s), but the header has 2.");
        assertThat(records.rejected.get(1).content()).hasToString("{\"raw\":\"3,c,d\"}");
    }

    @Test
    void charactersAfterAClosingQuoteAreInvalid() {
        ReadRecords records = csv("id,text\n1,\"a\"b\n2,c \"d\" e\n");

        assertThat(records.onlyRejected().message()).isEqualTo("The row on line 2 is not valid CSV: check its quotes.");
        assertThat(records.texts()).containsExactly("c \"d\" e");
    }

    @Test
    void quoteThatIsNeverClosedEndsTheFile() {
        ReadRecords records = csv("id,text\n1,a\n2,\"b\n3,c\n");

        assertThat(records.texts()).containsExactly("a");
        assertThat(records.onlyRejected().code()).isEqualTo("InvalidCsv");
        assertThat(records.onlyRejected().message())
                .isEqualTo("A quote is opened in the row on line 3 and never closed, so the rest of the file is not"
                        + " read.");
        assertThat(records.onlyRejected().content()).hasToString("{\"raw\":\"2,\\\"b\\n3,c\\n\"}");
    }

    @Test
    void malformedBytesHarmTheirRowOnly() {
        ReadRecords records = ReadRecords.of(Format.CSV, "id,text\n1,\u00FF\n2,b".getBytes(ISO_8859_1), UTF_8);

        assertThat(records.codes()).containsExactly("InvalidEncoding");
        assertThat(records.texts()).containsExactly("b");
    }

    @Test
    void tooLargeRowHarmsNoOther() {
        String large = "\"" + "x\n".repeat(DocumentReader.MAX_RECORD_BYTES / 2) + "\"";

        ReadRecords records = csv("id,text\n1,a\n2," + large + "\n3,b\n");

        assertThat(records.codes()).containsExactly("RecordTooLarge");
        assertThat(records.texts()).containsExactly("a", "b");
    }

    @Test
    void rowOfTheLargestSizeIsRead() {
        String large = "x".repeat(DocumentReader.MAX_RECORD_BYTES - 2);

        assertThat(csv("id,text\n2," + large + "\n").codes()).containsExactly("TextTooLong");
    }

    @Test
    void otherSeparatorsAreReadWhenConfigured() {
        DocumentReader reader = new DocumentReader(ReadRecords.FIELDS, UTF_16LE, ";", "", ReadRecords.RULES);

        ReadRecords records =
                ReadRecords.of(Format.CSV, "\uFEFFid;text\n1;\"a;\u4F60\",b\"\n2;c,d".getBytes(UTF_16LE), reader);

        assertThat(records.codes()).containsExactly("InvalidCsv");
        assertThat(records.texts()).containsExactly("c,d");
    }

    @Test
    void separatorThatCannotSeparateIsRefused() {
        assertThatThrownBy(() -> new DocumentReader(ReadRecords.FIELDS, UTF_8, "\"", "", ReadRecords.RULES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The CSV separator is U+0022, but must be an ASCII character other than a letter, a digit, a"
                                + " quote or a line end");
    }

    private static ReadRecords csv(String content) {
        return ReadRecords.of(Format.CSV, content);
    }
}
