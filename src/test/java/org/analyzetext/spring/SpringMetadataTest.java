package org.analyzetext.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.analyzetext.document.Json;
import org.junit.jupiter.api.Test;

/** What an editor shows of the properties in a Spring Boot host is what the properties file says. */
class SpringMetadataTest {
    private static final Path METADATA = Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");

    @Test
    void metadataEqualsThePropertiesFile() throws IOException {
        String metadata = metadata(Files.readAllLines(Path.of("src/main/resources/analyze-text.properties")));
        if (Boolean.getBoolean("analyzetext.write-pages")) {
            Files.writeString(METADATA, metadata);
        }
        assertThat(Files.readString(METADATA))
                .as("%s; write it anew with -Danalyzetext.write-pages=true", METADATA)
                .isEqualTo(metadata);
    }

    @Test
    void typesAreThoseOfTheDefaults() throws IOException {
        String metadata = Files.readString(METADATA);
        assertThat(metadata)
                .contains(
                        "\"name\" : \"analyze-text.exit-when-drained\",\n    \"type\" : \"java.lang.Boolean\"",
                        "\"name\" : \"analyze-text.job.max-attempts\",\n    \"type\" : \"java.lang.Integer\"",
                        "\"name\" : \"analyze-text.poll.first-poll\",\n    \"type\" : \"java.time.Duration\"",
                        "\"name\" : \"analyze-text.endpoint\",\n    \"type\" : \"java.lang.String\"");
    }

    /** A comment describes the properties up to the next comment. */
    private static String metadata(List<String> lines) throws IOException {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.putArray("groups").addObject().put("name", "analyze-text");
        ArrayNode properties = root.putArray("properties");
        List<String> comment = new ArrayList<>();
        boolean described = false;
        for (String line : lines) {
            if (line.startsWith("#")) {
                if (described) {
                    comment.clear();
                }
                described = false;
                comment.add(line.substring(1).strip());
            } else if (line.isBlank()) {
                comment.clear();
            } else {
                described = true;
                int equals = line.indexOf('=');
                String value = line.substring(equals + 1);
                ObjectNode property = properties
                        .addObject()
                        .put("name", line.substring(0, equals))
                        .put("type", type(value))
                        .put("description", String.join(" ", comment));
                if (!value.isEmpty()) {
                    property.put("defaultValue", value);
                }
            }
        }
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static String type(String value) {
        if (value.equals("true") || value.equals("false")) {
            return "java.lang.Boolean";
        }
        if (value.matches("\\d{1,9}")) {
            return "java.lang.Integer";
        }
        return value.matches("\\d+(ms|s|m|h)") ? "java.time.Duration" : "java.lang.String";
    }
}
