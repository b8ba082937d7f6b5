package org.analyzetext.evaluate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.analyzetext.document.LogText;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.results.Answer;
import org.analyzetext.results.RecordFile;
import org.jspecify.annotations.Nullable;

/** The texts of documents, which results do not repeat, by id and by position. All in memory. */
final class DocumentTexts {
    private final JsonPointer text;
    private final JsonPointer id;
    private final Map<String, String> texts = new HashMap<>();

    private DocumentTexts(JsonPointer text, JsonPointer id) {
        this.text = text;
        this.id = id;
    }

    /**
     * Reads inputs.
     *
     * @param inputs files, or folders of files
     * @param text the column, field or JSON pointer of a record's text
     * @param id the column, field or JSON pointer of its id
     */
    static DocumentTexts read(List<Path> inputs, String text, String id) throws IOException {
        DocumentTexts made = new DocumentTexts(FieldTruth.pointer("--text", text), FieldTruth.pointer("--id", id));
        for (Path input : inputs) {
            if (!Files.exists(input)) {
                throw new AnalyzeTextException("there is no " + LogText.of(input.toString()));
            }
            try (Stream<Path> tree = Files.walk(input)) {
                for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                    made.add(file, Files.isDirectory(input) ? input.relativize(file) : file.getFileName());
                }
            }
        }
        return made;
    }

    private void add(Path file, @Nullable Path name) throws IOException {
        String position = String.valueOf(name).replace('\\', '/');
        if (position.endsWith(".txt")) {
            texts.put(position, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            return;
        }
        long[] ordinal = {0};
        new RecordFile(file).forEach(record -> add(record, position + " " + ++ordinal[0]));
    }

    private void add(JsonNode record, String position) {
        String found = record.at(text).asText();
        texts.put(position, found);
        JsonNode own = record.at(id);
        if (own.isValueNode() && !own.isNull()) {
            texts.put("id " + own.asText(), found);
        }
    }

    /** The text of an answer's document; of a row its own; null where it is not known. */
    @Nullable
    String of(Answer answer) {
        if (answer.inTable() && !answer.record().at(text).isMissingNode()) {
            return answer.record().at(text).asText();
        }
        String byPosition = answer.inTable() ? null : texts.get(answer.key());
        if (byPosition != null) {
            return byPosition;
        }
        String byId = answer.id() == null ? null : texts.get("id " + answer.id());
        return byId != null ? byId : endOfPath(answer.file());
    }

    /** Of a text file, whose position is its path: inputs may have been moved to a folder. */
    private @Nullable String endOfPath(String file) {
        for (int slash = -1; ; ) {
            String found = texts.get(file.substring(slash + 1));
            if (found != null) {
                return found;
            }
            slash = file.indexOf('/', slash + 1);
            if (slash < 0) {
                return null;
            }
        }
    }
}
