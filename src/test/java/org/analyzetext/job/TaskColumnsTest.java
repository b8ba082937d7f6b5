package org.analyzetext.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.document.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskColumnsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            CustomMultiLabelClassification | {'classes':[{'category':'a','confidenceScore':0.90},{'category':'b','confidenceScore':0.5}]} | [category, confidence] | [a;b, 0.90;0.5]
            EntityRecognition              | {'entities':[{'text':'x'}]}                                  | [entities]                               | [[{'text':'x'}]]
            EntityLinking                  | {'entities':[]}                                              | [entities]                               | [[]]
            KeyPhraseExtraction            | {'keyPhrases':['a b','c']}                                   | [key_phrases]                            | [a b;c]
            PiiEntityRecognition           | {'redactedText':'* ran','entities':[]}                       | [redacted_text, entities]                | [* ran, []]
            SentimentAnalysis              | {'sentiment':'mixed','confidenceScores':{'positive':0.5,'neutral':0.1,'negative':0.40},'sentences':[]} | [sentiment, positive, neutral, negative] | [mixed, 0.5, 0.1, 0.40]
            Healthcare                     | {'entities':[],'relations':[1]}                              | [entities, relations]                    | [[], [1]]
            ExtractiveSummarization        | {'sentences':[{'text':'A.'},{'text':'B.'}]}                  | [summary]                                | [A. B.]
            AbstractiveSummarization       | {'summaries':[{'text':'A.','contexts':[]}]}                  | [summary]                                | [A.]
            Invented                       | {'x':{'y':1}}                                                | [answer]                                 | [{'x':{'y':1}}]
            """)
    void theColumnsOfAKind(String kind, String answer, String names, String values) throws Exception {
        TaskResult said = said(kind, answer);
        List<String> columns = TaskColumns.names(said.task().kind());

        assertThat(columns.toString()).isEqualTo(names);
        assertThat(TaskColumns.values(columns, said).toString().replace('"', '\''))
                .isEqualTo(values);
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
