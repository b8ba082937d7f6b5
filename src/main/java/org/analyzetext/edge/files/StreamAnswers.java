package org.analyzetext.edge.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.analyzetext.account.Answers;
import org.analyzetext.document.Json;

/** The results and dead letters of topics in files ({@link StreamFiles}), as they were at one moment. */
public final class StreamAnswers implements Answers {
    private final Folders folders;
    private final List<Path> results;
    private final List<Path> deadLetters;

    /** Remembers which files are there now. */
    public StreamAnswers(Folders folders, List<String> topics) throws IOException {
        this.folders = folders;
        this.results = files(folders.results(), topics);
        this.deadLetters = files(folders.deadLetters(), topics);
    }

    private static List<Path> files(Path folder, List<String> topics) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String topic : topics) {
            files.addAll(files(folder.resolve(topic)));
        }
        return files;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> {
                        String name = Durable.fileName(file);
                        return name.endsWith(".jsonl") && !name.startsWith(".");
                    })
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void results(Reader reader) throws IOException {
        read(results, reader);
    }

    @Override
    public void deadLetters(Reader reader) throws IOException {
        read(deadLetters, reader);
    }

    private static void read(List<Path> files, Reader reader) throws IOException {
        for (Path file : files) {
            try (MappingIterator<JsonNode> lines = JsonLines.read(file, JsonNode.class)) {
                while (lines.hasNext()) {
                    reader.read(Json.MAPPER.writeValueAsBytes(lines.next()));
                }
            }
        }
    }

    @Override
    public List<String> remarks() {
        return List.of("results and dead letters were read from the files in " + folders.results() + " and "
                + folders.deadLetters() + ": those of instances that write to other folders seem to be missing");
    }
}
