package org.analyzetext.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a run left in the folders of results and dead letters: the positions of the documents, repeats included. */
record PublishedOutcomes(List<Answer> results, List<Answer> deadLetters) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The answer to one document; of a CSV row, what its column {@code place} says.
     *
     * @param position the document's file and ordinal, as {@code file#ordinal}
     * @param id the document's id; empty where the format does not repeat it
     * @param content the answer as JSON; of a CSV row its {@code category} alone
     */
    record Answer(String position, String id, JsonNode content) {}

    static PublishedOutcomes of(WorkingFolder folder) throws IOException {
        List<Answer> results = new ArrayList<>();
        for (Path file : WorkingFolder.files(folder.results())) {
            if (file.toString().endsWith(".csv")) {
                rows(file, results);
            } else {
                lines(file, results);
            }
        }
        List<Answer> deadLetters = new ArrayList<>();
        for (Path file : WorkingFolder.files(folder.deadLetters())) {
            lines(file, deadLetters);
        }
        return new PublishedOutcomes(results, deadLetters);
    }

    private static void lines(Path file, List<Answer> answers) throws IOException {
        for (String line : Files.readAllLines(file)) {
            JsonNode answer = JSON.readTree(line);
            answers.add(new Answer(
                    position(
                            answer.path("source").path("file").asText(),
                            answer.path("source").path("ordinal").asLong()),
                    answer.path("id").asText(),
                    answer));
        }
    }

    private static void rows(Path file, List<Answer> answers) throws IOException {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : rows) {
                answers.add(new Answer(
                        row.getField("place"),
                        row.getField("id"),
                        JSON.createObjectNode().put("category", row.getField("category"))));
            }
        }
    }

    static String position(String file, long ordinal) {
        return file + "#" + ordinal;
    }

    List<String> positions() {
        List<String> positions = new ArrayList<>();
        results.forEach(answer -> positions.add(answer.position()));
        deadLetters.forEach(answer -> positions.add(answer.position()));
        return positions;
    }
}
