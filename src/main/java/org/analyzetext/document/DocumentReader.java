package org.analyzetext.document;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the documents of a file, in order, holding one record at a time. Every record takes the next ordinal and ends
 * either as a document or as rejected; a fault after which a file can't be read on ends in one rejected record for the
 * rest. Immutable and safe to share.
 *
 * @param fields where records keep id, text and language; of no meaning for {@link Format#TEXT}
 * @param charset the files' charset; byte-order marks are removed
 * @param separator what stands between the fields of a CSV row: an ASCII character
 * @param rules what a document must keep to
 */
public record DocumentReader(DocumentFields fields, Charset charset, char separator, DocumentRules rules) {
    /** The largest record that is read, in bytes: 16 MiB. */
    public static final int MAX_RECORD_BYTES = 16 << 20;

    /** Throws {@link IllegalArgumentException} for a separator that can't separate. */
    public DocumentReader {
        checkSeparator(separator);
    }

    /** A reader of UTF-8, and of commas in CSV files. */
    public DocumentReader(DocumentFields fields, DocumentRules rules) {
        this(fields, StandardCharsets.UTF_8, ',', rules);
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
        } else if (format == Format.TEXT) {
            new TextFile(file, relativePath, charset).read(new Intake(relativePath, rules, sink));
        } else if (Files.size(file) == 0) {
            Intake intake = new Intake(relativePath, rules, sink);
            intake.rejected(
                    intake.next(1L),
                    new UnreadableRecord("EmptyFile", "The file has no bytes: its writer may have failed."),
                    Json.MAPPER.createObjectNode());
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                read(in, relativePath, format, sink);
            }
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

    /** Reads a stream of {@link Format#JSON_LINES}, {@link Format#JSON} or {@link Format#CSV}; leaves it open. */
    public void read(InputStream in, String relativePath, Format format, DocumentSink sink) throws IOException {
        Encoding encoding = format == Format.JSON ? Encoding.ofJson(charset) : Encoding.ofLines(charset);
        ByteScanner scanner = encoding.scan(in);
        Intake intake = new Intake(relativePath, rules, sink);
        try {
            readRecords(scanner, format, encoding, intake);
        } catch (MalformedFile e) {
            rejectRest(scanner.end(false), encoding, e, intake);
        }
    }

    static void checkSeparator(char separator) {
        if (separator > '~' || (separator < ' ' && separator != '\t') || separator == '"') {
            throw new IllegalArgumentException(String.format(
                    "The CSV separator is U+%04X, but must be an ASCII character other than a quote or a line end",
                    (int) separator));
        }
    }

    private void readRecords(ByteScanner scanner, Format format, Encoding encoding, Intake intake) throws IOException {
        switch (format) {
            case JSON -> new JsonFile(scanner, encoding, fields, intake).read();
            case JSON_LINES -> new JsonLinesFile(scanner, encoding, fields).read(intake);
            case CSV -> new CsvFile(new CsvRows(scanner, encoding, separator), encoding, fields, intake).read();
            case TEXT, DOCUMENTS -> throw new IllegalArgumentException(format + " is read from a file");
        }
    }

    private static void rejectRest(RawRecord begun, Encoding encoding, MalformedFile fault, Intake intake)
            throws IOException {
        ObjectNode content = begun.isEmpty() ? Json.MAPPER.createObjectNode() : begun.content(encoding);
        content.put("restFromByte", fault.atByte());
        intake.rejected(
                intake.next(begun.line()),
                new UnreadableRecord("InvalidEncoding", fault.message() + ", so the rest of the file is not read."),
                content);
    }
}
