package org.analyzetext.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import org.analyzetext.document.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "My_Project.v-2", "12345678901234567890123456789012345678901234567890"})
    void namesOfTheServiceAreTaken(String name) {
        assertThat(new Task("t", TaskKind.SINGLE_LABEL, name, name, false).projectName())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "ü", "a\n", "123456789012345678901234567890123456789012345678901"})
    void otherProjectNamesAreRefusedWithTheName(String name) {
        assertThatThrownBy(() -> new Task("t", TaskKind.SINGLE_LABEL, name, "production", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("project-name '" + name + "'");
    }

    @Test
    void otherDeploymentNamesAreRefusedToo() {
        assertThatThrownBy(() -> new Task("t", TaskKind.SINGLE_LABEL, "Project", "no good", false))
                .hasMessageContaining("deployment-name 'no good'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CustomSingleLabelClassification", "customsinglelabelclassification"})
    void kindsAreReadInAnyCase(String name) {
        assertThat(TaskKind.of(name)).isEqualTo(TaskKind.SINGLE_LABEL);
    }

    @Test
    void anUnknownKindIsTakenAsItIsNamed() {
        assertThat(TaskKind.of("Invented").wireName()).isEqualTo("Invented");
        assertThat(TaskKind.of("Invented").isKnown()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Sentiment Analysis", "x/y"})
    void whatCanBeNoKindIsRefusedWithTheKnownOnes(String name) {
        assertThatThrownBy(() -> TaskKind.of(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "'" + name + "' is no kind of task; use one of CustomSingleLabelClassification, ")
                .hasMessageContaining("SentimentAnalysis");
    }

    @Test
    void languagesAreNotDetectedInJobs() {
        assertThatThrownBy(() -> TaskKind.of("LanguageDetection")).hasMessageContaining("is no kind of task in a job");
    }

    @Test
    void aProjectIsNamedOnlyWhereAnOwnModelIsAsked() {
        TaskKind entities = TaskKind.of("EntityRecognition");
        assertThatThrownBy(() -> new Task("t", entities, "Project", "production", false))
                .hasMessageContaining("EntityRecognition asks the service's own model: leave it out");
        assertThatThrownBy(() -> new Task("t", TaskKind.of("CustomEntityRecognition"), null, null, false, Map.of()))
                .hasMessageContaining("project-name");
    }

    @Test
    void offsetsAreAskedForInUtf16UnlessTheTaskSaysOtherwise() {
        assertThat(prebuilt("EntityRecognition", Map.of()).wireParameters().toString())
                .isEqualTo("{\"stringIndexType\":\"Utf16CodeUnit\"}");
        assertThat(prebuilt("EntityRecognition", Map.of("stringIndexType", TextNode.valueOf("UnicodeCodePoint")))
                        .wireParameters()
                        .toString())
                .isEqualTo("{\"stringIndexType\":\"UnicodeCodePoint\"}");
        assertThat(prebuilt("KeyPhraseExtraction", Map.of()).wireParameters().toString())
                .isEqualTo("{}");
        assertThatThrownBy(() -> prebuilt("EntityRecognition", Map.of("stringIndexType", TextNode.valueOf("Bytes"))))
                .hasMessageContaining("can only be Utf16CodeUnit, UnicodeCodePoint or TextElements_v8");
    }

    @Test
    void aTaskIsReadAsItWasWritten() throws Exception {
        Task task = prebuilt("SentimentAnalysis", Map.of("opinionMining", BooleanNode.TRUE));
        String json = Json.MAPPER.writeValueAsString(task);

        assertThat(json)
                .isEqualTo("{\"name\":\"t\",\"kind\":\"SentimentAnalysis\",\"parameters\":{\"opinionMining\":true}}");
        assertThat(Json.MAPPER.readValue(json, Task.class)).isEqualTo(task);
    }

    private static Task prebuilt(String kind, Map<String, JsonNode> parameters) {
        return new Task("t", TaskKind.of(kind), null, null, false, parameters);
    }

    @Test
    void resultsAreNamedAfterTheKind() {
        assertThat(TaskKind.MULTI_LABEL.resultsName()).isEqualTo("CustomMultiLabelClassificationLROResults");
    }
}
