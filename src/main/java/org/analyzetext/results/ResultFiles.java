package org.analyzetext.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.analyzetext.document.LogText;
import org.analyzetext.error.AnalyzeTextException;
import org.jspecify.annotations.Nullable;

/** Files of results and dead letters. */
public final class ResultFiles implements AnswerSource {
    private static final String RESULTS = "results";
    private static final String DEAD_LETTERS = "dead-letters";

    private final List<Path> files;

    private ResultFiles(List<Path> files) {
        this.files = files;
    }

    /** Of files and folders; where these lie in {@code results}, those of the same name in {@code dead-letters} too. */
    public static ResultFiles of(List<Path> named) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path each : named) {
            if (!Files.exists(each)) {
                throw new AnalyzeTextException("there is no " + LogText.of(each.toString()));
            }
            add(each, files);
            Path letters = deadLetters(each);
            if (letters != null && Files.exists(letters)) {
                add(letters, files);
            }
        }
        return new ResultFiles(files);
    }

    /** Of these files alone. */
    public static ResultFiles only(List<Path> files) {
        return new ResultFiles(List.copyOf(files));
    }

    private static void add(Path named, List<Path> files) throws IOException {
        try (Stream<Path> below = Files.walk(named)) {
            below.filter(Files::isRegularFile)
                    .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .filter(file -> !files.contains(file))
                    .sorted()
                    .forEach(files::add);
        }
    }

    /** {@code dead-letters/a.jsonl} of {@code results/a.csv}. */
    private static @Nullable Path deadLetters(Path named) {
        Path path = named.toAbsolutePath().normalize();
        for (Path folder = path; folder != null && folder.getFileName() != null; folder = folder.getParent()) {
            if (!folder.getFileName().toString().equals(RESULTS)) {
                continue;
            }
            Path letters = folder.resolveSibling(DEAD_LETTERS)
                    .resolve(folder.relativize(path).toString());
            if (Files.isDirectory(path)) {
                return letters;
            }
            return Stream.of(
                            letters,
                            letters.resolveSibling(stem(letters) + ".jsonl"),
                            letters.resolveSibling(letters.getFileName() + ".jsonl"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElse(letters);
        }
        return null;
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int end = name.endsWith(".gz") ? name.length() - 3 : name.length();
        int dot = name.lastIndexOf('.', end - 1);
        return dot < 0 ? name : name.substring(0, dot);
    }

    @Override
    public void forEach(Consumer<Answer> answers) throws IOException {
        for (Path path : files) {
            RecordFile file = new RecordFile(path);
            long[] ordinal = {0};
            file.forEach(record -> answers.accept(answer(file, record, ++ordinal[0])));
        }
    }

    private static Answer answer(RecordFile file, JsonNode record, long ordinal) {
        return file.isTable() ? Answer.ofRow(record, file.input(), ordinal) : Answer.ofJson(record);
    }
}
