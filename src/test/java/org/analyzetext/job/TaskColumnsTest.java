package org.analyzetext.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.analyzetext.document.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskColumnsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            CustomMultiLabelClassification | {'classes':[{'category':'a','confidenceScore':0.90},{'category':'b','confidenceScore':0.5}]} | [category, confidence] | [a;b, 0.90;0.5] | [a, b]
            EntityRecognition | {'entities':[{'text':'x','category':'Person'},{'text':'y','category':'Person'}]} | [entities] | [[{'text':'x','category':'Person'},{'text':'y','category':'Person'}]] | [Person]
            EntityLinking | {'entities':[{'name':'Paris'}]} | [entities] | [[{'name':'Paris'}]] | [(some)]
            KeyPhraseExtraction | {'keyPhrases':['a b','c']} | [key_phrases] | [a b;c] | [(some)]
            KeyPhraseExtraction | {'keyPhrases':[]} | [key_phrases] | [] | []
            PiiEntityRecognition | {'redactedText':'* ran','entities':[]} | [redacted_text, entities] | [* ran, []] | []
            SentimentAnalysis | {'sentiment':'mixed','confidenceScores':{'positive':0.5,'neutral':0.1,'negative':0.40},'sentences':[]} | [sentiment, positive, neutral, negative] | [mixed, 0.5, 0.1, 0.40] | [mixed]
            Healthcare | {'entities':[{'category':'Dosage'}],'relations':[1]} | [entities, relations] | [[{'category':'Dosage'}], [1]] | [Dosage]
            ExtractiveSummarization | {'sentences':[{'text':'A.'},{'text':'B.'}]} | [summary] | [A. B.] | [(some)]
            AbstractiveSummarization | {'summaries':[{'text':'A.','contexts':[]}]} | [summary] | [A.] | [(some)]
            Invented | {'sentiment':'x','entities':[{'category':'y'}]} | [answer] | [{'sentiment':'x','entities':[{'category':'y'}]}] | [(some)]
            """)
    void theColumnsOfAKindAndWhatWasFound(String kind, String answer, String names, String values, String found)
            throws Exception {
        TaskResult said = said(kind, answer);
        List<String> columns = TaskColumns.names(said.task().kind());

        assertThat(columns.toString()).isEqualTo(names);
        assertThat(TaskColumns.values(columns, said).toString().replace('"', '\''))
                .isEqualTo(values);
        assertThat(said.found()).hasToString(found);
        ObjectNode row = Json.MAPPER.createObjectNode();
        columns.forEach(
                column -> row.put(column, TaskColumns.values(columns, said).get(columns.indexOf(column))));
        assertThat(TaskColumns.found(row::get))
                .hasToString(said.task().kind().classifies() ? "Optional.empty" : "Optional[" + found + "]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            category           | Person                    | Person
            mood_sentiment     | neutral                   | neutral
            entities_2         | [{"category":"Person"}]   | Person
            people_entities    | Jo                        | (some)
            personal_summary   | [{"category":"Jo"}]       | (some)
            key_phrases        | Jo                        | (some)
            redacted_text      | ** called                 | (some)
            relations          | []                        | ``
            """)
    void noWordsOfTheDocumentAreShown(String column, String value, String shown) {
        assertThat(TaskColumns.shown(column, value)).isEqualTo(shown);
    }

    @Test
    void aWordThatIsNoSentimentIsNotShownAsOne() {
        ObjectNode row = Json.MAPPER.createObjectNode().put("sentiment", "Jo").put("positive", "1");

        assertThat(TaskColumns.found(row::get)).contains(Set.of("(some)"));
    }

    @Test
    void aSentimentThatCameWithTheDocumentIsNotFound() {
        ObjectNode row = Json.MAPPER.createObjectNode().put("sentiment", "positive");

        assertThat(TaskColumns.found(row::get)).isEmpty();
        assertThat(TaskColumns.found(row.put("entities", "[]")::get)).contains(Set.of());
    }

    @Test
    void anAnswerOfAnotherKindThanItsColumnsIsKept() throws Exception {
        assertThat(TaskColumns.values(List.of("category", "confidence"), said("EntityRecognition", "{'entities':[]}")))
                .containsExactly("{\"entities\":[]}", "");
    }

    private static TaskResult said(String kind, String answer) throws Exception {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        Json.MAPPER
                .readTree(answer.replace('\'', '"'))
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue()));
        return new TaskResult(new TaskResult.TaskName("t", TaskKind.of(kind), null, null, null), fields, List.of());
    }
}
