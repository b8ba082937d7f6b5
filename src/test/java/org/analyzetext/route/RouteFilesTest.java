package org.analyzetext.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Walks every route file and tells every breach of the project's rules at once. */
class RouteFilesTest {
    private static final Path ROUTES = Path.of("routes");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{!?([^}:]+)}}");
    private static final Pattern BEAN = Pattern.compile("analyzeText[A-Z]\\w*");
    private static final Pattern INTO_AN_OBJECT =
            Pattern.compile("\\$\\{(?:body|(?:variable|header|exchangeProperty)\\.\\w+)[.\\[?]");
    private static final int MOST_LINES = 120;

    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    private final List<String> breaches = new ArrayList<>();

    @Test
    void routeFilesKeepToTheRules() throws IOException {
        Map<String, JsonNode> files = files();
        assertThat(files).hasSizeGreaterThanOrEqualTo(8);
        checkSchema(files);
        checkRoutes(files);
        checkDirects(files);
        checkPlaceholders();
        checkComments();
        assertThat(breaches).as("breaches of the rules for route files").isEmpty();
    }

    @Test
    void everyBeanThatARouteNamesIsBoundAndEveryBoundBeanIsUsed() throws IOException {
        Set<String> named = matches(text(), BEAN);
        Set<String> bound = matches(
                sources("analyzeText"), Pattern.compile("(?:bind|bean)\\(\\s*registry,\\s*\"(analyzeText[A-Z]\\w*)\""));
        // For route files that others write: the walk-through of docs/editing-routes.md uses it.
        named.add("analyzeTextJobRecords");
        assertThat(named).containsExactlyInAnyOrderElementsOf(bound);
    }

    /** Routes that call each other share the exchange's variables: one that two of them set is lost to the first. */
    @Test
    void aVariableIsSetInOneFile() throws IOException {
        Map<String, Set<String>> setIn = new TreeMap<>();
        files().forEach((file, tree) -> tree.findValues("setVariable")
                .forEach(step -> setIn.computeIfAbsent(step.path("name").asText(), any -> new TreeSet<>())
                        .add(file.replace(".camel.yaml", ""))));
        setIn.values().removeIf(files -> files.size() == 1);
        // These never meet in one exchange: a batch is submitted, or a job polled; jobs are in files, or in Kafka.
        assertThat(setIn)
                .isEqualTo(Map.of(
                        "answer", Set.of("poll", "submit"),
                        "taken", Set.of("jobs-files", "jobs-kafka-due")));
    }

    /**
     * Camel describes the class of the object anew each time that such an expression is evaluated, and caches it by the
     * hash of the object: of all texts of a batch. Messages of the log are only made where they are logged.
     */
    @Test
    void noStepReachesIntoAnObjectByCamelsNotation() throws IOException {
        Map<String, List<String>> reaching = new TreeMap<>();
        files().forEach((file, tree) -> tree.findValues("simple").stream()
                .map(simple -> simple.isObject() ? simple.path("expression").asText() : simple.asText())
                .filter(expression -> INTO_AN_OBJECT.matcher(expression).find())
                .forEach(expression ->
                        reaching.computeIfAbsent(file, any -> new ArrayList<>()).add(expression)));
        assertThat(reaching).isEmpty();
    }

    private Map<String, JsonNode> files() throws IOException {
        Map<String, JsonNode> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(ROUTES)) {
            for (Path path : paths.toList()) {
                assertThat(path.getFileName().toString()).endsWith(".camel.yaml");
                files.put(path.getFileName().toString(), yaml.readTree(path.toFile()));
                if (Files.readAllLines(path).size() > MOST_LINES) {
                    breaches.add(path + " has more than " + MOST_LINES + " lines");
                }
            }
        }
        return files;
    }

    private String text() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> paths = Files.list(ROUTES)) {
            for (Path path : paths.toList()) {
                text.append(Files.readString(path));
            }
        }
        return text.toString();
    }

    private void checkSchema(Map<String, JsonNode> files) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/schema/camelYamlDsl-canonical.json")) {
            JsonSchema schema =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(in);
            files.forEach(
                    (name, tree) -> schema.validate(tree).forEach(message -> breaches.add(name + ": " + message)));
        }
    }

    private void checkRoutes(Map<String, JsonNode> files) {
        Set<String> configurations = new HashSet<>();
        Set<String> used = new HashSet<>();
        Set<String> ids = new HashSet<>();
        files.forEach((name, tree) -> tree.forEach(item ->
                configurations.add(item.path("routeConfiguration").path("id").asText("?"))));
        files.forEach((name, tree) -> {
            for (JsonNode item : tree) {
                if (item.has("routeTemplate") || item.has("templatedRoute")) {
                    breaches.add(name + " has a template, which editors show as no route");
                }
                JsonNode route = item.path("route");
                if (route.isMissingNode()) {
                    continue;
                }
                String id = route.path("id").asText();
                if (!id.startsWith("analyze-text-") || !ids.add(id)) {
                    breaches.add(name + ": the id '" + id + "' does not begin with analyze-text- or is not unique");
                }
                String description = route.path("description").asText();
                if (!description.matches("[A-Z].*\\.")) {
                    breaches.add(name + ": " + id + " has no description in a sentence");
                }
                if (route.path("precondition").asText().matches(".*(&&|\\|\\|).*")) {
                    breaches.add(name + ": " + id + " depends on more than one property");
                }
                String configuration = route.path("routeConfigurationId").asText();
                used.add(configuration);
                if (!configurations.contains(configuration)) {
                    breaches.add(name + ": " + id + " names the unknown routeConfigurationId '" + configuration + "'");
                }
                List<String> order = new ArrayList<>();
                route.fieldNames().forEachRemaining(order::add);
                order.retainAll(List.of("id", "description", "routeConfigurationId", "from"));
                if (!order.equals(List.of("id", "description", "routeConfigurationId", "from"))) {
                    breaches.add(name + ": " + id + " has its parts in the order " + order);
                }
            }
        });
        configurations.remove("?");
        configurations.removeAll(used);
        if (!configurations.isEmpty()) {
            breaches.add("no route uses the routeConfigurations " + configurations);
        }
    }

    private void checkDirects(Map<String, JsonNode> files) {
        Set<String> consumers = new HashSet<>();
        Set<String> producers = new HashSet<>();
        files.forEach((name, tree) -> {
            for (JsonNode item : tree) {
                String from = item.path("route").path("from").path("uri").asText();
                if (from.startsWith("direct:")) {
                    consumers.add(from);
                    String id = item.path("route").path("id").asText();
                    if (!from.equals("direct:" + id.replaceAll("(-source-direct|-(files|kafka|endpoint))$", ""))
                            && !from.equals("direct:" + id)) {
                        breaches.add(name + ": " + id + " is reached as " + from + ", which is not its id");
                    }
                }
            }
            for (JsonNode to : tree.findValues("to")) {
                if (!to.path("id").asText().startsWith("to-")) {
                    breaches.add(name + ": the step to " + to.path("uri").asText() + " is not named to-...");
                }
                if (to.path("uri").asText().startsWith("direct:")) {
                    producers.add(to.path("uri").asText());
                }
            }
        });
        // The entry for routes of the host, and the one to which a stop sends.
        producers.add("direct:analyze-text");
        producers.add("direct:analyze-text-cancel-files");
        if (!producers.equals(consumers)) {
            breaches.add("sent to: " + producers + ", but consumed: " + consumers);
        }
    }

    private void checkPlaceholders() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = getClass().getResourceAsStream("/analyze-text.properties")) {
            properties.load(in);
        }
        String routes = text();
        String settings = sources("PropertyReader in");
        for (String placeholder : matches(routes, PLACEHOLDER)) {
            if (!properties.containsKey(placeholder)) {
                breaches.add("{{" + placeholder + "}} is not in analyze-text.properties");
            }
        }
        for (String name : properties.stringPropertyNames()) {
            String property = name.replaceAll("(key|password|secret)-file$", "$1");
            boolean read = settings.contains('"' + property.substring("analyze-text.".length()) + '"')
                    || settings.contains('"' + property.substring(property.lastIndexOf('.')) + '"');
            if (!read) {
                breaches.add(property + " is described, but not read and checked by any settings");
            }
        }
    }

    /** Those of our classes in which this stands. */
    private static String sources(String text) throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> tree = Files.walk(Path.of("src/main/java/org/analyzetext"))) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String source = Files.readString(file);
                if (source.contains(text)) {
                    sources.append(source);
                }
            }
        }
        return sources.toString();
    }

    /** Kaoto drops comments when it saves: below the line that says what the file is, a step has a description. */
    private void checkComments() throws IOException {
        try (Stream<Path> paths = Files.list(ROUTES)) {
            for (Path path : paths.toList()) {
                List<String> lines = Files.readAllLines(path);
                for (int i = 1; i < lines.size(); i++) {
                    if (lines.get(i).matches("(.*\\s)?#\\s.*")) {
                        breaches.add(path + ", line " + (i + 1) + " has a comment");
                    }
                }
            }
        }
    }

    private static Set<String> matches(String text, Pattern pattern) {
        Set<String> found = new HashSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(matcher.groupCount()));
        }
        return found;
    }
}
