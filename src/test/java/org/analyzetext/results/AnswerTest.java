package org.analyzetext.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.analyzetext.document.Json;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private final ObjectNode row = Json.MAPPER.createObjectNode().put("id", "7").put("text", "Jo called");

    @Test
    void aRowOfSeveralTasksSaysWhatEachFound() {
        row.put("topic_category", "Praise").put("topic_confidence", "0.9");
        row.put("people_redacted_text", "** called").put("people_entities", "[{\"category\":\"Person\"}]");
        row.put("mood_sentiment", "neutral").put("mood_positive", "0.1");
        row.put("extract_summary", "").put("task", "topic;people;mood");

        Answer answer = Answer.ofRow(row, "a.csv", 1);

        assertThat(answer.tasks()).containsOnlyKeys("topic");
        assertThat(answer.found()).isEqualTo(Map.of("people", Set.of("Person"), "mood", Set.of("neutral")));
    }

    @Test
    void aRowOfOneTaskHasColumnsWithoutItsName() {
        row.put("key_phrases", "Jo").put("task", "phrases");

        assertThat(Answer.ofRow(row, "a.csv", 1).found()).isEqualTo(Map.of("phrases", Set.of("(some)")));
    }

    @Test
    void labelsAreNotFoundASecondTime() {
        row.put("summary", "of the input").put("category", "Praise").put("confidence", "0.9");

        assertThat(Answer.ofRow(row.put("task", "topic"), "a.csv", 1).found()).isEmpty();
    }
}
