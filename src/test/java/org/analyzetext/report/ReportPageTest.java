package org.analyzetext.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.analyzetext.account.Account;
import org.analyzetext.document.Json;
import org.analyzetext.results.Answer;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final String HOSTILE = "<script>alert(\"x\")</script>\u202E'&\n\u0000";

    private final Report report = new Report();

    @Test
    void labelsAreCountedByTaskAndClassWithTheirConfidence() {
        report.add(Answer.ofJson(result("1", "Praise", 0.5)));
        report.add(Answer.ofJson(result("2", "Praise", 0.7)));
        report.add(Answer.ofJson(result("3", "Complaint", 0.9)));

        assertThat(page())
                .containsPattern("Praise</th><td>.*</td><td class=\"n\">2</td><td class=\"n\">66.7 %</td><td"
                        + " class=\"n\">0.60</td>")
                .contains("Model P/d. 3 documents, 2 classes.", "1 documents from 0.50");
    }

    @Test
    void deadLettersAreCountedByCodeWithExamplesAndWhatARetryCanDo() {
        for (int i = 0; i < 5; i++) {
            report.add(Answer.ofJson(letter("EmptyText", "the text is empty", false)));
        }
        report.add(Answer.ofJson(letter("InternalServerError", "an internal error", true)));

        assertThat(page())
                .contains("6 of 6 documents have no result. Another attempt can help 1 of them")
                .containsOnlyOnce("the text is empty")
                .containsPattern("EmptyText</th><td>.*</td><td class=\"n\">5</td><td class=\"n\">0</td>");
    }

    @Test
    void attemptsTheirReasonsAndTheTimesAreShown() {
        for (int i = 1; i <= 100; i++) {
            ObjectNode result = result("r" + i, "x", 0.9);
            result.put("takenAt", NOW.toString())
                    .put("publishedAt", NOW.plusSeconds(i).toString());
            result.putObject("job").put("attempt", i == 1 ? 2 : 1);
            if (i == 1) {
                result.putArray("history").addObject().put("code", "JobFailed").put("message", "the job failed");
            }
            report.add(Answer.ofJson(result));
        }

        assertThat(report.whole().quantile(0.5)).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(53));
        assertThat(report.whole().quantile(0.99)).isBetween(Duration.ofSeconds(99), Duration.ofSeconds(100));
        assertThat(report.whole().longest()).isEqualTo(Duration.ofSeconds(100));
        assertThat(page())
                .contains(
                        "Answers from 2026-11-30 10:00 to 2026-11-30 10:01",
                        "document in to answer out",
                        "the job failed")
                .containsPattern("1, at once</th><td>.*</td><td class=\"n\">99</td>")
                .containsPattern("JobFailed</th><td>.*</td><td class=\"n\">1</td>");
    }

    @Test
    void costComesFromTheAccounts() {
        report.add(Answer.ofJson(result("1", "x", 0.9)));
        Account account = new Account(
                "mails.jsonl",
                NOW.toString(),
                new Account.Places(3, 1, Map.of("EmptyText", 1L), 1, 0),
                new Account.Cost(2, 1, 1, Map.of("default/intent", 1_500L, "default/topic", 3L)),
                Account.Again.NOTHING,
                Map.of(),
                List.of(),
                List.of());

        String page = ReportPage.of(
                "of one",
                report,
                List.of(account),
                Map.of("intent", new BigDecimal("5"), "topic", new BigDecimal("1.10")),
                NOW);

        assertThat(page)
                .contains(
                        "default/intent",
                        "1,500",
                        ">7.50<",
                        ">0.0033<",
                        "<b>7.5033</b>cost",
                        "<b>1</b>under way",
                        "2 jobs; 1 documents were submitted again")
                .containsPattern("mails.jsonl</th><td>.*</td><td class=\"n\">3</td><td class=\"n\">1</td><td"
                        + " class=\"n\">1</td><td class=\"n\">1</td><td>2026-11-30 10:00</td><td>yes</td>");
    }

    @Test
    void whatOtherTasksFoundIsCountedOnceForEachDocument() throws Exception {
        report.add(Answer.ofJson(answered("[{'category':'Person'},{'category':'Person'},{'category':'Email'}]")));
        report.add(Answer.ofJson(answered("[{'category':'Person'}]")));
        report.add(Answer.ofJson(answered("[]")));

        assertThat(page())
                .contains("Found by people</h2>", "3 documents; one in which several things were found counts")
                .containsPattern("Person</th><td>.*</td><td class=\"n\">2</td><td class=\"n\">66.7 %</td>")
                .containsPattern("Email</th><td>.*</td><td class=\"n\">1</td>")
                .containsPattern("\\(none\\)</th><td>.*</td><td class=\"n\">1</td>")
                .doesNotContain("Labels of people");
    }

    private static JsonNode answered(String entities) throws Exception {
        return Json.MAPPER.readTree(("{'source':{'file':'a.jsonl','ordinal':1},'answers':[{'task':{'name':'people',"
                        + "'kind':'EntityRecognition'},'entities':" + entities + "}]}")
                .replace('\'', '"'));
    }

    @Test
    void hostileNamesDoNoHarm() {
        ObjectNode result = result(HOSTILE, HOSTILE, 0.1);
        ((ObjectNode) result.path("source")).put("file", HOSTILE);
        ((ObjectNode) result.path("classifications").path(0).path("task")).put("name", HOSTILE);
        report.add(Answer.ofJson(result));
        report.add(Answer.ofJson(letter(HOSTILE, HOSTILE, true)));

        assertThat(ReportPage.of(HOSTILE, report, List.of(), Map.of(), NOW))
                .doesNotContain("<script", "\u202E", "\u0000")
                .contains("&lt;script&gt;");
    }

    @Test
    void anyNumberOfClassesAndDocumentsMakesAPageThatCanBeOpened() {
        for (int i = 0; i < 10_000; i++) {
            report.add(Answer.ofJson(result("d" + i, "class " + i + " " + "x".repeat(i % 3_000), 0.5)));
            report.add(Answer.ofJson(letter("Code" + i, "because " + i, false)));
        }

        assertThat(page()).hasSizeLessThan(500_000).contains("9,900 rarer classes are not shown");
        assertThat(report.deadLetters()).hasSizeLessThan(1_100);
    }

    private String page() {
        return ReportPage.of("a report", report, List.of(), Map.of(), NOW);
    }

    private static ObjectNode result(String id, String category, double confidence) {
        ObjectNode result = Json.MAPPER.createObjectNode().put("id", id);
        result.putObject("source").put("file", "a.jsonl").put("ordinal", 1);
        ObjectNode classification = result.putArray("classifications").addObject();
        classification
                .putObject("task")
                .put("name", "t")
                .put("kind", "CustomSingleLabelClassification")
                .put("projectName", "P")
                .put("deploymentName", "d");
        classification.putArray("classes").addObject().put("category", category).put("confidenceScore", confidence);
        return result;
    }

    private static ObjectNode letter(String code, String message, boolean retryable) {
        ObjectNode letter = Json.MAPPER
                .createObjectNode()
                .put("code", code)
                .put("message", message)
                .put("retryable", retryable);
        letter.putObject("source").put("file", "a.jsonl").put("ordinal", 1);
        return letter;
    }
}
