package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.analyzetext.account.DeadLetterRecords;
import org.analyzetext.account.ReplayReport;
import org.analyzetext.account.Selection;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Format;
import org.analyzetext.document.Json;
import org.analyzetext.document.LogText;
import org.analyzetext.error.AnalyzeTextException;

/**
 * Puts the documents of dead-letter files into the inbox again, as JSON lines with the same ids, languages, texts and
 * metadata. Their dead letters move to a folder {@code replayed} among the dead letters, so that nothing is replayed
 * twice by accident; those that can't be replayed stay. Killed anywhere, the next replay finishes what it left.
 *
 * <p>For a file {@code a.jsonl} it makes, in this order: {@code inbox/.replay-a.jsonl}, the documents; {@code
 * .rest-a.jsonl}, what stays; {@code replayed/.pending-a.jsonl}, from which on the replay is finished whatever happens;
 * then each is renamed to where it belongs.
 */
final class FileReplay {
    static final String REPLAYED = "replayed";
    private static final String PENDING = ".pending-";
    /** In bytes, on nearly every file system. */
    private static final int LONGEST_NAME = 255;

    private final Folders folders;
    private final DeadLetterRecords records;
    private final Selection selection;

    public FileReplay(Folders folders, DeadLetterRecords records, Selection selection) {
        this.folders = folders;
        this.records = records;
        this.selection = selection;
    }

    /** Where the dead letters of a file are once they were replayed. */
    static Path replayed(Folders folders, String deadLetters) {
        return folders.deadLetters().resolve(REPLAYED).resolve(deadLetters);
    }

    /** The dead-letter files with something to replay, in order. */
    public List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Path replayed = folders.deadLetters().resolve(REPLAYED);
        if (Files.isDirectory(folders.deadLetters())) {
            Path indexes = ReplayIndex.place(folders, Path.of(""));
            try (Stream<Path> tree = Files.walk(folders.deadLetters())) {
                tree.filter(file -> Files.isRegularFile(file)
                                && !file.startsWith(indexes)
                                && isJsonLines(file)
                                && !Durable.fileName(file).startsWith(".")
                                && (selection.again() || !file.startsWith(replayed)))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    /** Dead letters are JSON lines, whose file is called as its input where that is such a file too. */
    private static boolean isJsonLines(Path file) {
        return Format.ofFileName(Durable.fileName(file))
                .filter(format -> format == Format.JSON_LINES)
                .isPresent();
    }

    /** Finishes what replays left that were killed; returns how many they were. */
    public int finish() throws IOException {
        Path replayed = folders.deadLetters().resolve(REPLAYED);
        if (!Files.isDirectory(replayed)) {
            return 0;
        }
        List<Path> pending;
        try (Stream<Path> tree = Files.walk(replayed)) {
            pending = tree.filter(file -> Durable.fileName(file).startsWith(PENDING))
                    .toList();
        }
        for (Path each : pending) {
            Path name = each.resolveSibling(Durable.fileName(each).substring(PENDING.length()));
            new Places(replayed.relativize(name)).finish();
        }
        return pending.size();
    }

    /**
     * Replays the dead letters of a file that are asked for.
     *
     * @throws AnalyzeTextException when it is no dead-letter file of these folders
     */
    public ReplayReport replay(Path file) throws IOException {
        Path letters = file.toAbsolutePath().normalize();
        Path replayed = folders.deadLetters().resolve(REPLAYED);
        if (!Files.isRegularFile(letters)) {
            throw new AnalyzeTextException("there is no dead-letter file " + file + "; nothing of it was replayed");
        }
        if (!letters.startsWith(folders.deadLetters())) {
            throw new AnalyzeTextException(
                    file + " is not in " + folders.deadLetters() + " (analyze-text.files.dead-letters), and what"
                            + " can be replayed lies there; nothing of it was replayed");
        }
        if (letters.startsWith(replayed) && !selection.again()) {
            throw new AnalyzeTextException(file + " was replayed before; --again replays it once more");
        }
        if (InputName.bytes(PENDING + Durable.fileName(letters)) > LONGEST_NAME) {
            throw new AnalyzeTextException(file + " has a name that is too long: give it a shorter one that ends with"
                    + " .jsonl; nothing of it was replayed");
        }
        boolean second = letters.startsWith(replayed);
        return new Places((second ? replayed : folders.deadLetters()).relativize(letters)).replay(letters, second);
    }

    /** The files that one dead-letter file is turned into. */
    private final class Places {
        private final Path relative;
        private final Path letters;
        private final Path rest;
        private final Path pending;
        private final Path replayed;
        private final Path aside;
        private final List<String> refused = new ArrayList<>();
        private long count;
        private long hopeless;

        Places(Path relative) {
            String name = Durable.fileName(relative);
            this.relative = relative;
            letters = folders.deadLetters().resolve(relative);
            rest = letters.resolveSibling(".rest-" + name);
            replayed = folders.deadLetters().resolve(REPLAYED).resolve(relative);
            pending = replayed.resolveSibling(PENDING + name);
            aside = folders.inbox().resolve(relative).resolveSibling(".replay-" + name);
        }

        ReplayReport replay(Path from, boolean second) throws IOException {
            Path target;
            if (second) {
                // What was replayed before stays where it is.
                Durable.write(
                        index(),
                        sources -> Durable.write(
                                aside,
                                documents -> sort(
                                        from,
                                        documents,
                                        OutputStream.nullOutputStream(),
                                        OutputStream.nullOutputStream(),
                                        sources)));
                target = publish();
            } else {
                // The innermost is there first, the outermost last.
                Durable.write(
                        pending,
                        gone -> Durable.write(
                                rest,
                                remaining -> Durable.write(
                                        index(),
                                        sources -> Durable.write(
                                                aside, documents -> sort(from, documents, remaining, gone, sources)))));
                target = finish();
            }
            return new ReplayReport(from.toString(), count, target.toString(), 0, hopeless, refused);
        }

        private void sort(
                Path from, OutputStream documents, OutputStream remaining, OutputStream gone, OutputStream sources)
                throws IOException {
            if (Files.exists(replayed)) {
                Files.copy(replayed, gone);
            }
            try (MappingIterator<JsonNode> all = JsonLines.read(from, JsonNode.class);
                    JsonGenerator stays = JsonLines.generator(remaining);
                    JsonGenerator goes = JsonLines.generator(gone)) {
                while (all.hasNext()) {
                    JsonNode letter = all.next();
                    byte[] document = asked(letter) ? document(letter) : new byte[0];
                    if (document.length == 0) {
                        JsonLines.write(stays, letter);
                    } else {
                        documents.write(document);
                        documents.write('\n');
                        sources.write(new ReplayIndex.Line(
                                        Input.slashes(relative),
                                        Json.MAPPER.treeToValue(letter.path("source"), FilePosition.class))
                                .json());
                        sources.write('\n');
                        JsonLines.write(goes, letter);
                        count++;
                    }
                }
            }
        }

        private boolean asked(JsonNode letter) {
            if (!selection.asksFor(letter)) {
                return false;
            }
            boolean left = selection.isHopeless(letter);
            hopeless += left ? 1 : 0;
            return !left;
        }

        private byte[] document(JsonNode letter) {
            byte[] json = records.json(letter);
            if (json != null) {
                return json;
            }
            refused.add("it is no JSON object (" + letter.path("code").asText() + "): " + letter.path("source")
                    + "; correct it in " + LogText.of(letters.toString()) + ", its input is in " + folders.done());
            return new byte[0];
        }

        /** Each step is done again after a kill, and changes nothing where it was done. */
        Path finish() throws IOException {
            if (Files.exists(rest)) {
                if (Files.size(rest) == 0) {
                    Files.deleteIfExists(letters);
                    Files.delete(rest);
                } else {
                    Durable.rename(rest, letters);
                }
            }
            Path target = publish();
            if (Files.size(pending) == 0) {
                Files.delete(pending);
            } else {
                Durable.rename(pending, replayed);
            }
            return target;
        }

        private Path publish() throws IOException {
            Path target = target();
            if (!Files.exists(aside)) {
                return target;
            }
            if (Files.size(aside) == 0) {
                Files.delete(aside);
                Files.deleteIfExists(index());
                return target;
            }
            Durable.rename(aside, target);
            return target;
        }

        /** A name that no input has or had, so that the index of a replay is of no other; one that the inbox keeps. */
        private Path target() {
            String name = Durable.fileName(aside).substring(1);
            Path target = aside.resolveSibling(InputName.of(name));
            for (int number = 2; isTaken(target); number++) {
                target = aside.resolveSibling(InputName.of(Format.stem(name) + "~" + number + ".jsonl"));
            }
            return target;
        }

        private boolean isTaken(Path target) {
            Path input = folders.inbox().relativize(target);
            return Files.exists(target)
                    || Files.exists(folders.done().resolve(input))
                    || Files.exists(folders.results().resolve(input))
                    || Files.exists(folders.work().resolve(Inbox.key(Input.slashes(input))));
        }

        private Path index() {
            return ReplayIndex.place(folders, folders.inbox().relativize(target()));
        }
    }
}
