package org.analyzetext.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as spreadsheets, databases, mail programs and other tools write them. */
class RealFilesTest {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "id;text;language\\r\\n1;Die Lieferung, zu spät;de\\r\\n!Die Lieferung, zu spät",
                "sep=,\\r\\nid,text\\r\\n1,hello; there\\r\\n!hello; there",
                "sep=|\\nid|text\\n1|a,b\\n!a,b",
                "\"sep=\\t\"\\nid\\ttext\\n1\\ta,b\\n!a,b",
                "id, text, language\\n1,hello, en\\n!hello",
                "id|text\\n1|hello pipe\\n!hello pipe",
                "id\\ttext\\n1\\thello tab\\n!hello tab",
                "id,\u00A0text\\n1,no-break\\n!no-break",
                "id,text\u200B\\n1,zero width\\n!zero width",
                "text\\nHallo; Welt\\n!Hallo; Welt",
                "text;id\\nHallo;1\\n!Hallo",
                "\"id\";\"text\";\"a,b\"\\n1;\"x;y\";\\n!x;y",
                "text,a\\n\"x;y\tz\",b\\n!x;y\tz",
            })
    void theHeaderTellsTheSeparator(String content, String text) {
        String file = content.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");

        assertThat(ReadRecords.of(Format.CSV, file).onlyDocument().text()).isEqualTo(text);
    }

    @Test
    void theLinesOfAFileWithASeparatorLineAreCountedWithIt() {
        assertThat(ReadRecords.of(Format.CSV, "sep=;\nid;text\n1;a\n").sources)
                .containsExactly(new FilePosition("in/file", 1, 3L));
    }

    @Test
    void aColumnThatIsMissingIsToldWithWhatCannotBeSeen() {
        assertThat(ReadRecords.of(Format.CSV, "id;te xt\u00A0;\"a\tb\"\n")
                        .onlyRejected()
                        .message())
                .isEqualTo("There is no column \"text\", whichever separator is tried (comma, semicolon, tab, bar); by"
                        + " semicolon the columns are \"id\", \"te xt\\u00A0\", \"a\\tb\".");
    }

    @Test
    void aConfiguredSeparatorIsTheOnlyOneTried() {
        DocumentReader reader = new DocumentReader(ReadRecords.FIELDS, UTF_8, "\t", "", ReadRecords.RULES);

        assertThat(ReadRecords.of(Format.CSV, "id,text\n1,a\n".getBytes(UTF_8), reader)
                        .onlyRejected()
                        .message())
                .isEqualTo("There is no column \"text\"; separated by tab the columns are \"id,text\".");
    }

    @Test
    void fieldsOfTsvFilesHaveTabsBetweenThem() {
        assertThat(ReadRecords.of(Format.TSV, "text,id\ttext\n1\ta,b\n")
                        .onlyDocument()
                        .text())
                .isEqualTo("a,b");
    }

    @Test
    void rowsOfEmptyFieldsAreNoRows() {
        ReadRecords records =
                ReadRecords.of(Format.CSV, "id,text,team\r\n1,real,x\r\n,,\r\n , ,\r\n\"\",,\r\n2,two,y\r\n,,");

        assertThat(records.texts()).containsExactly("real", "two");
        assertThat(records.ordinals()).containsExactly(1L, 2L);
    }

    @Test
    void cellsThatSpreadsheetsRunAreTextsAsTheyStand() {
        assertThat(ReadRecords.of(Format.CSV, "id,text\n1,=1+1\n2,\"=HYPERLINK(\"\"x\"\")\"\n3,@SUM(A1)\n")
                        .texts())
                .containsExactly("=1+1", "=HYPERLINK(\"x\")", "@SUM(A1)");
    }

    @Test
    void utf16IsKnownWithItsMarkAndWithout() {
        String table = "id\ttext\r\n1\tgr\u00FC\u00DF aus K\u00F6ln\r\n";
        for (byte[] bytes : List.of(
                ("\uFEFF" + table).getBytes(UTF_16LE),
                ("\uFEFF" + table).getBytes(UTF_16BE),
                ("\uFEFF" + table).getBytes(Charset.forName("UTF-32LE")),
                table.getBytes(UTF_16LE),
                table.getBytes(UTF_16BE))) {
            assertThat(ReadRecords.of(Format.CSV, bytes, WINDOWS).onlyDocument().text())
                    .isEqualTo("gr\u00FC\u00DF aus K\u00F6ln");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This letter was written by bcp -w without a mark.",
                "\u042D\u0442\u043E \u043F\u0438\u0441\u044C\u043C\u043E \u0431\u0435\u0437 \u043C\u0435\u0442\u043A\u0438.",
                "\u3053\u306E\u624B\u7D19\u306B\u306F\u5370\u304C\u3042\u308A\u307E\u305B\u3093\u3002\r\n2026"
            })
    void aTextInUtf16WithoutAMarkIsRead(String text) {
        assertThat(ReadRecords.of(Format.TEXT, text.getBytes(UTF_16LE), UTF_8).texts())
                .containsExactly(text);
        assertThat(ReadRecords.of(Format.TEXT, text.getBytes(UTF_16BE), UTF_8).texts())
                .containsExactly(text);
    }

    @Property(tries = 300)
    void noTextInUtf8IsTakenForUtf16(@ForAll("texts") String text) {
        assertThat(start(text.getBytes(UTF_8), UTF_8).charset()).isEqualTo(UTF_8);
    }

    @Property(tries = 300)
    void aMarkIsFoundWhateverIsConfigured(@ForAll("texts") String text, @ForAll("charsets") Charset configured) {
        for (String charset : List.of("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "GB18030")) {
            byte[] bytes = ("\uFEFF" + text).getBytes(Charset.forName(charset));

            FileStart start = start(bytes, configured);

            assertThat(start.charset()).isEqualTo(Charset.forName(charset));
            assertThat(new String(rest(start), start.charset())).isEqualTo(text);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withCharRange('\u0001', '\uD7FF').ofMaxLength(60);
    }

    @Provide
    Arbitrary<Charset> charsets() {
        return Arbitraries.of("UTF-8", "windows-1252", "UTF-16LE", "UTF-16").map(Charset::forName);
    }

    @Test
    void nulsInJsonLinesHarmTheirLineOnly() {
        ReadRecords records =
                ReadRecords.of(Format.JSON_LINES, "\0\0\0\0{\"text\":\"a\"}\n{\"text\":\"b\"}\n\0{\"text\":\"c\"}\n");

        assertThat(records.texts()).containsExactly("b");
        assertThat(records.codes()).containsExactly("InvalidJson", "InvalidJson");
    }

    @Test
    void aDamagedLineMakesNoUtf16OfItsFile() {
        byte[] lines = "{\"text\":\"a b\"}\nx{{{{{\0{\0\u00FF\n{\"text\":\"b\"}\n".getBytes(ISO_8859_1);

        ReadRecords records = ReadRecords.of(Format.JSON_LINES, lines, UTF_8);

        assertThat(records.texts()).containsExactly("a b", "b");
        assertThat(records.rejected).hasSize(1);
    }

    @Test
    void aTextWithNulsInItsConfiguredCharsetIsNoUtf16() throws IOException {
        Charset charset = Charset.forName("GB18030");
        byte[] table = "text,id\n\u0080\0a\0\uFFFD,1\n".getBytes(charset);

        ReadRecords records = ReadRecords.of(Format.CSV, table, charset);

        assertThat(records.texts()).containsExactly("\u0080\0a\0\uFFFD");
    }

    @Test
    void filesThatWereJoinedWithTheirMarksAreRead() {
        assertThat(ReadRecords.of(
                                Format.JSON_LINES, "\uFEFF{\"text\":\"a\"}\n\uFEFF{\"text\":\"b\"}\n{\"text\":\"c\"}\n")
                        .texts())
                .containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "%PDF-1.4 ~TEXT~a PDF",
                "PK\u0003\u0004...~CSV~a ZIP archive, as .xlsx and .docx files are",
                " <!doctype HTML><p>~TEXT~an HTML page",
                "<?xml version=1?> <!-- x --> <html>~JSON_LINES~an HTML page",
                "<?xml version=1?>~JSON_LINES~XML",
                "{\\rtf1 ~JSON~a rich-text file (RTF)",
            })
    void aFileThatIsSomethingElseIsToldOnce(String content, Format format, String kind) {
        Rejected rejected = ReadRecords.of(format, content + "\nmore\nmore\n").onlyRejected();

        assertThat(rejected.code()).isEqualTo("WrongFormat");
        assertThat(rejected.message())
                .startsWith("The file seems to be " + kind + ", but its name says " + format.words());
    }

    @Test
    void aGzipFileNeedsItsEnding() {
        Rejected rejected =
                ReadRecords.of(Format.JSON_LINES, gzip("{}\n{}\n"), UTF_8).onlyRejected();

        assertThat(rejected.code()).isEqualTo("WrongFormat");
        assertThat(rejected.message())
                .isEqualTo("The file seems to be a gzip file, but its name says JSON lines: let its name end in .gz,"
                        + " nothing of it is read.");
    }

    @Test
    void jsonLinesInAJsonFileAreToldOnce() {
        Rejected rejected = ReadRecords.of(Format.JSON, "{\"text\":\"a\"}\n{\"text\":\"b\"}\n{\"text\":\"c\"}\n")
                .onlyRejected();

        assertThat(rejected.message())
                .isEqualTo("The file seems to be JSON lines: let its name end in .jsonl, nothing of it is read.");
        assertThat(rejected.content()).hasToString("{\"fromByte\":0}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\n {\"text\":\"a\"},\n {\"text\":\"b\"}\n]\n",
                "{\n \"text\":\"a\"\n}\n",
                "[{\"text\":\"a\"},\n{\"text\":\"b\"}]"
            })
    void aJsonFileNamedAsLinesIsToldOnce(String content) {
        assertThat(ReadRecords.of(Format.JSON_LINES, content).onlyRejected().message())
                .isEqualTo("The file seems to be JSON over several lines: let its name end in .json, nothing of it is"
                        + " read.");
    }

    @Test
    void recordsInsideAnObjectAreRead() {
        String request = "{\"displayName\":\"x\",\"n\":[1,{\"analysisInput\":2}],\"analysisInput\":{\"documents\": ["
                + "{\"id\":\"1\",\"text\":\"a\"}, {\"id\":\"2\",\"text\":\"b\"}]},\"tasks\":[]}";

        assertThat(wrapped("/analysisInput/documents", request).texts()).containsExactly("a", "b");
        assertThat(wrapped("/documents", "[{\"text\":\"no object around\"}]").texts())
                .containsExactly("no object around");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "{\"docs\":[]}!0!MissingRecords",
                "{\"documents\":1}!0!MissingRecords",
                "{\"documents\":[{\"text\":\"a\"}]!1!InvalidJson",
                "{\"documents\":[{\"text\":\"a\"}],\"documents\":[]}!1!InvalidJson",
                "{\"documents\":[{\"text\":\"a\"}],\"x\":tru}!1!InvalidJson",
                "{\"documents\":[{\"text\":\"a\"}]}{}!1!InvalidJson",
                "{\"x\":tru,\"documents\":[{\"text\":\"a\"}]}!0!InvalidJson",
                "{\"documents\" [{\"text\":\"a\"}]}!0!InvalidJson",
                "{!0!InvalidJson",
            })
    void aFaultOfTheObjectAroundIsToldOnce(String content, int documents, String code) {
        ReadRecords records = wrapped("/documents", content);

        assertThat(records.texts()).hasSize(documents);
        assertThat(records.codes()).containsExactly(code);
    }

    @Test
    void anObjectAroundTheRecordsIsPointedTo() {
        assertThat(ReadRecords.of(Format.JSON, "{\"kind\":\"x\",\"analysisInput\":{\"documents\":[{\"text\":\"a\"}]}}")
                        .onlyRejected()
                        .message())
                .isEqualTo("There is no text at /text. If /analysisInput/documents has the records, set"
                        + " analyze-text.document.records to it.");
    }

    private static ReadRecords wrapped(String pointer, String content) {
        return ReadRecords.of(
                Format.JSON,
                content.getBytes(UTF_8),
                new DocumentReader(ReadRecords.FIELDS, UTF_8, ",", pointer, ReadRecords.RULES));
    }

    @Test
    void gzipFilesAreUnpackedInAllTheirMembers() throws IOException {
        byte[] one = gzip("{\"text\":\"a\"}\n");
        byte[] two = gzip("{\"text\":\"b\"}\n");
        byte[] both = Arrays.copyOf(one, one.length + two.length + 512);
        System.arraycopy(two, 0, both, one.length, two.length);

        assertThat(packed("a.jsonl.gz", both).texts()).containsExactly("a", "b");
        assertThat(packed("a.txt.gz", gzip("a text")).texts()).containsExactly("a text");
        assertThat(packed("a.csv.gz", gzip("\uFEFFid;text\n1;a\n")).texts()).containsExactly("a");
        assertThat(packed("a.json.gz", gzip("")).codes()).containsExactly("EmptyFile");
        assertThat(packed("a.json.gz", new byte[0]).codes()).containsExactly("EmptyFile");
    }

    @Test
    void aDamagedGzipFileIsReadAsFarAsItCanBe() throws IOException {
        byte[] whole = gzip(lines(2_000));
        byte[] damaged = Arrays.copyOf(whole, whole.length);
        damaged[whole.length - 6] ^= 1;
        byte[] followed = Arrays.copyOf(whole, whole.length + 30);
        Arrays.fill(followed, whole.length, followed.length, (byte) 'x');

        ReadRecords half = packed("a.jsonl.gz", Arrays.copyOf(whole, whole.length / 2));

        assertThat(half.documents).hasSizeBetween(500, 1_999);
        assertThat(half.onlyRejected().code()).isEqualTo("InvalidGzip");
        assertThat(packed("a.jsonl.gz", damaged).codes()).containsExactly("InvalidGzip");
        assertThat(packed("a.jsonl.gz", followed).codes()).containsExactly("InvalidGzip");
        assertThat(packed("a.txt.gz", damaged).codes()).containsExactly("InvalidGzip");
        assertThat(packed("a.csv.gz", "text\na\n".getBytes(UTF_8))
                        .onlyRejected()
                        .message())
                .isEqualTo("The file's name ends in .gz, but it is no gzip file, so nothing of it is read.");
    }

    @Test
    void aGzipFileThatUnpacksWithoutEndIsGivenUp() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        byte[] nothing = new byte[1 << 20];
        try (OutputStream gzip = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 80; i++) {
                gzip.write(nothing);
            }
        }

        assertThat(packed("a.jsonl.gz", bomb.toByteArray()).onlyRejected().message())
                .isEqualTo("The gzip file holds more than 250 times its size; if that is right, unpack it first, so"
                        + " the rest of the file is not read.");
    }

    @Property(tries = 100)
    void aGzipFileOfAnyBytesIsReadAsTheSameFileUnpacked(@ForAll byte[] bytes, @ForAll("names") String name)
            throws IOException {
        ReadRecords packed = packed(name + ".gz", gzip(bytes));
        ReadRecords plain = packed(name, bytes);

        assertThat(packed.texts()).isEqualTo(plain.texts());
        assertThat(packed.codes()).isEqualTo(plain.codes());
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("a.jsonl", "a.csv", "a.json", "a.tsv", "a.txt");
    }

    @Property(tries = 200)
    void addedColumnsKeepCharsetSeparatorAndMark(
            @ForAll("tables") String table, @ForAll("tableCharsets") Charset charset, @ForAll boolean marked)
            throws IOException {
        boolean hasMark = marked && charset.name().startsWith("UTF");
        Path source = Files.createTempFile("table", ".csv");
        try {
            Files.write(source, ((hasMark ? "\uFEFF" : "") + table).getBytes(charset));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DocumentReader reader = new DocumentReader(
                    ReadRecords.FIELDS, charset, DocumentReader.ANY_SEPARATOR, "", ReadRecords.RULES);

            reader.addColumns(
                    source,
                    "a.csv",
                    out,
                    false,
                    new CsvTable.Added(List.of("n"), false, row -> Optional.of(List.of("" + row))));

            boolean needsMark = hasMark || charset.name().startsWith("UTF-16");
            String separator = table.contains(";") ? ";" : "\t";
            String expected =
                    table.replaceFirst("text", "text" + separator + "n").replace("\u00E9", "\u00E9" + separator + "1");
            assertThat(new String(out.toByteArray(), charset)).isEqualTo((needsMark ? "\uFEFF" : "") + expected);
        } finally {
            Files.delete(source);
        }
    }

    @Provide
    Arbitrary<String> tables() {
        return Arbitraries.of(
                "id;text\r\n1;caf\u00E9\r\n",
                "sep=;\r\nid;text\r\n1;caf\u00E9\r\n",
                "id\ttext\n1\tcaf\u00E9\n",
                "\"id\";text\n\"1\n2\";caf\u00E9\n");
    }

    @Provide
    Arbitrary<Charset> tableCharsets() {
        return Arbitraries.of("UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252", "ISO-8859-15")
                .map(Charset::forName);
    }

    private static ReadRecords packed(String name, byte[] bytes) throws IOException {
        ReadRecords records = new ReadRecords();
        new DocumentReader(ReadRecords.FIELDS, ReadRecords.RULES)
                .read(
                        stream(bytes),
                        name,
                        Format.ofFileName(name.toLowerCase(Locale.ROOT)).orElseThrow(),
                        records);
        return records;
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"text\":\"").append(Integer.toString(i * 7919, 36)).append("\"}\n");
        }
        return lines.toString();
    }

    private static byte[] gzip(String content) {
        return gzip(content.getBytes(UTF_8));
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static FileStart start(byte[] bytes, Charset configured) {
        try {
            return FileStart.of(stream(bytes), configured);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] rest(FileStart start) {
        try {
            return start.rest().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
