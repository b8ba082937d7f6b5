package org.analyzetext.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.analyzetext.document.Json;
import org.analyzetext.document.LogText;
import org.analyzetext.error.AnalyzeTextException;

/** Reads the records of a JSON, JSON lines or CSV file in UTF-8, compressed or not, one at a time. */
public final class RecordFile {
    private static final String SEPARATORS = ",;\t|";
    private static final int READ_AHEAD = 1 << 16;

    private final Path path;

    /** The file; whether it can be read shows once it is. */
    public RecordFile(Path path) {
        this.path = path;
    }

    /** Whether the name says that it is a table. */
    boolean isTable() {
        return name().endsWith(".csv") || name().endsWith(".tsv");
    }

    private String name() {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }

    /** The file's name as an input of that name is called: without what compresses it. */
    String input() {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }

    /**
     * Gives each record: an object of a JSON file or the elements of its array, a row of a table as an object of texts.
     *
     * @throws AnalyzeTextException where the file is not what its name says
     */
    public void forEach(Consumer<JsonNode> records) throws IOException {
        if (!Files.isReadable(path)) {
            throw new AnalyzeTextException("there is no file " + LogText.of(path.toString()) + " that can be read");
        }
        try (InputStream raw = Files.newInputStream(path);
                InputStream in = path.toString().endsWith(".gz") ? new GZIPInputStream(raw, READ_AHEAD) : raw;
                BufferedReader text =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), READ_AHEAD)) {
            skipMark(text);
            if (isTable()) {
                rows(text, records);
            } else {
                objects(text, records);
            }
        } catch (JsonProcessingException | CsvParseException malformed) {
            throw new AnalyzeTextException(LogText.of(path.toString()) + " can't be read as "
                    + (isTable() ? "CSV" : "JSON") + where(malformed));
        }
    }

    /** Where it is malformed, without what stands there. */
    private static String where(Exception malformed) {
        return malformed instanceof JsonProcessingException json && json.getLocation() != null
                ? ": see line " + json.getLocation().getLineNr()
                : "";
    }

    private static void skipMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != '\uFEFF') {
            text.reset();
        }
    }

    private static void objects(BufferedReader text, Consumer<JsonNode> records) throws IOException {
        try (MappingIterator<JsonNode> values =
                Json.MAPPER.readerFor(JsonNode.class).readValues(text)) {
            while (values.hasNextValue()) {
                records.accept(values.nextValue());
            }
        }
    }

    private static void rows(BufferedReader text, Consumer<JsonNode> records) throws IOException {
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().fieldSeparator(separator(text)).ofNamedCsvRecord(text)) {
            for (NamedCsvRecord row : rows) {
                ObjectNode record = Json.MAPPER.createObjectNode();
                row.getFieldsAsMap().forEach(record::put);
                records.accept(record);
            }
        }
    }

    /** The separator that stands most often in the header; a line {@code sep=;} before it says so itself. */
    private static char separator(BufferedReader text) throws IOException {
        text.mark(READ_AHEAD);
        String first = text.readLine();
        if (first == null) {
            return ',';
        }
        if (first.startsWith("sep=") && first.length() == 5) {
            return first.charAt(4);
        }
        text.reset();
        char best = ',';
        long most = 0;
        for (int i = 0; i < SEPARATORS.length(); i++) {
            char separator = SEPARATORS.charAt(i);
            long count = first.chars().filter(each -> each == separator).count();
            if (count > most) {
                most = count;
                best = separator;
            }
        }
        return best;
    }
}
