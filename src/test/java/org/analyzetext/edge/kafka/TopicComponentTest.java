package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.route.EditorSpelling;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.RuntimeCamelCatalog;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What editors and Camel's tools are told of the component {@code analyze-text-kafka}, and that it is so. */
@SuppressWarnings("try") // closing a context may be interrupted, and then the test ends
class TopicComponentTest {
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path ENTRY = RESOURCES.resolve("META-INF/org/analyzetext/edge/kafka/analyze-text-kafka.json");
    private static final Path PAGE = Path.of("docs/kafka-component.md");
    private static final String HEAD = "| option | for | type | default | what it is |\n|---|---|---|---|---|\n";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** What a route may choose; the component sets all other options for all of its endpoints. */
    private static final List<String> OPTIONS = List.of(
            "topic",
            "shutdownTimeout",
            "autoOffsetReset",
            "batching",
            "batchingIntervalMs",
            "checkCrcs",
            "consumerRequestTimeoutMs",
            "consumersCount",
            "fetchMaxBytes",
            "fetchMinBytes",
            "fetchWaitMaxMs",
            "groupId",
            "maxPartitionFetchBytes",
            "maxPollIntervalMs",
            "maxPollRecords",
            "partitionAssignor",
            "pollTimeoutMs",
            "sessionTimeoutMs",
            "key",
            "partitionKey",
            "useIterator",
            "lazyStartProducer");

    @Test
    void theEntrySaysOfEachOptionWhatCamelsOwnDoes() throws IOException {
        ObjectNode entry = entry();
        if (Boolean.getBoolean("analyzetext.write-pages")) {
            Files.createDirectories(ENTRY.getParent());
            Files.writeString(ENTRY, JSON.writeValueAsString(entry) + "\n");
        }
        assertThat(JSON.readTree(ENTRY.toFile()))
                .as("%s; write it anew with -Danalyzetext.write-pages=true", ENTRY)
                .isEqualTo(JSON.readTree(JSON.writeValueAsString(entry)));
    }

    private static ObjectNode entry() throws IOException {
        ObjectNode entry;
        try (InputStream camels =
                KafkaConfiguration.class.getResourceAsStream("/META-INF/org/apache/camel/component/kafka/kafka.json")) {
            entry = (ObjectNode) JSON.readTree(camels);
        }
        ((ObjectNode) entry.get("component"))
                .put("name", KafkaClients.SCHEME)
                .put("scheme", KafkaClients.SCHEME)
                .put("syntax", KafkaClients.SCHEME + ":topic")
                .put("title", "Kafka of analyze-text")
                .put(
                        "description",
                        "Kafka as the pipeline's route files use it: brokers and security come from"
                                + " analyze-text.kafka.*, and records are written and acknowledged in transactions.")
                .put("javaType", TopicComponent.class.getName())
                .put("firstVersion", "0.1.0")
                .put("groupId", "org.analyzetext")
                .put("artifactId", "camel-analyze-text")
                .put("version", version());
        entry.putObject("componentProperties");
        ObjectNode options = (ObjectNode) entry.get("properties");
        options.retain(OPTIONS);
        ObjectNode reset = (ObjectNode) options.get("autoOffsetReset");
        reset.put("defaultValue", "none")
                .put(
                        "description",
                        "Where a group begins that has no place in a partition. earliest: at its first record. none: it has"
                                + " one, because the start sets it.")
                .putArray("enum")
                .add("earliest")
                .add("none");
        return entry;
    }

    private static String version() throws IOException {
        Matcher version = Pattern.compile("<version>(.*?)</version>").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    /** Camel's tools read in this order what is in a jar. */
    @Test
    void theFilesBesideItNameTheEntryAndItsClasses() throws Exception {
        Path services = RESOURCES.resolve("META-INF/services/org/apache/camel");
        Properties listed = read(services.resolve("component.properties"));
        assertThat(listed)
                .containsEntry("components", KafkaClients.SCHEME)
                .containsEntry("groupId", "org.analyzetext")
                .containsEntry("artifactId", "camel-analyze-text")
                .containsEntry("version", version());
        String component =
                read(services.resolve("component/" + KafkaClients.SCHEME)).getProperty("class");
        assertThat(Class.forName(component).getConstructor().newInstance()).isInstanceOf(TopicComponent.class);
        assertThat(RESOURCES
                        .resolve("META-INF")
                        .resolve(component
                                .substring(0, component.lastIndexOf('.'))
                                .replace('.', '/'))
                        .resolve(KafkaClients.SCHEME + ".json"))
                .isEqualTo(ENTRY);
        assertThat(Class.forName(read(services.resolve("urifactory/" + KafkaClients.SCHEME + "-endpoint"))
                        .getProperty("class")))
                .isEqualTo(TopicUris.class);
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties;
    }

    @Test
    void noOptionIsOfferedThatTheComponentSets() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            KafkaSettings settings = SharedBroker.settings("entry", true);
            KafkaClients.addComponent(
                    context,
                    KafkaClients.SCHEME,
                    settings,
                    SharedBroker.transactions(settings),
                    Clock.systemUTC(),
                    new GroupShare((submits, polls) -> {}));
            TopicComponent component = context.getComponent(KafkaClients.SCHEME, TopicComponent.class);
            Map<String, Object> camels = options(context, new KafkaConfiguration());
            TreeSet<String> set = new TreeSet<>(List.of("brokers", "kafkaClientFactory", "kafkaManualCommitFactory"));
            options(context, component.getConfiguration()).forEach((name, value) -> {
                if (!Objects.equals(camels.get(name), value)) {
                    set.add(name);
                }
            });

            assertThat(set).contains("autoCommitEnable", "isolationLevel").doesNotContainAnyElementsOf(OPTIONS);
        }
    }

    private static Map<String, Object> options(CamelContext context, KafkaConfiguration configuration) {
        Map<String, Object> options = new HashMap<>();
        PluginHelper.getBeanIntrospection(context).getProperties(configuration, options, null);
        return options;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyEndpointOfTheRouteFilesIsValid(boolean asEditorsSaveIt) throws Exception {
        List<String> mistakes = new ArrayList<>();
        try (CamelContext context = new DefaultCamelContext()) {
            RuntimeCamelCatalog catalog = PluginHelper.getRuntimeCamelCatalog(context);
            for (EditorSpelling.Endpoint endpoint : endpoints(asEditorsSaveIt)) {
                Map<String, String> options = new TreeMap<>(endpoint.parameters());
                if (endpoint.uri().contains(":")) {
                    options.putAll(catalog.endpointProperties(endpoint.uri()));
                }
                EndpointValidationResult result = catalog.validateProperties(endpoint.scheme(), options);
                if (!result.isSuccess()) {
                    mistakes.add(result.summaryErrorMessage(false));
                }
            }
        }
        assertThat(mistakes).isEmpty();
    }

    private static List<EditorSpelling.Endpoint> endpoints(boolean asEditorsSaveIt) throws IOException {
        List<EditorSpelling.Endpoint> endpoints = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.sorted().toList()) {
                String yaml = Files.readString(file);
                endpoints.addAll(EditorSpelling.endpoints(asEditorsSaveIt ? EditorSpelling.of(yaml) : yaml));
            }
        }
        assertThat(endpoints)
                .filteredOn(endpoint -> endpoint.scheme().equals(KafkaClients.SCHEME))
                .hasSize(9);
        return endpoints;
    }

    @Test
    void anOptionThatTheComponentSetsIsAMistakeInARoute() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            EndpointValidationResult result = PluginHelper.getRuntimeCamelCatalog(context)
                    .validateProperties(KafkaClients.SCHEME, Map.of("topic", "documents", "autoCommitEnable", "true"));

            assertThat(result.getUnknown()).containsExactly("autoCommitEnable");
        }
    }

    @Test
    void withoutThePipelineItSaysWhatHasIt() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("analyze-text-kafka:documents").to("log:documents");
                }
            });
            assertThatThrownBy(context::start)
                    .hasRootCauseInstanceOf(AnalyzeTextException.class)
                    .rootCause()
                    .hasMessageContaining("it is there with analyze-text.enabled=true");
        }
    }

    @Test
    void thePageListsTheOptions() throws IOException {
        StringBuilder table = new StringBuilder(HEAD);
        for (Map.Entry<String, JsonNode> each : entry().get("properties").properties()) {
            JsonNode option = each.getValue();
            String label = option.path("label").asText().replaceFirst(",.*", "");
            table.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            each.getKey(),
                            label.equals("common") ? "both" : label,
                            option.path("type").asText(),
                            option.has("defaultValue")
                                    ? "`" + option.path("defaultValue").asText() + "`"
                                    : "",
                            option.path("description")
                                    .asText()
                                    .replaceFirst("(?s)\\. .*", ".")
                                    .strip()));
        }
        String page = Files.readString(PAGE);
        if (Boolean.getBoolean("analyzetext.write-pages")) {
            int start = page.indexOf(HEAD);
            page = page.substring(0, start) + table + page.substring(page.indexOf("\n\n", start) + 1);
            Files.writeString(PAGE, page);
        }
        assertThat(page)
                .as("%s; write it anew with -Danalyzetext.write-pages=true", PAGE)
                .contains(table + "\n");
    }
}
