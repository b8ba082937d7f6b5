package org.analyzetext.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskNamesTest {
    private static final TaskNames NAMES =
            new TaskNames("/ask/for", "tasks", List.of("a", "b", "c"), List.of("c", "b"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"ask\":{\"for\":\"a\"}} | a",
                "{\"ask\":{\"for\":\" c, a,,c \"}} | a,c",
                "{\"ask\":{\"for\":[\"b\",\"a\"]}} | a,b",
                "{\"ask\":{\"for\":\"\"}} | b,c",
                "{\"ask\":{\"for\":null}} | b,c",
                "{\"ask\":{\"for\":[]}} | b,c",
                "{} | b,c",
                "{\"ask/for\":\"a\"} | a"
            })
    void namesAreReadInTheOrderOfTheTasks(String metadata, String expected) throws Exception {
        assertThat(new DocumentRules(100, OverLong.DEAD_LETTER, NAMES).check(document(metadata, null)))
                .isEmpty();
        assertThat(new DocumentRules(100, OverLong.DEAD_LETTER, NAMES).tasksOf(document(metadata, null)))
                .containsExactly(expected.split(","));
    }

    @Test
    void withoutADefaultADocumentAsksForAll() throws Exception {
        TaskNames all = new TaskNames("/ask", "", List.of("a", "b"), List.of());

        assertThat(all.of(document("{}", null))).containsExactly("a", "b");
    }

    @Test
    void theHeaderComesBeforeTheField() throws Exception {
        assertThat(NAMES.of(document("{\"ask\":{\"for\":\"a\"}}", "b"))).containsExactly("b");
        assertThat(NAMES.of(document("{\"ask\":{\"for\":\"a\"}}", " "))).containsExactly("a");
    }

    @Test
    void anUnknownNameIsToldShortenedWithTheNamesThatThereAre() throws Exception {
        Rejected rejected = new DocumentRules(100, OverLong.DEAD_LETTER, NAMES)
                .check(document("{\"ask\":{\"for\":\"a,%s\"}}".formatted("x".repeat(500)), null))
                .orElseThrow();

        assertThat(rejected.code()).isEqualTo("UnknownTask");
        assertThat(rejected.message())
                .isEqualTo("The document asks for the task '" + "x".repeat(40) + "...', but there are only a, b, c.");
        assertThat(rejected.content().at("/metadata/ask/for").asText()).hasSize(502);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "true", "{\"name\":\"a\"}", "[1]", "[[\"a\"]]"})
    void whatIsNoNameIsInvalid(String value) throws Exception {
        assertThat(new DocumentRules(100, OverLong.DEAD_LETTER, NAMES)
                        .check(document("{\"ask\":{\"for\":%s}}".formatted(value), null)))
                .get()
                .extracting(Rejected::code)
                .isEqualTo("InvalidTask");
    }

    private static Document document(String metadata, String header) throws JsonProcessingException {
        Envelope envelope = header == null
                ? null
                : new Envelope(
                        null,
                        List.of(new Envelope.Header(
                                "tasks", Envelope.encoded(header.getBytes(StandardCharsets.UTF_8)))));
        ObjectNode tree = (ObjectNode) Json.MAPPER.readTree(metadata);
        return new Document(new TopicPosition("t", 0, 0), "id", null, "text", tree, envelope);
    }
}
