package org.analyzetext.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Route files as Kaoto saves them: without comments, the ids of people last, one of its own for each other step, and endpoints as the component's name with
 * the path among the parameters.
 */
public final class EditorSpelling {
    private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());
    /** Which parameter stands for the path of a component's endpoints, as its catalog says. */
    private static final Map<String, String> PATHS =
            Map.of("analyze-text-kafka", "topic", "direct", "name", "http", "httpUri");
    /** Steps of these kinds have an id of their own. */
    private static final Set<String> STEPS = Set.of(
            "bean",
            "choice",
            "delay",
            "filter",
            "from",
            "log",
            "setBody",
            "setHeader",
            "setVariable",
            "split",
            "transacted");

    private EditorSpelling() {}

    /**
     * An endpoint of a route file.
     *
     * @param uri without what stands among the parameters
     */
    public record Endpoint(String uri, Map<String, String> parameters) {
        /** The component's name. */
        public String scheme() {
            return uri.replaceFirst(":.*", "");
        }
    }

    /** A file as the editor saves it. */
    public static String of(String yaml) throws IOException {
        return YAML.writeValueAsString(saved(YAML.readTree(yaml), new AtomicInteger(1_000)));
    }

    /** Saves the route files of a folder into another one. */
    public static void save(Path folder, Path into) throws IOException {
        // Ids are unique in all files.
        AtomicInteger ids = new AtomicInteger(1_000);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                JsonNode tree = YAML.readTree(file.toFile());
                Files.writeString(into.resolve(file.getFileName()), YAML.writeValueAsString(saved(tree, ids)));
            }
        }
    }

    /** The endpoints of a file, but for those that a property names as a whole. */
    public static List<Endpoint> endpoints(String yaml) throws IOException {
        List<Endpoint> endpoints = new ArrayList<>();
        for (JsonNode step : YAML.readTree(yaml).findParents("uri")) {
            Map<String, String> parameters = new TreeMap<>();
            step.path("parameters")
                    .properties()
                    .forEach(each ->
                            parameters.put(each.getKey(), each.getValue().asText()));
            String uri = step.get("uri").asText();
            if (!uri.startsWith("{{")) {
                endpoints.add(new Endpoint(uri, parameters));
            }
        }
        return endpoints;
    }

    private static JsonNode saved(JsonNode node, AtomicInteger ids) {
        if (node.isArray()) {
            List<JsonNode> items = new ArrayList<>();
            node.forEach(item -> items.add(saved(item, ids)));
            return YAML.createArrayNode().addAll(items);
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode saved = YAML.createObjectNode();
        node.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = saved(entry.getValue(), ids);
            if (STEPS.contains(name) && value.isObject() && !value.has("id")) {
                ObjectNode step = YAML.createObjectNode().put("id", name + "-" + ids.incrementAndGet());
                saved.set(name, step.setAll((ObjectNode) value));
            } else if (!name.equals("id")) {
                saved.set(name, value);
            }
        });
        String uri = node.path("uri").asText();
        String path = PATHS.get(uri.replaceFirst(":.*", ""));
        if (path != null && uri.contains(":")) {
            saved.put("uri", uri.replaceFirst(":.*", ""));
            saved.withObjectProperty("parameters").put(path, uri.replaceFirst("^[^:]*:(//)?", ""));
        }
        if (node.has("id")) {
            saved.set("id", node.get("id"));
        }
        return saved;
    }
}
