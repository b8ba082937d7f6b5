package org.analyzetext.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.route.FilesPipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corpus as lines of a file, each between good documents; and files that are bad as a whole. */
class FilesCorpusTest {
    @TempDir
    Path root;

    /** A file that is bad from its beginning, or from somewhere on, with the good documents before that. */
    private record BadFile(BadInput input, String name, int goodBefore) {}

    private static final List<BadFile> FILES = List.of(
            file("empty file", "empty.jsonl", "", "EmptyFile", 0),
            file("empty file", "empty.json", "", "EmptyFile", 0),
            file("empty file", "empty.csv", "", "EmptyFile", 0),
            file("empty file", "empty.txt", "", "EmptyText", 0),
            file("blank text file", "blank.txt", " \n\u00a0\n", "EmptyText", 0),
            file("CSV without a text column", "column.csv", "id,body\n1,a\n2,b\n", "MissingColumn", 0),
            file("CSV with a column twice", "twice.csv", "id,text,text\n1,a,b\n", "InvalidCsv", 0),
            file("CSV row with too few fields", "few.csv", "id,text\n1,a\n2\n3,c\n", "InvalidCsv", 2),
            file("CSV row with too many fields", "many.csv", "id,text\n1,a\n2,b,c\n3,c\n", "InvalidCsv", 2),
            file("CSV quote never closed", "quote.csv", "id,text\n1,a\n2,\"b\n3,c\n", "InvalidCsv", 1),
            file("CSV row with an empty text", "blank.csv", "id,text\n1,a\n2,\n3,c\n", "EmptyText", 2),
            file("array that ends in the middle", "half.json", "[{\"text\":\"a\"},{\"text\":\"b", "InvalidJson", 1),
            file(
                    "array with a fault",
                    "fault.json",
                    "[{\"text\":\"a\"},{\"text\":b},{\"text\":\"c\"}]",
                    "InvalidJson",
                    1),
            file("array with a wrong element", "wrong.json", "[{\"text\":\"a\"},1,{\"text\":\"c\"}]", "InvalidJson", 2),
            file("goes on after its array", "after.json", "[{\"text\":\"a\"}] x", "InvalidJson", 1),
            file("neither object nor array", "word.json", "hello", "InvalidJson", 0),
            file("JSON lines in a .json file", "lines.json", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n", "WrongFormat", 0),
            file("an object around the records", "object.json", "{\"documents\":[{\"text\":\"a\"}]}", "MissingText", 0),
            file("PDF named .txt", "pdf.txt", "%PDF-1.7\n...", "WrongFormat", 0),
            file("HTML page named .txt", "page.txt", "<!DOCTYPE html>\n<html>...</html>", "WrongFormat", 0),
            bytes("gzip file named .jsonl", "packed.jsonl", packed("{\"text\":\"a\"}\n"), "WrongFormat"),
            bytes("plain file named .gz", "plain.csv.gz", "text\na\n".getBytes(UTF_8), "WrongFormat"),
            bytes("gzip file that is cut off", "half.csv.gz", Arrays.copyOf(packed("text\na\n"), 15), "InvalidGzip"),
            bytes("text file with NULs", "nuls.txt", "a\0b".getBytes(UTF_8), "WrongFormat"),
            bytes("Latin-1 text file", "latin.txt", "Grüße".getBytes(ISO_8859_1), "InvalidEncoding"),
            bytes("17 megabytes of text", "huge.txt", "x".repeat(17 << 20).getBytes(UTF_8), "RecordTooLarge"));

    private static byte[] packed(String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static BadFile file(String kind, String name, String content, String outcome, int goodBefore) {
        return new BadFile(new BadInput("file: " + kind, content.getBytes(UTF_8), outcome), name, goodBefore);
    }

    private static BadFile bytes(String kind, String name, byte[] content, String outcome) {
        return new BadFile(new BadInput("file: " + kind, content, outcome), name, 0);
    }

    @Test
    void everyBadLineHasItsOutcomeAndEveryGoodOneItsResult() throws Exception {
        List<BadInput> corpus = Corpus.all();
        assertThat(corpus).hasSizeGreaterThanOrEqualTo(300);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; i < corpus.size(); i++) {
            lines.writeBytes(corpus.get(i).bytes());
            lines.write('\n');
            lines.writeBytes(Corpus.good(i));
            lines.write('\n');
        }
        try (LocalService service = service();
                FilesPipeline pipeline = start(service)) {
            put("corpus.jsonl", lines.toByteArray());

            pipeline.awaitDrained();

            Map<Integer, String> outcomes = new HashMap<>();
            for (JsonNode result : pipeline.results("corpus.jsonl")) {
                outcomes.merge(result.at("/source/ordinal").asInt(), BadInput.RESULT, (one, two) -> one + "+" + two);
            }
            for (JsonNode letter : pipeline.deadLetters("corpus.jsonl")) {
                outcomes.merge(
                        letter.at("/source/ordinal").asInt(),
                        letter.path("code").asText(),
                        (one, two) -> one + "+" + two);
            }
            OutcomeTable table = new OutcomeTable("a file");
            for (int i = 0; i < corpus.size(); i++) {
                table.add(
                        corpus.get(i),
                        outcomes.getOrDefault(2 * i + 1, "nothing"),
                        BadInput.RESULT.equals(outcomes.get(2 * i + 2)));
            }
            table.publish();
            assertThat(table.wrong()).isEmpty();
            assertThat(outcomes).hasSize(2 * corpus.size());
        }
    }

    @Test
    void everyFileThatIsBadAsAWholeIsToldAndKept() throws Exception {
        try (LocalService service = service();
                FilesPipeline pipeline = start(service)) {
            for (BadFile file : FILES) {
                put(file.name(), file.input().bytes());
            }

            pipeline.awaitDrained();

            OutcomeTable table = new OutcomeTable("files of their own");
            for (BadFile file : FILES) {
                List<JsonNode> letters = letters(pipeline, file.name());
                String outcome =
                        letters.size() == 1 ? letters.get(0).path("code").asText() : letters.size() + " letters";
                table.add(file.input(), outcome, results(file.name()) == file.goodBefore());
            }
            table.publish();
            assertThat(table.wrong()).isEmpty();
        }
    }

    /** Texts are gathered into one input or several, as they are found. */
    private List<JsonNode> letters(FilesPipeline pipeline, String name) throws IOException {
        if (!name.endsWith(".txt")) {
            return pipeline.deadLetters(name.endsWith(".jsonl") ? name : name + ".jsonl");
        }
        List<JsonNode> letters = new ArrayList<>();
        try (Stream<Path> all = Files.list(root.resolve("dead-letters"))) {
            for (Path file : all.filter(each -> each.getFileName().toString().startsWith("texts"))
                    .toList()) {
                letters.addAll(pipeline.deadLetters(file.getFileName().toString()));
            }
        }
        letters.removeIf(letter -> !letter.at("/source/file").asText().equals(name));
        return letters;
    }

    /** The documents with a result. */
    private long results(String name) throws IOException {
        Path file = root.resolve("results").resolve(name.endsWith(".json") ? name + ".jsonl" : name);
        if (!Files.exists(file)) {
            return 0;
        }
        byte[] bytes = Files.readAllBytes(file);
        if (name.endsWith(".gz")) {
            bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        }
        long lines =
                new String(bytes, UTF_8).lines().filter(line -> !line.isBlank()).count();
        return name.endsWith(".csv") && lines > 0 ? lines - 1 : lines;
    }

    private void put(String name, byte[] content) throws IOException {
        Path aside = Files.write(Files.createTempFile(root, "input", ""), content);
        Files.createDirectories(root.resolve("inbox"));
        Files.move(aside, root.resolve("inbox").resolve(name));
    }

    private static LocalService service() {
        return LocalService.start(LocalServiceSettings.builder()
                .keys(FilesPipeline.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .maxCharacters(Corpus.MAX_CHARACTERS)
                .faults("submit-refused content=" + Corpus.REFUSED, "document-refused content=" + Corpus.FAULTY)
                .build());
    }

    private FilesPipeline start(LocalService service) throws Exception {
        return FilesPipeline.start(
                root,
                service.endpoint(),
                Map.of(
                        "task.project-name", "MessageIntent",
                        "batch.max-characters", Integer.toString(Corpus.MAX_CHARACTERS),
                        "quota.enabled", "false"));
    }
}
