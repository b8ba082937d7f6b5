package org.analyzetext.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a killed process left in the work folder.
 *
 * @param unclear the batches that were being posted and are followed by nothing, as {@code input/batch}, with their texts
 * @param withService the batches whose job record was written
 */
record Aftermath(Map<String, List<String>> unclear, Set<String> withService) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ATTEMPT_ON = Pattern.compile("\\.json(l)?$");

    static Aftermath of(WorkingFolder folder) throws IOException {
        Map<String, List<String>> unclear = new LinkedHashMap<>();
        Set<String> withService = new LinkedHashSet<>();
        for (Path file : WorkingFolder.files(folder.work())) {
            String state = file.getParent().getFileName().toString();
            String name = file.getFileName().toString();
            if (name.startsWith(".")) {
                continue;
            }
            Path input = file.getParent().getParent();
            // Its id is stored where it was being submitted, and then moved.
            boolean kept = state.equals("posting") && isSubmitted(file);
            if (state.equals("jobs") || kept) {
                withService.add(input.getFileName() + "/" + tryOf(name));
            } else if (state.equals("posting") && !isFollowed(input, tryOf(name))) {
                String batch = input.getFileName() + "/" + name.substring(0, name.indexOf('.'));
                unclear.put(batch, texts(file));
            }
        }
        return new Aftermath(unclear, withService);
    }

    /** Whether a job record of that try is there, or what came of it: that it was refused, where it was being halved. */
    private static boolean isFollowed(Path input, String attempt) throws IOException {
        String half = attempt.substring(0, attempt.indexOf('.')) + "-1";
        for (Path file : WorkingFolder.files(input)) {
            String name = file.getFileName().toString();
            if (name.startsWith(half + ".") || name.startsWith(half + "-")) {
                return true;
            }
        }
        for (String state : List.of("jobs", "outcomes")) {
            for (Path file : WorkingFolder.files(input.resolve(state))) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".") && tryOf(name).equals(attempt)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isSubmitted(Path record) throws IOException {
        return JSON.readTree(Files.readAllBytes(record)).hasNonNull("jobId");
    }

    /** Batch and attempt. */
    private static String tryOf(String name) {
        String[] parts = ATTEMPT_ON.matcher(name).replaceAll("").split("\\.");
        return parts[0] + "." + parts[1];
    }

    private static List<String> texts(Path record) throws IOException {
        List<String> texts = new ArrayList<>();
        for (JsonNode document : JSON.readTree(Files.readAllBytes(record)).path("documents")) {
            texts.add(document.path("text").asText());
        }
        return texts;
    }
}
