package org.analyzetext.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.analyzetext.SettingsReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests are what Kubernetes understands, and their configuration is what this release understands. */
class KubernetesTest {
    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1/Secret", Secret.class,
            "v1/ConfigMap", ConfigMap.class,
            "v1/PersistentVolumeClaim", PersistentVolumeClaim.class,
            "apps/v1/Deployment", Deployment.class,
            "batch/v1/Job", Job.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class);
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @ParameterizedTest
    @ValueSource(strings = {"topics.yaml", "folder.yaml"})
    void everyFieldIsOneOfKubernetes(String file) throws IOException {
        List<JsonNode> objects = objects(file);
        assertThat(objects).hasSizeGreaterThan(2);
        for (JsonNode object : objects) {
            String kind = object.path("apiVersion").asText() + "/"
                    + object.path("kind").asText();
            assertThat(KINDS).containsKey(kind);
            Object typed = STRICT.treeToValue(object, KINDS.get(kind));
            // The model keeps fields that it does not know aside; what comes back must be what went in.
            assertThat(unknownFields(typed)).as(kind).isEmpty();
        }
    }

    /** Fields that the typed model only carried along, at any depth. */
    private static List<String> unknownFields(Object typed) {
        List<String> unknown = new ArrayList<>();
        collect(typed, "", unknown);
        return unknown;
    }

    private static void collect(Object value, String path, List<String> unknown) {
        if (value instanceof Iterable<?> items) {
            items.forEach(item -> collect(item, path + "[]", unknown));
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.")) {
            for (var method : value.getClass().getMethods()) {
                if (method.getParameterCount() > 0 || !method.getName().startsWith("get")) {
                    continue;
                }
                try {
                    Object child = method.invoke(value);
                    if (method.getName().equals("getAdditionalProperties")) {
                        ((Map<?, ?>) child).keySet().forEach(name -> unknown.add(path + "/" + name));
                    } else {
                        collect(child, path + "/" + method.getName().substring(3), unknown);
                    }
                } catch (ReflectiveOperationException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics.yaml", "folder.yaml"})
    void configurationIsReadWithoutAMistake(String file) throws IOException {
        for (JsonNode object : objects(file)) {
            JsonNode text = object.path("data").path("analyze-text.properties");
            if (!text.isMissingNode()) {
                Properties properties = new Properties();
                properties.load(new StringReader(text.asText()));
                // The key's file and the volume are on the pod, not here.
                properties.remove("analyze-text.api-key-file");
                properties.remove("analyze-text.files.inbox");
                properties.put("analyze-text.api-key", "a-key");
                assertThat(SettingsReading.mistakes(properties)).as(file).isEmpty();
            }
        }
    }

    @Test
    void probesAndScrapesAskThePortThatIsServed() throws IOException {
        JsonNode deployment = only("topics.yaml", "Deployment");
        JsonNode container = deployment.at("/spec/template/spec/containers/0");
        String port = container.at("/ports/0/containerPort").asText();
        assertThat(deployment
                        .at("/spec/template/metadata/annotations")
                        .path("prometheus.io/port")
                        .asText())
                .isEqualTo(port);
        assertThat(only("topics.yaml", "ConfigMap").toString()).contains("analyze-text.observe.port=" + port);
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.path(probe).at("/httpGet/port").asText())
                    .isEqualTo(container.at("/ports/0/name").asText());
        }
    }

    private static JsonNode only(String file, String kind) throws IOException {
        Optional<JsonNode> found = objects(file).stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .findFirst();
        assertThat(found).isPresent();
        return found.get();
    }

    private static List<JsonNode> objects(String file) throws IOException {
        try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class)
                .readValues(Path.of("src/main/kubernetes", file).toFile())) {
            return documents.readAll();
        }
    }
}
