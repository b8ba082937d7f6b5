package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.kafka.KafkaComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the page that add the component to a catalog of Kaoto's, on one that has Kafka alone. */
class KaotoCatalogTest {
    private static final Pattern LOOP = Pattern.compile("^for file in .*?^done$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final String ENTRY = "META-INF/org/analyzetext/edge/kafka/analyze-text-kafka.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void theCatalogGetsTheComponentWithAFormOfItsOptions() throws Exception {
        assumeThat(exitCode("jq --version")).isZero();
        Matcher loop = LOOP.matcher(Files.readString(Path.of("docs/kafka-component.md")));
        assertThat(loop.find()).isTrue();
        Path catalog = Files.createDirectories(folder.resolve("package/dist/camel-catalog/camel-main/4.22.1"))
                .resolve("camel-catalog-aggregate-components-1.json");
        JSON.writeValue(catalog.toFile(), kaotos());
        Files.createDirectories(folder.resolve(ENTRY).getParent());
        Files.copy(Path.of("src/main/resources").resolve(ENTRY), folder.resolve(ENTRY));

        assertThat(exitCode(loop.group())).isZero();

        JsonNode added = JSON.readTree(catalog.toFile());
        JsonNode ours = added.path("analyze-text-kafka");
        assertThat(added.path("kafka")).isEqualTo(kaotos().get("kafka"));
        assertThat(ours.at("/component/syntax").asText()).isEqualTo("analyze-text-kafka:topic");
        assertThat(ours.at("/propertiesSchema/required/0").asText()).isEqualTo("topic");
        assertThat(ours.at("/propertiesSchema/properties/groupId/title").asText())
                .isEqualTo("Group Id");
        assertThat(ours.at("/propertiesSchema/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(
                        () -> ours.path("properties").fieldNames());
    }

    /** As Kaoto makes it: the component's own description, and a form of its options as a schema. */
    private static ObjectNode kaotos() throws IOException {
        ObjectNode kafka;
        try (InputStream camels =
                KafkaComponent.class.getResourceAsStream("/META-INF/org/apache/camel/component/kafka/kafka.json")) {
            kafka = (ObjectNode) JSON.readTree(camels);
        }
        ObjectNode schema = kafka.putObject("propertiesSchema").put("type", "object");
        schema.putArray("required").add("topic");
        ObjectNode form = schema.putObject("properties");
        kafka.get("properties").properties().forEach(option -> form.putObject(option.getKey())
                .put("title", option.getValue().path("displayName").asText()));
        ObjectNode catalog = JSON.createObjectNode();
        catalog.set("kafka", kafka);
        return catalog;
    }

    private int exitCode(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .inheritIO()
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return shell.exitValue();
    }
}
