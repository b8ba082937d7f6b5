package org.analyzetext.edge.files;

import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Json;

/**
 * Which documents a replayed input is made of, by number: {@code replayed/.of/<replay>} among the dead letters has a line
 * for each with the source that it had before.
 *
 * @param file the index
 * @param replay the name of the replayed input
 * @param deadLetters the dead-letter file that its documents come from, relative to the dead letters
 */
record ReplayIndex(Path file, String replay, String deadLetters) {
    private static final String FOLDER = ".of";

    /** Where the index of a replay is. */
    static Path place(Folders folders, Path replay) {
        return folders.deadLetters()
                .resolve(FileReplay.REPLAYED)
                .resolve(FOLDER)
                .resolve(replay.toString());
    }

    /** All that there are, by name. */
    static List<ReplayIndex> all(Folders folders) throws IOException {
        Path place = place(folders, Path.of(""));
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        List<ReplayIndex> all = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> tree = Files.walk(place)) {
            files = tree.filter(Files::isRegularFile)
                    .filter(file -> !Durable.fileName(file).startsWith("."))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try (MappingIterator<Line> lines = JsonLines.read(file, Line.class)) {
                if (lines.hasNext()) {
                    all.add(new ReplayIndex(
                            file,
                            Input.slashes(place.relativize(file)),
                            lines.next().deadLetters()));
                }
            }
        }
        return all;
    }

    /** The sources of the documents, in their order. */
    List<FilePosition> sources() throws IOException {
        List<FilePosition> sources = new ArrayList<>();
        try (MappingIterator<Line> lines = JsonLines.read(file, Line.class)) {
            while (lines.hasNext()) {
                sources.add(lines.next().source());
            }
        }
        return sources;
    }

    /** A file beside it. */
    Path beside(String prefix) {
        return file.resolveSibling(prefix + Durable.fileName(file));
    }

    /** A document of a replay: where its dead letter is and where it came from. */
    record Line(String deadLetters, FilePosition source) {
        byte[] json() throws IOException {
            return Json.MAPPER.writeValueAsBytes(this);
        }
    }
}
