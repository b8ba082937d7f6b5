package org.analyzetext.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class AnyRecordsTest {
    private static final ObjectWriter ASCII = Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    /** What a record holds before it is written; any of its strings may be invalid Unicode. */
    record Sent(String id, String language, String text, String key, String value) {
        ObjectNode json() {
            return Json.MAPPER
                    .createObjectNode()
                    .put("id", id)
                    .put("text", text)
                    .put("language", language)
                    .put("m-" + key, value);
        }

        Document document(long ordinal, long line) {
            ObjectNode metadata = Json.MAPPER.createObjectNode().put("m-" + key, value);
            return new Document(
                    new FilePosition("in/file", ordinal, line),
                    id,
                    language.isEmpty() ? null : language,
                    text,
                    metadata);
        }
    }

    @Property(tries = 200)
    void anyJsonLinesAreReadBackInOrder(@ForAll("anySent") List<Sent> sent) throws JsonProcessingException {
        StringBuilder lines = new StringBuilder();
        for (Sent each : sent) {
            lines.append(ASCII.writeValueAsString(each.json())).append('\n');
        }

        ReadRecords records = ReadRecords.of(Format.JSON_LINES, lines.toString());

        assertReadBack(records, sent);
    }

    @Property(tries = 200)
    void anyJsonArrayIsReadBackInOrder(@ForAll("anySent") List<Sent> sent) throws JsonProcessingException {
        List<String> elements = new ArrayList<>();
        for (Sent each : sent) {
            elements.add(ASCII.writeValueAsString(each.json()));
        }

        ReadRecords records = ReadRecords.of(Format.JSON, "[" + String.join(",\n", elements) + "]");

        assertReadBack(records, sent);
    }

    @Property(tries = 200)
    void anyJsonIsReadBackInEveryCharset(
            @ForAll("validSent") List<Sent> sent, @ForAll("charsets") Charset charset, @ForAll boolean array)
            throws JsonProcessingException {
        List<String> elements = new ArrayList<>();
        for (Sent each : sent) {
            elements.add(Json.MAPPER.writeValueAsString(each.json()));
        }
        String content = array ? "[" + String.join(",\n", elements) + "]" : String.join("\n", elements);

        ReadRecords records =
                ReadRecords.of(array ? Format.JSON : Format.JSON_LINES, content.getBytes(charset), charset);

        assertReadBack(records, sent);
    }

    @Property(tries = 200)
    void anyCsvIsReadBackInOrder(@ForAll("validSent") List<Sent> sent, @ForAll("charsets") Charset charset)
            throws IOException {
        StringWriter table = new StringWriter();
        CsvWriter csv = CsvWriter.builder().build(table);
        csv.writeRecord("text", "id", "note", "language");
        // A row of empty fields would be no row.
        sent.replaceAll(each ->
                each.id().isBlank() ? new Sent("i", each.language(), each.text(), each.key(), each.value()) : each);
        sent.forEach(each -> csv.writeRecord(each.text(), each.id(), each.value(), each.language()));
        csv.flush();

        ReadRecords records = ReadRecords.of(Format.CSV, table.toString().getBytes(charset), charset);

        assertAccounted(records, sent.size());
        for (Document document : records.documents) {
            Sent expected = sent.get((int) ((FilePosition) document.source()).ordinal() - 1);
            assertThat(document.text()).isEqualTo(expected.text());
            assertThat(document.id()).isEqualTo(expected.id().isEmpty() ? null : expected.id());
            assertThat(document.language()).isEqualTo(expected.language().isEmpty() ? null : expected.language());
            assertThat(document.metadata().get("note").textValue()).isEqualTo(expected.value());
        }
        assertThat(records.rejected).allSatisfy(each -> assertThat(each.code()).isIn("EmptyText", "InvalidLanguage"));
    }

    @Property(tries = 1000)
    void rowsAreCutAsFastCsvCutsThem(@ForAll("csvLike") String any) throws IOException {
        // FastCSV 4.1.1 loses a row that ends in a quoted field with a carriage return, if a line feed follows.
        String content = any.replaceAll("\r(?!\n)", "");
        List<List<String>> expected = new ArrayList<>();
        boolean valid = true;
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(content)) {
            csv.stream()
                    .map(CsvRecord::getFields)
                    .filter(row -> !row.stream().allMatch(String::isEmpty))
                    .forEach(expected::add);
        } catch (CsvParseException e) {
            valid = false;
        }

        List<List<String>> cut = new ArrayList<>();
        Encoding encoding = Encoding.ofLines(UTF_8);
        CsvRows rows = new CsvRows(
                encoding.scan(FileStart.of(new ByteArrayInputStream(content.getBytes(UTF_8)), UTF_8)), encoding, ",");
        for (RawRecord row = rows.next(); row != null; row = rows.next()) {
            try {
                cut.add(rows.fields(row));
            } catch (UnreadableRecord e) {
                int unclosed = cut.size();
                assertThat(valid && unclosed < expected.size() - 1).isFalse();
                cut.add(unclosed < expected.size() ? expected.get(unclosed) : List.of());
            }
        }

        // A quote at the end that is never closed: an empty field there, a fault here.
        cut.removeIf(List::isEmpty);
        assertThat(cut).hasSizeGreaterThanOrEqualTo(expected.size());
        assertThat(cut.subList(0, expected.size())).isEqualTo(expected);
        assertThat(valid && cut.size() > expected.size()).isFalse();
    }

    @Property(tries = 600)
    void garbageIsAccountedForAndNeverThrows(
            @ForAll("garbage") byte[] bytes, @ForAll Format format, @ForAll("charsets") Charset charset)
            throws IOException {
        // That one is written by us alone.
        Assume.that(format != Format.DOCUMENTS);
        ReadRecords records = ReadRecords.of(format, bytes, charset);

        assertAccounted(records, records.sources.size());
        for (Rejected rejected : records.rejected) {
            byte[] json = Json.MAPPER.writeValueAsBytes(rejected);
            assertThat(Json.MAPPER.readTree(
                            UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString()))
                    .hasToString(Json.MAPPER.writeValueAsString(rejected));
        }
    }

    @Property(tries = 400)
    void sizeOfReadsIsOfNoMatter(
            @ForAll("garbage") byte[] bytes,
            @ForAll("charsets") Charset charset,
            @ForAll("recordFormats") Format format,
            @ForAll @IntRange(min = 1, max = 5) int size)
            throws IOException {
        DocumentReader reader =
                new DocumentReader(ReadRecords.FIELDS, charset, DocumentReader.ANY_SEPARATOR, "", ReadRecords.RULES);
        ReadRecords whole = new ReadRecords();
        ReadRecords inPieces = new ReadRecords();

        reader.read(new ByteArrayInputStream(bytes), "in/file", format, whole);
        reader.read(inPieces(bytes, size), "in/file", format, inPieces);

        assertThat(inPieces.documents).isEqualTo(whole.documents);
        assertThat(inPieces.rejected).isEqualTo(whole.rejected);
    }

    private static InputStream inPieces(byte[] bytes, int size) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, size));
            }
        };
    }

    @Property(tries = 200)
    void badLineNeverHarmsItsNeighbours(@ForAll("garbage") byte[] bad, @ForAll("validSent") List<Sent> sent)
            throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        String bytesOfOneLine = new String(bad, StandardCharsets.ISO_8859_1).replace('\n', ' ');
        for (Sent each : sent) {
            Json.MAPPER.writeValue(lines, each.json());
            lines.write('\n');
            lines.writeBytes(("x" + bytesOfOneLine + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }

        ReadRecords records = ReadRecords.of(Format.JSON_LINES, lines.toByteArray(), UTF_8);

        assertAccounted(records, 2 * sent.size());
        for (int i = 0; i < sent.size(); i++) {
            Document document = sent.get(i).document(2L * i + 1, 2L * i + 1);
            assertThat(records.documents.contains(document))
                    .isEqualTo(ReadRecords.RULES.check(document).isEmpty());
        }
    }

    @Property(tries = 200)
    void addedColumnsStandBesideTheDocumentsRows(@ForAll("csvLike") String content) throws IOException {
        Path source = Files.createTempFile("table", ".csv");
        try {
            Files.writeString(source, "text,a\n" + content);
            ReadRecords records = new ReadRecords();
            DocumentReader reader = new DocumentReader(ReadRecords.FIELDS, ReadRecords.RULES);
            reader.read(source, "in/file", Format.CSV, records);
            List<Long> asked = new ArrayList<>();
            ByteArrayOutputStream out = new ByteArrayOutputStream();

            reader.addColumns(source, "in/file", out, false, new CsvTable.Added(List.of("n"), false, row -> {
                asked.add(row);
                return Optional.of(List.of("" + row));
            }));

            ReadRecords again = ReadRecords.of(Format.CSV, out.toByteArray(), UTF_8);
            assertThat(again.texts()).isEqualTo(records.texts());
            assertThat(again.documents)
                    .extracting(document -> document.metadata().get("n").textValue())
                    .isEqualTo(records.documents.stream()
                            .map(document -> "" + ((FilePosition) document.source()).ordinal())
                            .toList());
            assertThat(records.ordinals()).containsAll(asked);
        } finally {
            Files.delete(source);
        }
    }

    @Provide
    Arbitrary<List<Sent>> anySent() {
        return sent(Arbitraries.strings().all().ofMaxLength(12));
    }

    @Provide
    Arbitrary<List<Sent>> validSent() {
        return sent(validStrings());
    }

    @Provide
    Arbitrary<Charset> charsets() {
        return Arbitraries.of("UTF-8", "UTF-16", "UTF-16LE", "UTF-32", "GB18030")
                .map(Charset::forName);
    }

    @Provide
    Arbitrary<Format> recordFormats() {
        return Arbitraries.of(Format.JSON_LINES, Format.JSON, Format.CSV);
    }

    @Provide
    Arbitrary<String> csvLike() {
        return Arbitraries.of("a", "b c", "\"", "\"\"", ",", "\n", "\r\n", "\r", "\u00E9", "\uD83D\uDE00")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<byte[]> garbage() {
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
        Arbitrary<byte[]> nearly = Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        "\"",
                        ",",
                        ":",
                        "\\",
                        "\n",
                        "\r",
                        " ",
                        "text",
                        "\"text\":",
                        "\"a\"",
                        "1e9",
                        "\\ud800",
                        "{\"text\":\"t\"}",
                        "\u00FF",
                        "\0",
                        "null",
                        "\u00EF\u00BB\u00BF",
                        "\u00FE\u00FF")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts).getBytes(StandardCharsets.ISO_8859_1));
        return Arbitraries.oneOf(bytes, nearly);
    }

    private static Arbitrary<String> validStrings() {
        return Arbitraries.frequencyOf(
                        Tuple.of(5, Arbitraries.integers().between(0, 0xD7FF)),
                        Tuple.of(1, Arbitraries.integers().between(0xE000, 0xFEFE)),
                        Tuple.of(2, Arbitraries.integers().between(0x10000, 0x10FFFF)),
                        Tuple.of(3, Arbitraries.of((int) '"', (int) ',', (int) '\n', (int) '\r', 32)))
                .list()
                .ofMaxSize(12)
                .map(points -> points.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    private static Arbitrary<List<Sent>> sent(Arbitrary<String> strings) {
        Arbitrary<String> languages = Arbitraries.of("", "en", "pt-BR", "zh-Hans", "no language");
        return Combinators.combine(strings, languages, strings, strings, strings)
                .as(Sent::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    private static void assertReadBack(ReadRecords records, List<Sent> sent) {
        List<Document> documents = new ArrayList<>();
        List<Rejected> rejected = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            Document document = sent.get(i).document(i + 1L, i + 1L);
            ReadRecords.RULES.check(document).ifPresentOrElse(rejected::add, () -> documents.add(document));
        }
        assertAccounted(records, sent.size());
        assertThat(records.documents).isEqualTo(documents);
        assertThat(records.rejected).isEqualTo(rejected);
    }

    private static void assertAccounted(ReadRecords records, int count) {
        assertThat(records.ordinals())
                .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
    }
}
