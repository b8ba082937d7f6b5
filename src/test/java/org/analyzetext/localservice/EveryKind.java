package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.ai.textanalytics.models.AbstractiveSummaryAction;
import com.azure.ai.textanalytics.models.AnalyzeActionsResult;
import com.azure.ai.textanalytics.models.AnalyzeHealthcareEntitiesAction;
import com.azure.ai.textanalytics.models.AnalyzeSentimentAction;
import com.azure.ai.textanalytics.models.CategorizedEntity;
import com.azure.ai.textanalytics.models.ClassificationCategory;
import com.azure.ai.textanalytics.models.ClassifyDocumentResult;
import com.azure.ai.textanalytics.models.ExtractKeyPhrasesAction;
import com.azure.ai.textanalytics.models.ExtractiveSummaryAction;
import com.azure.ai.textanalytics.models.ExtractiveSummarySentence;
import com.azure.ai.textanalytics.models.HealthcareEntity;
import com.azure.ai.textanalytics.models.HealthcareEntityRelation;
import com.azure.ai.textanalytics.models.HealthcareEntityRelationRole;
import com.azure.ai.textanalytics.models.LinkedEntity;
import com.azure.ai.textanalytics.models.MultiLabelClassifyAction;
import com.azure.ai.textanalytics.models.PiiEntity;
import com.azure.ai.textanalytics.models.RecognizeCustomEntitiesAction;
import com.azure.ai.textanalytics.models.RecognizeEntitiesAction;
import com.azure.ai.textanalytics.models.RecognizeLinkedEntitiesAction;
import com.azure.ai.textanalytics.models.RecognizePiiEntitiesAction;
import com.azure.ai.textanalytics.models.SentenceSentiment;
import com.azure.ai.textanalytics.models.SingleLabelClassifyAction;
import com.azure.ai.textanalytics.models.TargetSentiment;
import com.azure.ai.textanalytics.models.TextAnalyticsActions;
import com.azure.ai.textanalytics.models.TextDocumentInput;
import com.azure.core.util.Context;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.analyzetext.AnalyzeText;
import org.analyzetext.Edges;
import org.analyzetext.account.Account;
import org.analyzetext.account.Wanted;
import org.analyzetext.account.Window;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.Json;
import org.analyzetext.edge.OutcomeReader;
import org.analyzetext.report.Report;
import org.analyzetext.report.ReportPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * One job of every kind through a pipeline: what our results say is what the official Java client reads from such a job of
 * the same texts, every offset is where the text stands, and what was found is counted everywhere. A class for each edge
 * says how documents come and go there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EveryKind {
    static final List<String> TEXTS = List.of(
            "Dr. Jane Miller of Microsoft in Seattle baked bread in the oven. The soup was terrible. The bread was great!",
            "🎉 Call +1 555-123-4567 or write to jane@example.com. Marie Curie lived in Paris. 👍🏽 Paris is lovely.",
            "The patient took 100 mg ibuprofen twice daily for a headache. She denies fever. She was not happy.",
            "rain rain fog cold grey tired",
            "Nothing of note");

    /** The kinds of the tasks, by their names. */
    static final Map<String, String> KINDS = kinds();

    /** The projects of those that ask one. */
    static final Map<String, String> PROJECTS = Map.of("field", "Fields", "mood", "Moods", "kitchen", "Kitchen");

    private final Running running = new Running();
    private final Map<String, JsonNode> ours = new LinkedHashMap<>();
    private AnalyzeActionsResult theirs;
    private LocalService forUs;
    private Edges edges;

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("field", "CustomSingleLabelClassification");
        kinds.put("mood", "CustomMultiLabelClassification");
        kinds.put("kitchen", "CustomEntityRecognition");
        kinds.put("entities", "EntityRecognition");
        kinds.put("links", "EntityLinking");
        kinds.put("phrases", "KeyPhraseExtraction");
        kinds.put("personal", "PiiEntityRecognition");
        kinds.put("sentiment", "SentimentAnalysis");
        kinds.put("health", "Healthcare");
        kinds.put("extract", "ExtractiveSummarization");
        kinds.put("summary", "AbstractiveSummarization");
        return kinds;
    }

    /** The tasks, without the prefix of their properties. */
    protected static Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("api-version", "2023-04-01");
        properties.put("tasks", String.join(",", KINDS.keySet()));
        KINDS.forEach((name, kind) -> properties.put("tasks." + name + ".kind", kind));
        PROJECTS.forEach((name, project) -> {
            properties.put("tasks." + name + ".project-name", project);
            properties.put("tasks." + name + ".deployment-name", "production");
        });
        properties.put("tasks.sentiment.parameters.opinionMining", "true");
        properties.put("tasks.extract.parameters.sentenceCount", "2");
        properties.put("tasks.summary.parameters.sentenceCount", "2");
        properties.put("api-key", "local-key");
        return properties;
    }

    /** Starts a pipeline with these tasks and gives it the documents, each a JSON object, in an empty folder. */
    protected abstract AnalyzeText start(Path folder, LocalService service, List<String> documents) throws Exception;

    /** What it published, once it has so many. */
    protected abstract List<JsonNode> results(int count) throws Exception;

    protected abstract void stop();

    @BeforeAll
    void bothAskTheSame(@TempDir Path folder) throws Exception {
        ProjectSettings kitchen = TestProjects.kitchen(folder);
        forUs = running.start(builder -> builder.project(kitchen));
        LocalService forSdk = running.start(builder -> builder.project(kitchen).tls(true));
        List<String> lines = new ArrayList<>();
        List<TextDocumentInput> documents = new ArrayList<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            lines.add(Json.MAPPER
                    .createObjectNode()
                    .put("id", "" + i)
                    .put("text", TEXTS.get(i))
                    .toString());
            documents.add(new TextDocumentInput("" + i, TEXTS.get(i)));
        }
        edges = start(folder.resolve("pipeline"), forUs, lines).edges();
        for (JsonNode result : results(TEXTS.size())) {
            ours.put(result.path("id").asText(), result);
        }
        theirs = AzureSdkTest.sdk(forSdk, "local-key")
                .beginAnalyzeActions(documents, actions(), null, Context.NONE)
                .setPollInterval(Duration.ofMillis(20))
                .getFinalResult()
                .iterator()
                .next();
    }

    @AfterAll
    void end() {
        stop();
        running.stop();
    }

    private static TextAnalyticsActions actions() {
        return new TextAnalyticsActions()
                .setSingleLabelClassifyActions(new SingleLabelClassifyAction("Fields", "production"))
                .setMultiLabelClassifyActions(new MultiLabelClassifyAction("Moods", "production"))
                .setRecognizeCustomEntitiesActions(new RecognizeCustomEntitiesAction("Kitchen", "production"))
                .setRecognizeEntitiesActions(new RecognizeEntitiesAction())
                .setRecognizeLinkedEntitiesActions(new RecognizeLinkedEntitiesAction())
                .setExtractKeyPhrasesActions(new ExtractKeyPhrasesAction())
                .setRecognizePiiEntitiesActions(new RecognizePiiEntitiesAction())
                .setAnalyzeSentimentActions(new AnalyzeSentimentAction().setIncludeOpinionMining(true))
                .setAnalyzeHealthcareEntitiesActions(new AnalyzeHealthcareEntitiesAction())
                .setExtractiveSummaryActions(new ExtractiveSummaryAction().setMaxSentenceCount(2))
                .setAbstractiveSummaryActions(new AbstractiveSummaryAction().setSentenceCount(2));
    }

    private JsonNode answer(int document, String task) {
        for (String array : List.of("classifications", "answers")) {
            for (JsonNode each : ours.get("" + document).path(array)) {
                if (each.at("/task/name").asText().equals(task)) {
                    return each;
                }
            }
        }
        throw new AssertionError("no answer of " + task);
    }

    private static String line(JsonNode entity) {
        return String.join(
                " ",
                entity.path("text").asText(),
                entity.path("category").asText(),
                entity.path("subcategory").asText("null"),
                entity.path("offset").asText(),
                entity.path("length").asText(),
                "" + entity.path("confidenceScore").asDouble());
    }

    private List<String> lines(int document, String task) {
        List<String> lines = new ArrayList<>();
        answer(document, task).path("entities").forEach(entity -> lines.add(line(entity)));
        return lines;
    }

    private static String line(CategorizedEntity entity) {
        return entity.getText() + " " + entity.getCategory() + " " + entity.getSubcategory() + " " + entity.getOffset()
                + " " + entity.getLength() + " " + entity.getConfidenceScore();
    }

    @Test
    void allTasksOfADocumentAreInOneJob() {
        assertThat(ours).hasSize(TEXTS.size());
        assertThat(forUs.counters().requests(Operation.SUBMIT, 202)).isEqualTo(1);
    }

    @Test
    void everyTaskIsInTheResultWithItsKindAndModel() {
        JsonNode result = ours.get("0");
        assertThat(result.path("classifications").findValuesAsText("kind"))
                .containsExactly("CustomSingleLabelClassification", "CustomMultiLabelClassification");
        assertThat(result.path("answers")).hasSize(9);
        for (JsonNode answer : result.path("answers")) {
            JsonNode task = answer.path("task");
            assertThat(task.path("kind").asText())
                    .isEqualTo(KINDS.get(task.path("name").asText()));
            assertThat(task.path("modelVersion").asText("none"))
                    .isEqualTo(task.path("name").asText().equals("kitchen") ? "none" : "local");
            assertThat(answer.path("warnings")).isEmpty();
        }
    }

    @Test
    void classesAreThoseThatTheClientReads() {
        int document = 0;
        for (ClassifyDocumentResult result :
                first(theirs.getSingleLabelClassifyResults()).getDocumentsResults()) {
            assertThat(answer(document++, "field").path("classes").findValuesAsText("category"))
                    .containsExactlyElementsOf(result.getClassifications().stream()
                            .map(ClassificationCategory::getCategory)
                            .toList());
        }
        assertThat(document).isEqualTo(TEXTS.size());
        document = 0;
        for (ClassifyDocumentResult result :
                first(theirs.getMultiLabelClassifyResults()).getDocumentsResults()) {
            assertThat(answer(document++, "mood").path("classes").findValuesAsText("category"))
                    .containsExactlyElementsOf(result.getClassifications().stream()
                            .map(ClassificationCategory::getCategory)
                            .toList());
        }
    }

    @Test
    void entitiesAreThoseThatTheClientReads() {
        first(theirs.getRecognizeEntitiesResults()).getDocumentsResults().forEach(result -> assertThat(
                        lines(Integer.parseInt(result.getId()), "entities"))
                .containsExactlyElementsOf(
                        result.getEntities().stream().map(EveryKind::line).toList()));
        first(theirs.getRecognizeCustomEntitiesResults()).getDocumentsResults().forEach(result -> assertThat(
                        lines(Integer.parseInt(result.getId()), "kitchen"))
                .containsExactlyElementsOf(
                        result.getEntities().stream().map(EveryKind::line).toList()));
        assertThat(lines(0, "entities")).contains("Seattle Location GPE 32 7 0.99", "Jane Miller Person null 4 11 0.9");
        assertThat(lines(0, "kitchen"))
                .containsExactly(
                        "bread Food null 46 5 1.0",
                        "oven Tool null 59 4 1.0",
                        "soup Food null 69 4 1.0",
                        "bread Food null 92 5 1.0");
    }

    @Test
    void personalDataAndRedactedTextAreThoseThatTheClientReads() {
        first(theirs.getRecognizePiiEntitiesResults()).getDocumentsResults().forEach(result -> {
            int document = Integer.parseInt(result.getId());
            List<String> expected = new ArrayList<>();
            for (PiiEntity entity : result.getEntities()) {
                expected.add(entity.getText() + " " + entity.getCategory() + " " + entity.getSubcategory() + " "
                        + entity.getOffset() + " " + entity.getLength() + " " + entity.getConfidenceScore());
            }
            assertThat(lines(document, "personal")).containsExactlyElementsOf(expected);
            assertThat(answer(document, "personal").path("redactedText").asText())
                    .isEqualTo(result.getEntities().getRedactedText());
        });
        assertThat(answer(1, "personal").path("redactedText").asText())
                .isEqualTo(
                        "🎉 Call *************** or write to ****************. *********** lived in Paris. 👍🏽 Paris"
                                + " is lovely.");
    }

    @Test
    void linksAreThoseThatTheClientReads() {
        first(theirs.getRecognizeLinkedEntitiesResults()).getDocumentsResults().forEach(result -> {
            List<String> expected = new ArrayList<>();
            for (LinkedEntity entity : result.getEntities()) {
                entity.getMatches()
                        .forEach(match ->
                                expected.add(entity.getName() + " " + entity.getUrl() + " " + match.getOffset()));
            }
            List<String> said = new ArrayList<>();
            answer(Integer.parseInt(result.getId()), "links").path("entities").forEach(entity -> entity.path("matches")
                    .forEach(match -> said.add(entity.path("name").asText() + " "
                            + entity.path("url").asText() + " "
                            + match.path("offset").asText())));
            assertThat(said).containsExactlyElementsOf(expected);
        });
        assertThat(answer(1, "links").path("entities").findValuesAsText("name"))
                .containsExactly("Marie Curie", "Paris");
        assertThat(answer(1, "links").at("/entities/1/matches")).hasSize(2);
    }

    @Test
    void keyPhrasesAreThoseThatTheClientReads() {
        first(theirs.getExtractKeyPhrasesResults()).getDocumentsResults().forEach(result -> assertThat(texts(
                        answer(Integer.parseInt(result.getId()), "phrases").path("keyPhrases")))
                .containsExactlyElementsOf(result.getKeyPhrases()));
        assertThat(texts(answer(2, "phrases").path("keyPhrases"))).contains("patient took", "headache", "denies fever");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    @Test
    void sentimentsAndOpinionsAreThoseThatTheClientReads() {
        first(theirs.getAnalyzeSentimentResults()).getDocumentsResults().forEach(result -> {
            JsonNode said = answer(Integer.parseInt(result.getId()), "sentiment");
            assertThat(said.path("sentiment").asText())
                    .isEqualTo(result.getDocumentSentiment().getSentiment().toString());
            assertThat(said.at("/confidenceScores/negative").asDouble())
                    .isEqualTo(
                            result.getDocumentSentiment().getConfidenceScores().getNegative());
            int sentence = 0;
            for (SentenceSentiment expected : result.getDocumentSentiment().getSentences()) {
                JsonNode node = said.path("sentences").path(sentence++);
                assertThat(node.path("text").asText()).isEqualTo(expected.getText());
                assertThat(node.path("offset").asInt()).isEqualTo(expected.getOffset());
                assertThat(node.path("targets").findValuesAsText("text"))
                        .containsExactlyElementsOf(expected.getOpinions().stream()
                                .map(opinion -> opinion.getTarget().getText())
                                .toList());
            }
        });
        assertThat(answer(0, "sentiment").path("sentiment").asText()).isEqualTo("mixed");
        JsonNode bread = answer(0, "sentiment").at("/sentences/2/targets/0");
        assertThat(bread.path("text").asText()).isEqualTo("bread");
        assertThat(bread.at("/relations/0/ref").asText()).isEqualTo("#/documents/0/sentences/2/assessments/0");
        TargetSentiment target = first(theirs.getAnalyzeSentimentResults()).getDocumentsResults().stream()
                .findFirst()
                .orElseThrow()
                .getDocumentSentiment()
                .getSentences()
                .stream()
                .skip(2)
                .findFirst()
                .orElseThrow()
                .getOpinions()
                .stream()
                .findFirst()
                .orElseThrow()
                .getTarget();
        assertThat(target.getText()).isEqualTo("bread");
        assertThat(answer(2, "sentiment")
                        .at("/sentences/2/assessments/0/isNegated")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void healthEntitiesAndRelationsAreThoseThatTheClientReads() {
        first(theirs.getAnalyzeHealthcareEntitiesResults())
                .getDocumentsResults()
                .forEach(result -> {
                    int document = Integer.parseInt(result.getId());
                    List<String> expected = new ArrayList<>();
                    for (HealthcareEntity entity : result.getEntities()) {
                        expected.add(entity.getText() + " " + entity.getCategory() + " " + entity.getSubcategory() + " "
                                + entity.getOffset() + " " + entity.getLength() + " " + entity.getConfidenceScore());
                    }
                    assertThat(lines(document, "health")).containsExactlyElementsOf(expected);
                    List<String> relations = new ArrayList<>();
                    for (HealthcareEntityRelation relation : result.getEntityRelations()) {
                        for (HealthcareEntityRelationRole role : relation.getRoles()) {
                            relations.add(relation.getRelationType() + " " + role.getName() + " "
                                    + role.getEntity().getText());
                        }
                    }
                    List<String> said = new ArrayList<>();
                    JsonNode answer = answer(document, "health");
                    answer.path("relations")
                            .forEach(relation -> relation.path("entities").forEach(role -> {
                                String ref = role.path("ref").asText();
                                said.add(relation.path("relationType").asText() + " "
                                        + role.path("role").asText() + " "
                                        + answer.path("entities")
                                                .path(Integer.parseInt(ref.substring(ref.lastIndexOf('/') + 1)))
                                                .path("text")
                                                .asText());
                            }));
                    assertThat(said).containsExactlyElementsOf(relations);
                });
        assertThat(lines(2, "health"))
                .contains("100 mg Dosage null 17 6 0.98", "ibuprofen MedicationName null 24 9 0.99");
        assertThat(answer(2, "health").path("relations").findValuesAsText("relationType"))
                .containsExactly("DosageOfMedication", "FrequencyOfMedication");
        assertThat(answer(2, "health").path("entities").findValuesAsText("certainty"))
                .containsExactly("negative");
    }

    @Test
    void summariesAreThoseThatTheClientReads() {
        first(theirs.getExtractiveSummaryResults()).getDocumentsResults().forEach(result -> assertThat(
                        answer(Integer.parseInt(result.getId()), "extract")
                                .path("sentences")
                                .findValuesAsText("text"))
                .containsExactlyElementsOf(result.getSentences().stream()
                        .map(ExtractiveSummarySentence::getText)
                        .toList())
                .hasSizeBetween(1, 2));
        first(theirs.getAbstractiveSummaryResults()).getDocumentsResults().forEach(result -> assertThat(
                        answer(Integer.parseInt(result.getId()), "summary")
                                .at("/summaries/0/text")
                                .asText())
                .isEqualTo(result.getSummaries().iterator().next().getText()));
    }

    @Test
    void everyOffsetIsWhereTheTextStands() {
        int checked = 0;
        for (int document = 0; document < TEXTS.size(); document++) {
            for (JsonNode parent : ours.get("" + document).path("answers").findParents("offset")) {
                if (parent.has("text")) {
                    int offset = parent.path("offset").asInt();
                    assertThat(TEXTS.get(document)
                                    .substring(
                                            offset,
                                            offset + parent.path("length").asInt()))
                            .isEqualTo(parent.path("text").asText());
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(40);
    }

    /** Documents by task and by what the client reads. */
    private Map<String, Map<String, Long>> found() {
        Map<String, Map<String, Long>> found = new TreeMap<>();
        first(theirs.getSingleLabelClassifyResults())
                .getDocumentsResults()
                .forEach(result ->
                        count(found, "field", result.getClassifications(), ClassificationCategory::getCategory));
        first(theirs.getMultiLabelClassifyResults())
                .getDocumentsResults()
                .forEach(result ->
                        count(found, "mood", result.getClassifications(), ClassificationCategory::getCategory));
        first(theirs.getRecognizeCustomEntitiesResults())
                .getDocumentsResults()
                .forEach(result -> count(found, "kitchen", result.getEntities(), CategorizedEntity::getCategory));
        first(theirs.getRecognizeEntitiesResults())
                .getDocumentsResults()
                .forEach(result -> count(found, "entities", result.getEntities(), CategorizedEntity::getCategory));
        first(theirs.getRecognizeLinkedEntitiesResults())
                .getDocumentsResults()
                .forEach(result -> count(found, "links", result.getEntities(), any -> "(some)"));
        first(theirs.getExtractKeyPhrasesResults())
                .getDocumentsResults()
                .forEach(result -> count(found, "phrases", result.getKeyPhrases(), any -> "(some)"));
        first(theirs.getRecognizePiiEntitiesResults())
                .getDocumentsResults()
                .forEach(result -> count(found, "personal", result.getEntities(), PiiEntity::getCategory));
        first(theirs.getAnalyzeSentimentResults())
                .getDocumentsResults()
                .forEach(result -> count(
                        found,
                        "sentiment",
                        List.of(result.getDocumentSentiment().getSentiment()),
                        mood -> mood));
        first(theirs.getAnalyzeHealthcareEntitiesResults())
                .getDocumentsResults()
                .forEach(result -> count(found, "health", result.getEntities(), HealthcareEntity::getCategory));
        first(theirs.getExtractiveSummaryResults())
                .getDocumentsResults()
                .forEach(result -> count(found, "extract", result.getSentences(), any -> "(some)"));
        first(theirs.getAbstractiveSummaryResults())
                .getDocumentsResults()
                .forEach(result -> count(found, "summary", result.getSummaries(), any -> "(some)"));
        return found;
    }

    private static <T> T first(Iterable<T> all) {
        return all.iterator().next();
    }

    private static <T> void count(
            Map<String, Map<String, Long>> found, String task, Iterable<T> items, Function<T, Object> name) {
        Set<String> names = new TreeSet<>();
        items.forEach(item -> names.add(name.apply(item).toString()));
        (names.isEmpty() ? Set.of("(none)") : names).forEach(each -> found.computeIfAbsent(task, any -> new TreeMap<>())
                .merge(each, 1L, Long::sum));
    }

    @Test
    void accountAndLivePageCountWhatTheClientReads() throws Exception {
        List<Account> accounts = edges.documents().accounts(List.of(), Window.ALL, edges.answersInFiles());
        assertThat(accounts).singleElement().satisfies(account -> assertThat(account.found())
                .isEqualTo(found()));
        try (OutcomeReader outcomes = edges.inUse().stream()
                .flatMap(edge -> edge.view().outcomes().stream())
                .findFirst()
                .orElseThrow()) {
            assertThat(outcomes.read(Duration.ofSeconds(30)).found()).isEqualTo(found());
        }
        assertThat(found().get("personal")).containsKeys("Email", "PhoneNumber", "(none)");
        assertThat(found().get("sentiment")).containsKeys("mixed", "neutral");
    }

    @Test
    void reportAndTracesNameWhatTheClientReadsAndShowNoWordOfADocument() throws Exception {
        Report report = new Report();
        edges.answers(List.of(), Window.ALL).forEach(report::add);
        String page = ReportPage.of("all", report, List.of(), Map.of(), Instant.EPOCH);
        String trace = Json.MAPPER.writeValueAsString(edges.documents()
                .traces(Wanted.of("1", new DocumentFields("/id", "/text", "/language")))
                .found());

        assertThat(page).contains("Labels of field", "Labels of mood");
        found().forEach((task, names) -> {
            if (!task.equals("field") && !task.equals("mood")) {
                String section = page.substring(page.indexOf("Found by " + task + "</h2>"));
                names.forEach((name, count) -> assertThat(section.substring(0, section.indexOf("</section>")))
                        .as(task)
                        .containsPattern(
                                Pattern.quote(name) + "</th><td>.*</td><td class=\"n\">" + count + "</td><td"));
            }
        });
        assertThat(trace).contains("\"personal\":[\"Email\",\"Person\",\"PhoneNumber\"]", "\"phrases\":[\"(some)\"]");
        for (String shown : List.of(page, trace)) {
            assertThat(shown)
                    .doesNotContain("Miller", "jane@", "555-123", "Curie", "Paris", "ibuprofen", "soup", "fever");
        }
    }
}
