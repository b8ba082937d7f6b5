package org.analyzetext.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.results.ResultFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results beside people's labels. The expected figures were written down, not computed by the code under test. */
class EvaluationTest {
    private static final String HOSTILE = "<script>alert(\"x\")</script>\u202E'&\n\u0000";

    @TempDir
    Path place;

    /** The example of scikit-learn's own page on {@code classification_report}, with the figures that stand there. */
    @Test
    void figuresAreThoseOfScikitLearnForSingleLabels() throws Exception {
        results(
                "a.jsonl",
                single("1", "0", 0.9),
                single("2", "0", 0.8),
                single("3", "2", 0.7),
                single("4", "2", 0.6),
                single("5", "1", 0.5));
        JsonNode task = evaluate("truth.csv", "id,human\n1,0\n2,1\n3,2\n4,2\n5,2\n", "human")
                .path("tasks")
                .path(0);

        assertThat(task.path("documents").asInt()).isEqualTo(5);
        score(task.path("classes").path(0), 0.50, 1.00, 0.67);
        score(task.path("classes").path(1), 0.00, 0.00, 0.00);
        score(task.path("classes").path(2), 1.00, 0.67, 0.80);
        score(task.path("macro"), 0.50, 0.56, 0.49);
        score(task.path("weighted"), 0.70, 0.60, 0.61);
        score(task.path("micro"), 0.60, 0.60, 0.60);
        assertThat(task.path("exactMatch").asDouble()).isEqualTo(0.6);
        assertThat(task.path("classes").findValuesAsText("support")).containsExactly("1", "1", "3");
    }

    /** By hand: drama 2 right, 1 wrong, 1 missed; comedy 1 right, 0 wrong, 1 missed; war 0 right, 1 wrong, 0 missed. */
    @Test
    void figuresOfSeveralLabelsAreCountedByClass() throws Exception {
        results("a.jsonl", multi("1", "drama", "comedy"), multi("2", "drama"), multi("3", "drama", "war"), multi("4"));
        JsonNode task = evaluate("truth.csv", "id,human\n1,drama;comedy\n2,comedy\n3,drama\n4,drama\n", "human")
                .path("tasks")
                .path(0);

        assertThat(task.path("multiLabel").asBoolean()).isTrue();
        score(task.path("classes").path(0), 1.0, 0.5, 2.0 / 3);
        score(task.path("classes").path(1), 2.0 / 3, 2.0 / 3, 2.0 / 3);
        score(task.path("classes").path(2), 0, 0, 0);
        score(task.path("micro"), 3.0 / 5, 3.0 / 5, 3.0 / 5);
        score(task.path("macro"), 5.0 / 9, 7.0 / 18, 4.0 / 9);
        score(task.path("weighted"), 4.0 / 5, 3.0 / 5, 2.0 / 3);
        assertThat(task.path("exactMatch").asDouble()).isEqualTo(0.25);
        assertThat(task.path("confusion")).isEmpty();
    }

    @Test
    void nothingIsDroppedInSilence() throws Exception {
        results("a.jsonl", single("1", "x", 1), single("1", "y", 1), single("9", "x", 1));
        Files.createDirectories(place.resolve("dead-letters"));
        Files.writeString(
                place.resolve("dead-letters/a.jsonl"),
                "{\"id\":\"2\",\"source\":{\"file\":\"a.jsonl\",\"ordinal\":2},\"code\":\"EmptyText\"}\n");

        JsonNode evaluation = evaluate("truth.csv", "id,human\n1,x\n2,x\n3,x\n", "human");

        assertThat(evaluation.path("tasks").path(0).path("documents").asInt()).isEqualTo(1);
        assertThat(evaluation.path("tasks").path(0).path("exactMatch").asDouble())
                .as("the first answer counts")
                .isEqualTo(1);
        assertThat(evaluation.path("duplicates").asInt()).isEqualTo(1);
        assertThat(evaluation.path("unmatched").asInt()).as("9").isEqualTo(1);
        assertThat(evaluation.path("deadLetters").asInt()).as("2").isEqualTo(1);
        assertThat(evaluation.path("unanswered").asInt()).as("3").isEqualTo(1);
    }

    @Test
    void aRowOfATableIsNeverTakenForTheDocumentOfItsNumber() throws Exception {
        Files.createDirectories(place.resolve("results"));
        Files.writeString(place.resolve("results/a.csv"), "text,category,confidence,job_id\nhello,x,0.9,j\n");
        Files.writeString(place.resolve("truth.jsonl"), "{\"file\":\"a.csv\",\"ordinal\":1,\"human\":\"y\"}\n");

        assertThatThrownBy(() -> Evaluation.of(request("truth.jsonl", "human")))
                .isInstanceOf(AnalyzeTextException.class)
                .hasMessageContaining("none of the 1 results has a label of a person")
                .hasMessageContaining("a.csv 1");
    }

    @Test
    void aTableOfResultsCanHoldThePersonsColumnItself() throws Exception {
        Files.createDirectories(place.resolve("results"));
        Files.writeString(
                place.resolve("results/a.csv"),
                "sep=;\nid;text;human;intent_category;intent_confidence;topic_category;topic_confidence\n"
                        + "1;\"a;b\";Praise;Praise;0.9;x;1\n2;c;Praise;Complaint;0.4;y;1\n");

        JsonNode evaluation = Evaluation.of(new EvaluationRequest(
                        ResultFiles.of(List.of(place.resolve("results"))),
                        null,
                        "human",
                        "id",
                        Set.of(),
                        "intent",
                        null,
                        0))
                .json();

        assertThat(evaluation.path("tasks")).hasSize(1);
        assertThat(evaluation.path("tasks").path(0).path("exactMatch").asDouble())
                .isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource({"letters/01.txt, 1", "01.txt, 1", "other/01.txt, 0"})
    void aLocationOfTheLabelsFileIsFoundByTheEndOfThePath(String file, int compared) throws Exception {
        results("a.jsonl", at(file, "Billing"), at("letters/02.txt", "Billing"));
        labels(
                "{\"location\":\"letters/01.txt\",\"class\":{\"category\":\"Billing\"},\"dataset\":\"Test\"}",
                "{\"location\":\"letters/02.txt\",\"class\":{\"category\":\"Billing\"},\"dataset\":\"Test\"}");

        JsonNode evaluation = evaluate("labels.json", "");

        assertThat(evaluation.path("tasks").path(0).path("documents").asInt()).isEqualTo(1 + compared);
        assertThat(evaluation.path("unmatched").asInt()).isEqualTo(1 - compared);
    }

    @Test
    void documentsThatCannotBeToldApartAreNamedAndNotCompared() throws Exception {
        results("a.jsonl", at("a/01.txt", "x"), at("b/01.txt", "x"), at("c/02.txt", "x"));
        labels(
                "{\"location\":\"01.txt\",\"class\":{\"category\":\"x\"},\"dataset\":\"Test\"}",
                "{\"location\":\"02.txt\",\"class\":{\"category\":\"x\"},\"dataset\":\"Test\"}");

        JsonNode evaluation = evaluate("labels.json", "");

        assertThat(evaluation.path("tasks").path(0).path("documents").asInt()).isEqualTo(2);
        assertThat(evaluation.path("warnings").path(0).asText()).contains("can't be distinguished", "b/01.txt");
    }

    @Test
    void onlyTestDocumentsCountAndTrainingOnesAreWarnedOf() throws Exception {
        results("a.jsonl", at("1.txt", "x"), at("2.txt", "y"));
        labels(
                "{\"location\":\"1.txt\",\"class\":{\"category\":\"x\"},\"dataset\":\"Train\"}",
                "{\"location\":\"2.txt\",\"classes\":[{\"category\":\"x\"}],\"dataset\":\"Test\"}");

        JsonNode usual = evaluate("labels.json", "");
        assertThat(usual.path("tasks").path(0).path("documents").asInt()).isEqualTo(1);
        assertThat(usual.path("tasks").path(0).path("exactMatch").asDouble()).isEqualTo(0);
        assertThat(usual.path("warnings")).isEmpty();

        JsonNode both = Evaluation.of(new EvaluationRequest(
                        ResultFiles.of(List.of(place.resolve("results"))),
                        place.resolve("labels.json"),
                        "",
                        "id",
                        Set.of("test", "train"),
                        "",
                        null,
                        0))
                .json();
        assertThat(both.path("tasks").path(0).path("documents").asInt()).isEqualTo(2);
        assertThat(both.path("warnings").path(0).asText()).contains("1 of the 2 labelled documents were trained on");
    }

    @Test
    void labelsBelowTheThresholdDoNotCount() throws Exception {
        results("a.jsonl", single("1", "x", 0.4), single("2", "x", 0.6));
        Files.writeString(place.resolve("truth.csv"), "id,human\n1,x\n2,x\n");

        JsonNode task = Evaluation.of(new EvaluationRequest(
                        ResultFiles.of(List.of(place.resolve("results"))),
                        place.resolve("truth.csv"),
                        "human",
                        "id",
                        Set.of(),
                        "",
                        null,
                        0.5))
                .json()
                .path("tasks")
                .path(0);

        score(task.path("micro"), 1, 0.5, 2.0 / 3);
        assertThat(task.path("confusion").findValuesAsText("given")).containsExactlyInAnyOrder("", "x");
    }

    @Test
    void anEarlierRunShowsWhatChangedAndWhatIsBetter() throws Exception {
        results("a.jsonl", single("1", "x", 1), single("2", "x", 1), single("3", "y", 1), single("4", "y", 1));
        Files.createDirectories(place.resolve("old"));
        Files.writeString(
                place.resolve("old/a.jsonl"),
                String.join("\n", single("1", "x", 1), single("2", "y", 1), single("3", "x", 1)));
        Files.writeString(place.resolve("truth.csv"), "id,human\n1,x\n2,x\n3,x\n4,x\n");

        JsonNode task = Evaluation.of(new EvaluationRequest(
                        ResultFiles.of(List.of(place.resolve("results"))),
                        place.resolve("truth.csv"),
                        "human",
                        "id",
                        Set.of(),
                        "",
                        ResultFiles.of(List.of(place.resolve("old"))),
                        0))
                .json()
                .path("tasks")
                .path(0);

        assertThat(task.path("compared").asInt()).isEqualTo(3);
        assertThat(task.path("changed").asInt()).isEqualTo(2);
        assertThat(task.path("rightNow").asInt()).isEqualTo(1);
        assertThat(task.path("wrongNow").asInt()).isEqualTo(1);
        assertThat(task.path("moves").findValuesAsText("move")).containsExactly("x → y", "y → x");
        // Before: x 2 right, 1 missed: F1 0.8. Now: x 2 right, 2 missed: F1 2/3.
        assertThat(task.path("deltas").path(0).path("f1Before").asDouble()).isEqualTo(0.8, within(1e-9));
        assertThat(task.path("deltas").path(0).path("delta").asDouble()).isEqualTo(2.0 / 3 - 0.8, within(1e-9));
    }

    @Test
    void withoutPeoplesLabelsAnEarlierRunIsEnough() throws Exception {
        results("a.jsonl", single("1", "x", 1));
        Files.createDirectories(place.resolve("old"));
        Files.writeString(place.resolve("old/a.jsonl"), single("1", "y", 1));

        JsonNode task = Evaluation.of(new EvaluationRequest(
                        ResultFiles.of(List.of(place.resolve("results"))),
                        null,
                        "",
                        "id",
                        Set.of(),
                        "",
                        ResultFiles.of(List.of(place.resolve("old"))),
                        0))
                .json()
                .path("tasks")
                .path(0);

        assertThat(task.path("changed").asInt()).isEqualTo(1);
    }

    @Test
    void severalTasksNeedToBeToldApart() throws Exception {
        Files.createDirectories(place.resolve("results"));
        Files.writeString(
                place.resolve("results/a.csv"), "id,a_category,a_confidence,b_category,b_confidence\n1,x,1,y,1\n");
        Files.writeString(place.resolve("truth.csv"), "id,human\n1,x\n");

        assertThatThrownBy(() -> Evaluation.of(request("truth.csv", "human")))
                .hasMessageContaining("tasks a, b")
                .hasMessageContaining("--task");
    }

    @ParameterizedTest
    @CsvSource({
        "f1, 0.61, true",
        "f1, 0.6, false",
        "exact-match, 0.61, true",
        "macro-f1, 0.5, true",
        "weighted-f1, 0.6, false"
    })
    void aFigureIsBelowWhatItMustBe(String figure, double least, boolean below) throws Exception {
        results(
                "a.jsonl",
                single("1", "0", 0.9),
                single("2", "0", 0.8),
                single("3", "2", 0.7),
                single("4", "2", 0.6),
                single("5", "1", 0.5));
        Files.writeString(place.resolve("truth.csv"), "id,human\n1,0\n2,1\n3,2\n4,2\n5,2\n");

        assertThat(Evaluation.of(request("truth.csv", "human")).isBelow(figure, least))
                .isEqualTo(below);
    }

    @Test
    void hostileNamesDoNoHarmInPageTableAndReviewFile() throws Exception {
        results("a.jsonl", single("=1+1", HOSTILE, 0.9), single("2", "x", 0.9));
        Files.writeString(
                place.resolve("truth.jsonl"), "{\"id\":\"=1+1\",\"human\":\"y\"}\n{\"id\":\"2\",\"human\":\"=cmd\"}\n");
        Evaluation evaluation = Evaluation.of(request("truth.jsonl", "human"));
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        evaluation.print(new PrintStream(table, true, StandardCharsets.UTF_8));
        Path review = place.resolve("review.csv");
        evaluation.writeReview(review);

        assertThat(evaluation.page(HOSTILE))
                .doesNotContain("<script", "\u202E", "\u0000")
                .contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;\\u202e&#39;&amp;");
        assertThat(table.toString(StandardCharsets.UTF_8)).doesNotContain("\u202E", "\u0000");
        assertThat(table.toString(StandardCharsets.UTF_8).lines()).noneMatch(line -> line.startsWith("\u0000"));
        assertThat(Files.readString(review)).contains(",'=1+1,", ",'=cmd,").doesNotContain(",=");
    }

    @Test
    void tenThousandClassesMakeAPageThatCanStillBeOpened() throws Exception {
        String[] lines = new String[10_000];
        StringBuilder truth = new StringBuilder("id,human\n");
        for (int i = 0; i < lines.length; i++) {
            lines[i] = single("d" + i, "class " + i, 0.5);
            truth.append("d").append(i).append(",class ").append(i + 1).append('\n');
        }
        results("a.jsonl", lines);
        Files.writeString(place.resolve("truth.csv"), truth);

        String page = Evaluation.of(request("truth.csv", "human")).page("many");

        assertThat(page.length()).isLessThan(200_000);
        assertThat(page).contains("9,801 more classes are not shown");
    }

    @Test
    void whatCannotBeReadIsNamedWithItsLine() throws Exception {
        results("a.jsonl", single("1", "x", 1), "{\"id\":}");
        Files.writeString(place.resolve("truth.csv"), "id,human\n1,x\n");

        assertThatThrownBy(() -> Evaluation.of(request("truth.csv", "human")))
                .isInstanceOf(AnalyzeTextException.class)
                .hasMessageContaining("a.jsonl can't be read as JSON: see line 2");
    }

    @Test
    void aColumnThatIsNotThereIsAMistake() throws Exception {
        results("a.jsonl", single("1", "x", 1));
        Files.writeString(place.resolve("truth.csv"), "id,label\n1,x\n");

        assertThatThrownBy(() -> Evaluation.of(request("truth.csv", "human")))
                .hasMessageContaining("no record with labels at /human and an id at /id (1 records read)");
    }

    private void score(JsonNode score, double precision, double recall, double f1) {
        assertThat(score.path("precision").asDouble()).as("precision").isEqualTo(precision, within(0.005));
        assertThat(score.path("recall").asDouble()).as("recall").isEqualTo(recall, within(0.005));
        assertThat(score.path("f1").asDouble()).as("f1").isEqualTo(f1, within(0.005));
    }

    private JsonNode evaluate(String truthName, String truth, String labels) throws IOException {
        Files.writeString(place.resolve(truthName), truth);
        return evaluate(truthName, labels);
    }

    private JsonNode evaluate(String truthName, String labels) throws IOException {
        return Evaluation.of(request(truthName, labels)).json();
    }

    private EvaluationRequest request(String truthName, String labels) throws IOException {
        return new EvaluationRequest(
                ResultFiles.of(List.of(place.resolve("results"))),
                place.resolve(truthName),
                labels,
                "id",
                Set.of("test"),
                "",
                null,
                0);
    }

    private void results(String name, String... lines) throws IOException {
        Files.createDirectories(place.resolve("results"));
        Files.writeString(place.resolve("results").resolve(name), String.join("\n", lines) + "\n");
    }

    private void labels(String... documents) throws IOException {
        Files.writeString(
                place.resolve("labels.json"),
                "\uFEFF{\"metadata\":{\"projectName\":\"P\"},\"assets\":{\"documents\":[" + String.join(",", documents)
                        + "]}}");
    }

    private static String single(String id, String category, double confidence) {
        return result(id, "a.jsonl", id.hashCode(), "CustomSingleLabelClassification", confidence, category);
    }

    private static String multi(String id, String... categories) {
        return result(id, "a.jsonl", id.hashCode(), "CustomMultiLabelClassification", 0.9, categories);
    }

    private static String at(String file, String category) {
        return result(file, file, 1, "CustomSingleLabelClassification", 0.9, category);
    }

    private static String result(
            String id, String file, long ordinal, String kind, double confidence, String... categories) {
        var record = org.analyzetext.document.Json.MAPPER.createObjectNode();
        record.put("id", id);
        record.putObject("source").put("file", file).put("ordinal", ordinal);
        var classification = record.putArray("classifications").addObject();
        classification
                .putObject("task")
                .put("name", "t")
                .put("kind", kind)
                .put("projectName", "P")
                .put("deploymentName", "d");
        var classes = classification.putArray("classes");
        for (String category : categories) {
            classes.addObject().put("category", category).put("confidenceScore", confidence);
        }
        return record.toString();
    }
}
