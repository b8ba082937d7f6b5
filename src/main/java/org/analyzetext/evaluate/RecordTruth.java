package org.analyzetext.evaluate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.analyzetext.document.LogText;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.results.Answer;
import org.analyzetext.results.RecordFile;
import org.jspecify.annotations.Nullable;

/** Labels in a table or JSON file of their own, by the documents' ids; records with {@code file} by position. */
final class RecordTruth implements Truth {
    private final Map<String, Set<String>> byId = new HashMap<>();
    private final Map<String, Set<String>> byPosition = new HashMap<>();
    /** The same classes come again and again: one set of each is enough. */
    private final Map<Set<String>, Set<String>> known = new HashMap<>();

    private final Set<String> answered = new HashSet<>();
    private long repeated;

    private RecordTruth() {}

    /**
     * Reads a file.
     *
     * @param labels where a record has its labels
     * @param id where a record has the document's id
     */
    static RecordTruth read(Path file, JsonPointer labels, JsonPointer id) throws IOException {
        RecordTruth truth = new RecordTruth();
        long[] without = {0};
        new RecordFile(file).forEach(record -> {
            Set<String> classes = FieldTruth.classes(record.at(labels));
            if (classes == null || !truth.add(record, id, classes)) {
                without[0]++;
            }
        });
        if (truth.byId.isEmpty() && truth.byPosition.isEmpty()) {
            throw new AnalyzeTextException(LogText.of(file.toString()) + " has no record with labels at " + labels
                    + " and an id at " + id + " (" + without[0]
                    + " records read); name them with --column and --id");
        }
        return truth;
    }

    private boolean add(JsonNode record, JsonPointer id, Set<String> classes) {
        Set<String> shared = known.computeIfAbsent(classes, Set::copyOf);
        JsonNode own = record.at(id);
        Set<String> before;
        if (!own.isMissingNode() && !own.isNull()) {
            before = byId.put(own.asText(), shared);
        } else if (record.has("file")) {
            before = byPosition.put(
                    record.path("file").asText() + " " + record.path("ordinal").asLong(1), shared);
        } else {
            return false;
        }
        if (before != null) {
            repeated++;
        }
        return true;
    }

    @Override
    public @Nullable Set<String> of(Answer answer) {
        Set<String> classes = answer.inTable() ? null : byPosition.get(answer.key());
        if (classes != null) {
            answered.add(answer.key());
            return classes;
        }
        if (answer.id() == null) {
            return null;
        }
        classes = byId.get(answer.id());
        if (classes != null) {
            answered.add(answer.id());
        }
        return classes;
    }

    @Override
    public List<String> withoutAnswer() {
        return Stream.concat(byId.keySet().stream(), byPosition.keySet().stream())
                .filter(key -> !answered.contains(key))
                .sorted()
                .toList();
    }

    @Override
    public List<String> warnings() {
        return repeated == 0
                ? List.of()
                : List.of(repeated + " records with labels have the id of an earlier one: the last one counts");
    }
}
