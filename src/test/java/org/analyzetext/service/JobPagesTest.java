package org.analyzetext.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.analyzetext.job.Batches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobPagesTest {
    private static final String LINK =
            "https://my.cognitiveservices.azure.com/language/analyze-text/jobs/j?showStats=False&top=3&skip=20"
                    + "&api-version=2022-05-01";

    @ParameterizedTest
    @CsvSource({
        LINK + ",20",
        "/language/analyze-text/jobs/j?skip=7,7",
        "https://evil.example/else?$skip=20&top=5,20",
        "https://evil.example/else?%24skip=20,20",
    })
    void onlyTheNumberIsTakenFromALink(String link, int skip) {
        assertThat(JobPages.first("job", page(link)).nextSkip()).isEqualTo(skip);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://evil.example/",
                "?skip=",
                "?skip=-20",
                "?skip=0",
                "?skip=99999999999999999999",
                "?skip=2x",
                "?noskip=20",
                "?top=20"
            })
    void aLinkWithoutAUsableNumberIsNone(String link) {
        assertThat(JobPages.first("job", page(link)).more()).isFalse();
    }

    @Test
    void aPageWithoutLinkIsTheLast() {
        assertThat(JobPages.first("job", ServiceAnswers.state("{'status':'succeeded'}"))
                        .more())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?skip=20", "?skip=19", "?skip=1"})
    void aLinkThatDoesNotLeadOnIsNone(String second) {
        JobPages pages = JobPages.first("job", page("?skip=20"));

        assertThat(pages.and(page(second)).more()).isFalse();
    }

    @Test
    void aJobThatStillRunsIsNotReadPageByPage() {
        assertThat(JobPages.first("job", ServiceAnswers.state("{'status':'running','nextLink':'?skip=20'}"))
                        .more())
                .isFalse();
    }

    @Test
    void aJobThatStillRanWhenAPageWasReadIsNotOver() {
        JobPages pages = JobPages.first("job", page("?skip=1")).and(ServiceAnswers.state("{'status':'running'}"));

        assertThat(pages.answer().ended()).isFalse();
    }

    @Test
    void theErrorsOfAllPagesCount() {
        String error = "{'status':'failed','errors':[{'code':'%s','message':'m'}]%s}";

        JobAnswer answer = JobPages.first("job", ServiceAnswers.state(error.formatted("A", ",'nextLink':'?skip=1'")))
                .and(ServiceAnswers.state(error.formatted("B", "")))
                .answer();

        assertThat(answer.errors()).extracting(ServiceError::code).containsExactly("A", "B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'JOB'", "'job'", "null"})
    void theStateOfTheJobIsRead(String id) {
        assertThat(JobPages.first("job", ServiceAnswers.state("{'status':'running','jobId':" + id + "}"))
                        .more())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'job-2'", "7", "''"})
    void theStateOfAnotherJobIsUnreadable(String id) {
        assertThatThrownBy(() -> JobPages.first("job", ServiceAnswers.state("{'status':'running','jobId':" + id + "}")))
                .isInstanceOf(UnreadableAnswerException.class)
                .hasMessageEndingWith("is the state of another job");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'status':'succeeded','status':'running'}",
                "{'status':'succeeded'}{'status':'running'}",
                "{'status':'succeeded','x':'\\ud800'}",
                "{'status':'succeeded','\\udfff':1}",
                "{'status':'succeeded','x':1e-99999999999}"
            })
    void whatCouldNotBeKeptAsItIsIsUnreadable(String body) {
        assertThatThrownBy(() -> JobPages.first("job", ServiceAnswers.state(body)))
                .isInstanceOf(UnreadableAnswerException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000_000})
    void whatIsNestedTooDeepIsUnreadable(int depth) {
        String value = "[".repeat(depth) + "]".repeat(depth);

        assertThatThrownBy(() -> JobPages.first("job", ServiceAnswers.state("{'status':'running','x':" + value + "}")))
                .isInstanceOf(UnreadableAnswerException.class);
    }

    @Test
    void anAnswerOfMoreThanAMillionValuesIsUnreadable() {
        String value = "[" + "{},".repeat(500_000) + "{}]";

        assertThatThrownBy(() -> JobPages.first("job", ServiceAnswers.state("{'status':'running','x':" + value + "}")))
                .isInstanceOf(UnreadableAnswerException.class);
    }

    @Test
    void linksThatLeadOnForEverEnd() {
        JobPages pages = JobPages.first("job", page("?skip=1"));
        int count = 1;

        while (pages.more() && count < 1_000) {
            count++;
            pages = pages.and(page("?skip=" + count));
        }

        assertThat(count).isEqualTo(26);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>", "{", "[]", "null", "'running'", "{}", "{'status':null}", "{'status':7}", "{'x':1}"
            })
    void whatIsNoJobStateIsUnreadable(String body) {
        assertThatThrownBy(() -> JobPages.first("job", ServiceAnswers.state(body)))
                .isInstanceOf(UnreadableAnswerException.class)
                .hasMessageContaining("status 200, apim-request-id req-1");
    }

    @Test
    void whatAnUnreadableBodySaysIsNotRepeated() {
        assertThatThrownBy(() -> JobPages.first("job", ServiceAnswers.state("secret text")))
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void pagesOfTwoTasksAreMergedByTask() {
        ServiceAnswer first = page("?skip=20", item("intent", "Single", 1, 20), item("support", "Multi", 1, 20));
        ServiceAnswer second = page("", item("intent", "Single", 21, 25), item("support", "Multi", 21, 25));

        JobAnswer answer = JobPages.first("job", first).and(second).answer();

        assertThat(answer.tasks()).extracting(TaskAnswer::taskName).containsExactly("intent", "support");
        assertThat(answer.tasks()).allSatisfy(task -> assertThat(IntStream.rangeClosed(1, 25))
                .allSatisfy(id -> assertThat(task.of("" + id, Batches.SINGLE)).isNotNull()));
    }

    @Test
    void pagesOfTasksWithoutNameAreMergedByPlace() {
        ServiceAnswer first = page("?skip=20", item("", "Single", 1, 20), item("", "Single", 1, 20));
        ServiceAnswer second = page("", item("", "Single", 21, 25), item("", "Single", 21, 25));

        List<TaskAnswer> tasks =
                JobPages.first("job", first).and(second).answer().tasks();

        assertThat(tasks).hasSize(2).allSatisfy(task -> {
            assertThat(task.of("1", Batches.SINGLE)).isNotNull();
            assertThat(task.of("25", Batches.SINGLE)).isNotNull();
        });
    }

    private static ServiceAnswer page(String link, String... items) {
        return ServiceAnswers.state(
                "{'status':'succeeded','nextLink':'" + link + "','tasks':{'items':[" + String.join(",", items) + "]}}");
    }

    private static String item(String name, String kind, int from, int to) {
        String documents = IntStream.rangeClosed(from, to)
                .mapToObj(id -> "{'id':'" + id + "','class':[{'category':'c','confidenceScore':0.5}]}")
                .collect(Collectors.joining(","));
        return (name.isEmpty() ? "{" : "{'taskName':'" + name + "',") + "'kind':'Custom" + kind
                + "LabelClassificationLROResults','results':{'documents':[" + documents + "]}}";
    }
}
