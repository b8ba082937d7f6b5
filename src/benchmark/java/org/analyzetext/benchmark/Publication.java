package org.analyzetext.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.analyzetext.document.Json;

/**
 * A result that can be read where its reader looks for it.
 *
 * @param document the document's id
 * @param job the service's name of the job that labelled it
 * @param atMillis when it was there, in milliseconds since 1970
 */
record Publication(String document, String job, long atMillis) {
    /** The results in a line: one of ours or of the SDK's program, or a whole job as the service tells it. */
    static List<Publication> of(String line, long atMillis) {
        JsonNode node = json(line);
        List<Publication> found = new ArrayList<>();
        if (node.has("tasks")) {
            for (JsonNode document : node.at("/tasks/items/0/results/documents")) {
                found.add(new Publication(
                        document.path("id").asText(), node.path("jobId").asText(), atMillis));
            }
        } else {
            JsonNode job = node.path("job");
            found.add(new Publication(node.path("id").asText(), job.path("id").asText(), atMillis));
        }
        return found;
    }

    /** All results in the files of a folder, each as old as its file. */
    static List<Publication> in(Path folder) throws IOException {
        List<Publication> found = new ArrayList<>();
        for (Path file : files(folder)) {
            long at = Files.getLastModifiedTime(file).toMillis();
            for (String line : Files.readAllLines(file)) {
                found.addAll(of(line, at));
            }
        }
        return found;
    }

    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
