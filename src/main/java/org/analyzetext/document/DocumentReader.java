package org.analyzetext.document;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the documents of a file, in order, holding one record at a time. Every record takes the next ordinal and ends
 * either as a document or as rejected; a fault after which a file can't be read on ends in one rejected record for the
 * rest. Immutable and safe to share.
 *
 * @param fields where records keep id, text and language; of no meaning for {@link Format#TEXT}
 * @param charset the charset of files that do not declare theirs: byte-order marks and the NULs of UTF-16 do
 * @param separators the characters of which one stands between the fields of a CSV row; the header shows which
 * @param records the JSON pointer to the array of records in a {@link Format#JSON} file; empty for the whole file
 * @param rules what a document must keep to
 */
public record DocumentReader(
        DocumentFields fields, Charset charset, String separators, String records, DocumentRules rules) {
    /** The largest record that is read, in bytes: 16 MiB. */
    public static final int MAX_RECORD_BYTES = 16 << 20;

    /** What separates fields where nothing is configured, in the order in which they are tried. */
    public static final String ANY_SEPARATOR = ",;\t|";

    /** Throws {@link IllegalArgumentException} for separators that can't separate, and for no JSON pointer. */
    public DocumentReader {
        separators.chars().filter(each -> !canSeparate((char) each)).findFirst().ifPresent(each -> {
            throw new IllegalArgumentException(String.format(
                    "The CSV separator is U+%04X, but must be an ASCII character other than a letter, a digit, a quote"
                            + " or a line end",
                    each));
        });
        JsonWrapper.path(records);
    }

    /** Whether a character can stand between fields: it is ASCII, and no part of a word, no quote and no line end. */
    public static boolean canSeparate(char separator) {
        return separator == '\t'
                || (separator >= ' ' && separator <= '~' && separator != '"' && !Character.isLetterOrDigit(separator));
    }

    /** A reader of UTF-8, and of CSV files with any separator. */
    public DocumentReader(DocumentFields fields, DocumentRules rules) {
        this(fields, StandardCharsets.UTF_8, ANY_SEPARATOR, "", rules);
    }

    /**
     * Reads a file to its end. Throws {@link IOException} where the file can't be read from disk, or where the sink
     * throws it; whatever stands in the file is no reason to throw.
     *
     * @param relativePath the file's path relative to the inbox, with {@code /}
     */
    public void read(Path file, String relativePath, Format format, DocumentSink sink) throws IOException {
        if (format == Format.DOCUMENTS) {
            readAgain(file, sink);
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            read(in, relativePath, format, sink);
        }
    }

    private static void readAgain(Path file, DocumentSink sink) throws IOException {
        try (MappingIterator<Document> documents =
                Json.MAPPER.readerFor(Document.class).readValues(file.toFile())) {
            while (documents.hasNextValue()) {
                sink.document(documents.nextValue());
            }
        }
    }

    /** Reads a stream of any format but {@link Format#DOCUMENTS}; leaves it open. */
    public void read(InputStream in, String relativePath, Format format, DocumentSink sink) throws IOException {
        RecordCollector intake = new RecordCollector(relativePath, rules, sink);
        FileStart start;
        try {
            start = start(in, relativePath);
            checkKind(start, relativePath, format);
        } catch (UnreadableRecord e) {
            boolean text = format == Format.TEXT;
            ObjectNode content = Json.MAPPER.createObjectNode();
            intake.rejected(
                    intake.next(text ? null : 1L),
                    new UnreadableRecord(e.code(), text ? relativePath : null, e.message()),
                    e.code().equals("EmptyFile") ? content : content.put("fromByte", 0));
            return;
        }
        if (format == Format.TEXT) {
            new TextFile(start, relativePath).read(intake);
            return;
        }
        Encoding encoding = encoding(start, format);
        ByteScanner scanner = encoding.scan(start);
        try {
            readRecords(scanner, format, encoding, intake);
        } catch (MalformedFile e) {
            rejectRest(scanner.end(false), encoding, e, intake);
        }
    }

    /**
     * Copies a file that is a table, with columns added on the right, in its own charset and with its own separator. It
     * has a byte-order mark where the file has one, and where spreadsheets would not know the charset without.
     *
     * @param inUtf8 whether it is written in UTF-8 instead
     * @param out flushed at the end, not closed
     * @throws CharacterCodingException if a value can't be written in the file's charset
     */
    public void addColumns(Path source, String relativePath, OutputStream out, boolean inUtf8, CsvTable.Added added)
            throws IOException {
        try (InputStream in = Files.newInputStream(source)) {
            FileStart start = start(in, relativePath);
            Format format = Format.ofFileName(relativePath).orElse(Format.CSV);
            checkKind(start, relativePath, format);
            Encoding encoding = encoding(start, format);
            Charset charset = inUtf8 || !start.charset().canEncode() ? StandardCharsets.UTF_8 : start.charset();
            boolean marked = start.hasMark()
                    || !charset.equals(start.charset())
                    || charset.name().matches("UTF-(16|32).*");
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, charset.newEncoder()));
            CsvRows rows = new CsvRows(encoding.scan(start), encoding, separators(format));
            try {
                new CsvTable(rows, encoding, fields, writer, added).copy(marked);
            } catch (MalformedFile e) {
                // The rest of the source can't be read: its rows are left out, as are other unreadable rows.
            }
            writer.flush();
        } catch (UnreadableRecord e) {
            // Nothing of the source could be read.
        }
    }

    /** The names of a table's columns, as the metadata of its documents have them; none where it has no header. */
    public List<String> columns(Path table, String relativePath) throws IOException {
        try (InputStream in = Files.newInputStream(table)) {
            FileStart start = start(in, relativePath);
            Format format = Format.ofFileName(relativePath).orElse(Format.CSV);
            Encoding encoding = encoding(start, format);
            CsvRows rows = new CsvRows(encoding.scan(start), encoding, separators(format));
            CsvHeader header = CsvHeader.read(rows, encoding);
            return header == null ? List.of() : header.columns(rows, fields).names();
        } catch (UnreadableRecord | MalformedFile e) {
            return List.of();
        }
    }

    /** The beginning of a file, unpacked where its name says that it is compressed. */
    private FileStart start(InputStream in, String path) throws IOException, UnreadableRecord {
        FileStart start = FileStart.of(in, charset);
        if (!Format.isGzip(path) || start.isEmpty()) {
            return start;
        }
        if (!start.isGzip()) {
            String kind = start.kind();
            throw new UnreadableRecord(
                    "WrongFormat",
                    "The file's name ends in .gz, but it is " + (kind == null ? "no gzip file" : kind)
                            + ", so nothing of it is read.");
        }
        try {
            return FileStart.of(new GzipStream(start.rest()), charset);
        } catch (MalformedFile e) {
            throw new UnreadableRecord(e.code(), e.message() + ".");
        }
    }

    /** Throws where all of the file is something else than its name says. */
    private static void checkKind(FileStart start, String path, Format format) throws UnreadableRecord {
        if (start.isEmpty() && format != Format.TEXT) {
            throw new UnreadableRecord("EmptyFile", "The file has no bytes: its writer may have failed.");
        }
        String kind = start.kind(format);
        if (kind != null) {
            String advice = start.isGzip() && !Format.isGzip(path) ? "let its name end in .gz, " : "";
            throw new UnreadableRecord(
                    "WrongFormat",
                    "The file seems to be " + kind + ", but its name says " + format.words() + ": " + advice
                            + "nothing of it is read.");
        }
    }

    private static Encoding encoding(FileStart start, Format format) {
        return format == Format.JSON ? Encoding.ofJson(start.charset()) : Encoding.ofLines(start.charset());
    }

    private String separators(Format format) {
        return format == Format.TSV ? "\t" + ANY_SEPARATOR.replace("\t", "") : separators;
    }

    private void readRecords(ByteScanner scanner, Format format, Encoding encoding, RecordCollector intake)
            throws IOException {
        switch (format) {
            case JSON -> new JsonFile(scanner, encoding, fields, records, intake).read();
            case JSON_LINES -> new JsonLinesFile(scanner, encoding, fields).read(intake);
            case CSV, TSV ->
                new CsvFile(new CsvRows(scanner, encoding, separators(format)), encoding, fields, intake).read();
            case TEXT, DOCUMENTS -> throw new IllegalArgumentException(format + " has no records");
        }
    }

    private static void rejectRest(RawRecord begun, Encoding encoding, MalformedFile fault, RecordCollector intake)
            throws IOException {
        ObjectNode content = begun.isEmpty() ? Json.MAPPER.createObjectNode() : begun.content(encoding);
        content.put("restFromByte", fault.atByte());
        intake.rejected(
                intake.next(begun.line()),
                new UnreadableRecord(fault.code(), fault.message() + ", so the rest of the file is not read."),
                content);
    }
}
