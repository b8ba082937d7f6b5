package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.analyzetext.document.Json;

/** Values as JSON lines: one a line, each ended by a line feed. */
final class JsonLines {
    private JsonLines() {}

    /** Writes to {@code out}, which stays open when the generator is closed. */
    static JsonGenerator generator(OutputStream out) throws IOException {
        JsonGenerator generator = Json.MAPPER.getFactory().createGenerator(out);
        generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        generator.setPrettyPrinter(new MinimalPrettyPrinter(""));
        return generator;
    }

    static void write(JsonGenerator lines, Object value) throws IOException {
        Json.MAPPER.writeValue(lines, value);
        lines.writeRaw('\n');
    }

    /** The values of a file, all in memory. */
    static <T> List<T> all(Path file, Class<T> type) throws IOException {
        try (MappingIterator<T> lines = read(file, type)) {
            return lines.readAll();
        }
    }

    /** The values of a file, one at a time; to be closed. */
    static <T> MappingIterator<T> read(Path file, Class<T> type) throws IOException {
        return Json.MAPPER.readerFor(type).readValues(file.toFile());
    }
}
