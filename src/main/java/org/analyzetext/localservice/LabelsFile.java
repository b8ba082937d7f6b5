package org.analyzetext.localservice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.analyzetext.document.Json;

/**
 * A labels file in the service's own project format.
 *
 * @param projectName the project's name, case-sensitive
 * @param kind the project's kind
 * @param categories the classes in the order of the file
 * @param documents the labelled documents
 */
record LabelsFile(String projectName, Kind kind, List<String> categories, List<Labelled> documents) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    LabelsFile {
        categories = List.copyOf(categories);
        documents = List.copyOf(documents);
    }

    /**
     * A document and its classes.
     *
     * @param location where it lies in its folder
     * @param categories its classes; empty for one that was looked at and has none
     * @param dataset {@code Train}, {@code Test} or empty
     * @param marks the entities marked in it
     */
    record Labelled(String location, Set<String> categories, String dataset, List<Mark> marks) {
        Labelled {
            categories = Set.copyOf(categories);
            marks = List.copyOf(marks);
        }
    }

    /** An entity of this category, marked in a document. */
    record Mark(String category, Span span) {}

    private static List<Mark> marks(JsonNode document) {
        List<Mark> marks = new ArrayList<>();
        for (JsonNode region : document.path("entities")) {
            for (JsonNode label : region.path("labels")) {
                int from = label.path("offset").asInt();
                marks.add(new Mark(
                        category(label),
                        new Span(from, from + label.path("length").asInt())));
            }
        }
        return marks;
    }

    static LabelsFile read(Path file) {
        JsonNode root = parse(file);
        JsonNode assets = root.path("assets");
        String name = root.path("metadata").path("projectName").asText("");
        if (name.isEmpty()) {
            throw new IllegalArgumentException(file + ": no metadata.projectName; is this a labels file?");
        }
        String word = root.path("metadata")
                .path("projectKind")
                .asText(assets.path("projectKind").asText(""));
        Kind kind = Kind.ofProject(word)
                .orElseThrow(() -> new IllegalArgumentException(file + ": projectKind is '" + word
                        + "'; it must be CustomSingleLabelClassification, CustomMultiLabelClassification or"
                        + " CustomEntityRecognition"));
        List<Labelled> documents = new ArrayList<>();
        Set<String> categories = new LinkedHashSet<>();
        assets.path("classes").forEach(each -> categories.add(category(each)));
        assets.path("entities").forEach(each -> categories.add(category(each)));
        for (JsonNode document : assets.path("documents")) {
            Set<String> own = categories(document);
            categories.addAll(own);
            documents.add(new Labelled(
                    document.path("location").asText(),
                    own,
                    document.path("dataset").asText(""),
                    marks(document)));
        }
        if (categories.isEmpty()) {
            throw new IllegalArgumentException(file + ": no classes");
        }
        return new LabelsFile(name, kind, new ArrayList<>(categories), documents);
    }

    /** Reads UTF-8 with or without a byte-order mark. */
    static String readText(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " can't be read: " + e, e);
        }
    }

    private static JsonNode parse(Path file) {
        try {
            return Json.MAPPER.readTree(readText(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Set<String> categories(JsonNode document) {
        Set<String> categories = new LinkedHashSet<>();
        if (document.has("class")) {
            categories.add(category(document.path("class")));
        }
        document.path("classes").forEach(each -> categories.add(category(each)));
        categories.remove("");
        return categories;
    }

    private static String category(JsonNode node) {
        return node.isTextual() ? node.asText() : node.path("category").asText("");
    }
}
