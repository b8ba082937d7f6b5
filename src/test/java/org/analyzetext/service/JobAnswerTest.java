package org.analyzetext.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import org.analyzetext.job.Batches;
import org.analyzetext.job.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobAnswerTest {
    @ParameterizedTest
    @ValueSource(strings = {"lastUpdatedDateTime", "lastUpdateDateTime"})
    void theDateIsReadInBothSpellings(String name) {
        JobAnswer answer = ServiceAnswers.job("{'status':'succeeded','" + name + "':'2026-03-01T12:00:00.1234567Z'}");

        assertThat(answer.updatedAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00.1234567Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "'yesterday'", "17", "{}", "'2026-03-01'"})
    void anOddDateCountsAsNotSaid(String date) {
        assertThat(ServiceAnswers.job("{'status':'succeeded','lastUpdatedDateTime':" + date + "}")
                        .updatedAt())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"notStarted", "running", "cancelling"})
    void pendingStatesAreKnownAndNotTheEnd(String status) {
        JobAnswer answer = ServiceAnswers.job("{'status':'" + status + "'}");

        assertThat(answer.ended()).isFalse();
        assertThat(answer.unknownStatus()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"succeeded", "partiallyCompleted", "partiallySucceeded", "failed", "cancelled"})
    void endStatesAreTheEnd(String status) {
        JobAnswer answer = ServiceAnswers.job("{'status':'" + status + "'}");

        assertThat(answer.ended()).isTrue();
        assertThat(answer.unknownStatus()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "resting", "validating"})
    void anyOtherWordIsUnknownAndNotTheEnd(String status) {
        JobAnswer answer = ServiceAnswers.job("{'status':'" + status + "'}");

        assertThat(answer.ended()).isFalse();
        assertThat(answer.unknownStatus()).isTrue();
    }

    @Test
    void anAnswerWithNothingButItsStatusIsRead() {
        JobAnswer answer = ServiceAnswers.job("{'status':'running'}");

        assertThat(answer.tasks()).isEmpty();
        assertThat(answer.errors()).isEmpty();
        assertThat(answer.updatedAt()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'tasks':null",
                "'tasks':[]",
                "'tasks':{'items':null}",
                "'tasks':{'items':[]}",
                "'tasks':{'items':'none'}",
                "'errors':null,'tasks':{}"
            })
    void emptyAndNullListsHoldNothing(String rest) {
        JobAnswer answer = ServiceAnswers.job("{'status':'running'," + rest + "}");

        assertThat(answer.tasks()).isEmpty();
        assertThat(answer.errors()).isEmpty();
    }

    @Test
    void errorsOfTheWholeJobAreRead() {
        JobAnswer answer = ServiceAnswers.job("{'status':'failed','errors':[{'code':'InternalServerError',"
                + "'message':'Failed to process task after several retry'}]}");

        assertThat(answer.errors())
                .containsExactly(
                        new ServiceError("InternalServerError", "Failed to process task after several retry", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'class':[{'category':'Sports','confidenceScore':0.87}]",
                "'class':{'category':'Sports','confidenceScore':0.87}",
                "'classes':[{'category':'Sports','confidenceScore':0.87}]",
                "'classes':{'category':'Sports','confidenceScore':0.87}",
                "'class':[{'category':'Sports','confidenceScore':'0.87'}]",
                "'class':[{'category':'Sports','confidenceScore':0.87,'rank':1}],'colour':'blue'",
                "'class':[{'category':'Sports','confidenceScore':0.87}],'warnings':null,'statistics':null"
            })
    void classesAreReadInEverySpelling(String classes) {
        TaskAnswer task = task("{'documents':[{'id':'1'," + classes + "}]}");

        assertThat(task.of("1", Batches.SINGLE).classes()).containsExactly(new Label("Sports", new BigDecimal("0.87")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "0.10", "1E-10", "0.123456789012345678901234567890"})
    void scoresKeepTheirDigits(String score) {
        TaskAnswer task = task("{'documents':[{'id':'1','class':[{'category':'c','confidenceScore':" + score + "}]}]}");

        assertThat(task.of("1", Batches.SINGLE).classes().get(0).confidenceScore())
                .isEqualTo(new BigDecimal(score));
    }

    @Test
    void noClassAboveTheThresholdIsAnAnswer() {
        assertThat(task("{'documents':[{'id':'1','class':[]}]}")
                        .of("1", Batches.SINGLE)
                        .classes())
                .isEmpty();
    }

    @Test
    void severalClassesKeepTheirOrder() {
        TaskAnswer task = task("{'documents':[{'id':'1','class':[{'category':'b','confidenceScore':0.9},"
                + "{'category':'a','confidenceScore':0.4}]}]}");

        assertThat(task.of("1", Batches.SINGLE).classes())
                .extracting(Label::category)
                .containsExactly("b", "a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'1'}",
                "{'id':'1','class':null}",
                "{'id':'1','class':'Sports'}",
                "{'id':'1','class':[{'category':'Sports'}]}",
                "{'id':'1','class':[{'confidenceScore':0.5}]}",
                "{'id':'1','class':[{'category':null,'confidenceScore':0.5}]}",
                "{'id':'1','class':[{'category':'Sports','confidenceScore':'high'}]}",
                "{'id':'1','class':[{'category':'Sports','confidenceScore':87}]}",
                "{'id':'1','class':[{'category':'Sports','confidenceScore':-0.1}]}",
                "{'id':'1','class':[{'category':'Sports','confidenceScore':'1e999999999'}]}",
                "{'id':'1','class':[{'category':'Sports','confidenceScore':1e-999999999}]}",
                "{'id':'1','class':[{'category':'Sports','confidenceScore':'0e999999999'}]}",
                "{'id':'1','class':[{'category':'Sports','confidenceScore':true}]}",
                "{'id':'1','class':[{'category':'Sports','confidenceScore':null}]}",
                "{'id':'1','class':['Sports']}",
                "{'class':[]}",
                "null",
                "'1'"
            })
    void aDocumentWithoutReadableClassesHasNoAnswer(String document) {
        assertThat(task("{'documents':[" + document + "]}").of("1", Batches.SINGLE))
                .isNull();
    }

    @Test
    void idsMayBeNumbers() {
        assertThat(task("{'documents':[{'id':1,'class':[]}]}").of("1", Batches.SINGLE))
                .isNotNull();
    }

    @Test
    void warningsAreKept() {
        TaskAnswer task = task("{'documents':[{'id':'1','class':[],'warnings':[{'code':'LongWords'}]}]}");

        assertThat(task.of("1", Batches.SINGLE).warnings()).hasSize(1);
    }

    @Test
    void aDoubledAnswerThatAgreesIsOne() {
        TaskAnswer task = task("{'documents':[{'id':'1','class':[{'category':'a','confidenceScore':0.5}]},"
                + "{'id':'1','class':[{'category':'a','confidenceScore':0.5}]}]}");

        assertThat(task.of("1", Batches.SINGLE)).isNotNull();
    }

    @Test
    void answersThatContradictEachOtherAreNone() {
        TaskAnswer task = task("{'documents':[{'id':'1','class':[{'category':'a','confidenceScore':0.5}]},"
                + "{'id':'1','class':[{'category':'b','confidenceScore':0.5}]},{'id':'2','class':[]}]}");

        assertThat(task.of("1", Batches.SINGLE)).isNull();
        assertThat(task.of("2", Batches.SINGLE)).isNotNull();
    }

    @Test
    void anAnswerThatStandsThereAgainAndCantBeReadIsNone() {
        TaskAnswer task = task("{'documents':[{'id':'1','class':[]},{'id':'1','class':7}]}");

        assertThat(task.of("1", Batches.SINGLE)).isNull();
    }

    @Test
    void aScoreOfAMillionDigitsIsNone() {
        TaskAnswer task = task("{'documents':[{'id':'1','class':[{'category':'a','confidenceScore':'0."
                + "1".repeat(1_000_000) + "'}]}]}");

        assertThat(task.of("1", Batches.SINGLE)).isNull();
    }

    @Test
    void whatDoesNotAddUpIsSaidWithoutAWordOfTheService() {
        JobAnswer answer = ServiceAnswers.job("{'status':'succeeded','tasks':{'items':[{'results':{'documents':["
                + "{'id':'1','class':[]},{'id':'2','class':[]},{'id':'2','class':7},{'id':'99','class':[]}],"
                + "'errors':[{'id':'1','error':{}},{'id':'secret','error':{}}]}}]}}");

        assertThat(answer.oddities(2))
                .isEqualTo(" 2 answers for documents that were never sent;"
                        + " 2 answers that can't be read or contradict others;");
        assertThat(ServiceAnswers.job("{'status':'succeeded'}").oddities(2)).isEmpty();
    }

    @Test
    void anErrorBesideAnAnswerCounts() {
        TaskAnswer task = task("{'documents':[{'id':'1','class':[]}],"
                + "'errors':[{'id':'1','error':{'code':'InvalidArgument','message':'m'}}]}");

        assertThat(task.of("1", Batches.SINGLE)).isNull();
        assertThat(task.error("1")).isEqualTo(new ServiceError("InvalidArgument", "m", null));
    }

    @Test
    void nullResultsHoldNoAnswer() {
        TaskAnswer task = task("null");

        assertThat(task.of("1", Batches.SINGLE)).isNull();
        assertThat(task.error("1")).isNull();
    }

    private static TaskAnswer task(String results) {
        return ServiceAnswers.job(
                        "{'status':'succeeded','tasks':{'items':[{'kind':'CustomSingleLabelClassificationLROResults',"
                                + "'taskName':'t','status':'succeeded','results':" + results + "}]}}")
                .tasks()
                .get(0);
    }
}
