package org.analyzetext.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.analyzetext.document.Json;
import org.junit.jupiter.api.Test;

/** Records of the release before, which a rolling upgrade meets in topics and in the work folder. */
class OlderRecordsTest {
    private static final String SOURCE = "{'topic':'documents','partition':0,'offset':7}";
    private static final String JOB =
            "{'id':'job-1','resource':'default','apiVersion':'2022-05-01','batch':'documents/0-7','attempt':2,"
                    + "'tasks':['intent'],'textRecords':1}";
    private static final String FAILURE =
            "{'attempt':1,'code':'JobFailed','message':'the job ended as failed','at':'2026-03-01T12:00:00Z'}";

    @Test
    void aResultWithoutTimesIsRead() throws Exception {
        Result result = read(
                "{'id':'a','source':" + SOURCE + ",'classifications':[],'job':" + JOB + ",'history':[" + FAILURE
                        + "],'metadata':{}}",
                Result.class);

        assertThat(result.takenAt()).isNull();
        assertThat(result.publishedAt()).isNull();
        assertThat(result.job().polls()).isZero();
        assertThat(result.history().get(0).submittedAt()).isNull();
    }

    @Test
    void aDeadLetterWithoutTheTimeItWasTakenIsRead() throws Exception {
        DeadLetter letter = read(
                "{'source':" + SOURCE + ",'stage':'classify','code':'JobFailed','message':'m','retryable':true,"
                        + "'attempts':3,'time':'2026-03-01T12:00:00Z','job':" + JOB + ",'document':{'text':'t'}}",
                DeadLetter.class);

        assertThat(letter.takenAt()).isNull();
        assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.ANALYZE);
        assertThat(letter.time()).isEqualTo(Batches.NOW);
    }

    @Test
    void aJobRecordWhoseDocumentsHaveNoTimeOfTheirOwnSaysWhenItsBatchCameIn() throws Exception {
        JobRecord record = JobRecord.read(json("{'v':2,'state':'to-submit','resource':'default','poll':0,'attempt':2,"
                        + "'ambiguous':0,'batch':'documents/0-7','tasks':[{'name':'intent',"
                        + "'kind':'CustomSingleLabelClassification','projectName':'P','deploymentName':'d'}],"
                        + "'history':[" + FAILURE + "],'documents':[{'source':" + SOURCE
                        + ",'text':'t','metadata':{},'envelope':{'key':'YQ=='}}],"
                        + "'receivedAt':'2026-03-01T12:00:00Z'}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(record.takenAt(record.documents().get(0))).isEqualTo(Batches.NOW);
    }

    private static <T> T read(String json, Class<T> type) throws Exception {
        return Json.MAPPER.readValue(json(json), type);
    }

    private static String json(String json) {
        return json.replace('\'', '"');
    }
}
