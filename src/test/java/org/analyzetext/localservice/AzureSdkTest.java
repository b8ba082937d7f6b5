package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.ai.textanalytics.TextAnalyticsClient;
import com.azure.ai.textanalytics.TextAnalyticsClientBuilder;
import com.azure.ai.textanalytics.models.ClassificationCategory;
import com.azure.ai.textanalytics.models.ClassifyDocumentOperationDetail;
import com.azure.ai.textanalytics.models.ClassifyDocumentResult;
import com.azure.ai.textanalytics.models.TextAnalyticsError;
import com.azure.ai.textanalytics.models.TextAnalyticsException;
import com.azure.ai.textanalytics.models.TextDocumentInput;
import com.azure.ai.textanalytics.util.ClassifyDocumentPagedIterable;
import com.azure.core.credential.AzureKeyCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.Context;
import com.azure.core.util.polling.SyncPoller;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.analyzetext.document.Json;
import org.analyzetext.route.FilesPipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.http.client.HttpClient;

/** The official Java client, which this project did not write, is served as the contract says. */
class AzureSdkTest {
    private static final int BATCH = 20;

    @RegisterExtension
    final Running running = new Running();

    @TempDir
    Path folder;

    private LocalService service(UnaryOperator<LocalServiceSettings.Builder> change) {
        return running.start(builder -> change.apply(builder.tls(true)));
    }

    private LocalService service(String... faults) {
        return service(builder -> builder.faults(faults));
    }

    static TextAnalyticsClient sdk(LocalService service, String key) {
        SslContext trusting;
        try {
            trusting = SslContextBuilder.forClient()
                    .trustManager(service.certificate().orElseThrow())
                    .build();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return new TextAnalyticsClientBuilder()
                .endpoint(service.endpoint().toString())
                .credential(new AzureKeyCredential(key))
                .retryOptions(new RetryOptions(new FixedDelayOptions(2, Duration.ofMillis(10))))
                .httpClient(
                        new NettyAsyncHttpClientBuilder(HttpClient.create().secure(spec -> spec.sslContext(trusting)))
                                .build())
                .buildClient();
    }

    private static SyncPoller<ClassifyDocumentOperationDetail, ClassifyDocumentPagedIterable> begin(
            LocalService service, String project, String... texts) {
        List<TextDocumentInput> documents = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            documents.add(new TextDocumentInput(Integer.toString(i + 1), texts[i]).setLanguage("en"));
        }
        TextAnalyticsClient client = sdk(service, "local-key");
        SyncPoller<ClassifyDocumentOperationDetail, ClassifyDocumentPagedIterable> poller =
                project.equals("Fields") || project.equals("WebOfScience")
                        ? client.beginSingleLabelClassify(documents, project, "production", null, Context.NONE)
                        : client.beginMultiLabelClassify(documents, project, "production", null, Context.NONE);
        return poller.setPollInterval(Duration.ofMillis(50));
    }

    private static List<ClassifyDocumentResult> classify(LocalService service, String project, String... texts) {
        List<ClassifyDocumentResult> results = new ArrayList<>();
        begin(service, project, texts).getFinalResult().forEach(page -> page.forEach(results::add));
        return results;
    }

    private static List<String> categories(ClassifyDocumentResult result) {
        return result.getClassifications().stream()
                .map(ClassificationCategory::getCategory)
                .toList();
    }

    @Test
    void singleLabelDocumentsAreClassified() {
        List<ClassifyDocumentResult> results = classify(service(), "Fields", TestProjects.COOKING, TestProjects.SPORT);
        assertThat(results).extracting(AzureSdkTest::categories).containsExactly(List.of("Cooking"), List.of("Sport"));
        assertThat(results.get(0).getClassifications().iterator().next().getConfidenceScore())
                .isBetween(0.5, 1.0);
    }

    @Test
    void multiLabelDocumentsAreClassified() {
        List<ClassifyDocumentResult> results =
                classify(service(), "Moods", TestProjects.DREARY, "laughter at the beach party");
        assertThat(categories(results.get(0))).containsExactlyInAnyOrder("Sad", "Wet");
        assertThat(categories(results.get(1))).isEmpty();
    }

    @Test
    void jobIsPolledUntilItIsDone() {
        LocalService service =
                service(builder -> builder.jobDuration(DurationDistribution.fixed(Duration.ofMillis(300))));
        assertThat(classify(service, "Fields", TestProjects.SPORT)).hasSize(1);
        assertThat(service.counters().requests(Operation.STATE, 200)).isGreaterThan(2);
    }

    @Test
    void twentyFiveDocumentsAreReadInOnePageOfTwentyFive() {
        LocalService service = service(builder -> builder.pageSize(25));
        assertThat(classify(service, "Fields", Client.texts(25))).hasSize(25);
    }

    @Test
    void errorOfADocumentReachesIt() {
        List<ClassifyDocumentResult> results = classify(service(), "Fields", TestProjects.SPORT, "");
        ClassifyDocumentResult error = results.stream()
                .filter(ClassifyDocumentResult::isError)
                .findAny()
                .orElseThrow();
        assertThat(error.getId()).isEqualTo("2");
        assertThat(error.getError().getErrorCode()).hasToString("InvalidDocument");
        assertThat(error.getError().getMessage()).isEqualTo("Document text is empty.");
    }

    @Test
    void tooManyRequestsAreTriedAgain() {
        LocalService service = service(
                "status=429 retry-after=0s count=1", "status=429 retry-after=0s count=1 at=before-state-answer");
        assertThat(classify(service, "Fields", "a")).hasSize(1);
        assertThat(service.counters().requests(Operation.SUBMIT, 429)).isOne();
        assertThat(service.counters().requests(Operation.STATE, 429)).isOne();
    }

    @Test
    void tooManyRequestsReachItWhenTheyDoNotEnd() {
        assertThatThrownBy(() -> classify(service("status=429 retry-after=0s"), "Fields", "a"))
                .isInstanceOf(HttpResponseException.class)
                .hasMessageContaining("429");
    }

    @Test
    void internalServerErrorReachesItAfterItsRetries() {
        LocalService service = service("status=500");
        assertThatThrownBy(() -> classify(service, "Fields", "a"))
                .isInstanceOf(HttpResponseException.class)
                .hasMessageContaining("500");
        assertThat(service.counters().requests(Operation.SUBMIT, 500)).isEqualTo(3);
    }

    @Test
    void lostReplyMakesItPayTwice() {
        LocalService service = service("reset at=after-job-accepted count=1");
        assertThat(classify(service, "Fields", "a")).hasSize(1);
        assertThat(service.counters().timesAccepted("a")).isEqualTo(2);
    }

    @Test
    void failedJobReachesIt() {
        assertThatThrownBy(() -> classify(service("job-internal-error"), "Fields", "a"))
                .isInstanceOfSatisfying(TextAnalyticsException.class, error -> assertThat(
                                error.getErrors().stream().map(TextAnalyticsError::getMessage))
                        .containsExactly("Failed to process task after several retry"));
    }

    @Test
    void wrongKeyReachesIt() {
        LocalService service = service();
        assertThatThrownBy(() -> sdk(service, "wrong")
                        .beginSingleLabelClassify(
                                List.of(new TextDocumentInput("1", "a")), "Fields", "production", null, Context.NONE))
                .isInstanceOf(HttpResponseException.class)
                .hasMessageContaining("401");
        assertThat(service.counters().jobsAccepted()).isZero();
    }

    @Test
    void refusedRequestReachesItWithItsCodes() {
        assertThatThrownBy(() -> begin(service(), "Fields", Client.texts(26)))
                .isInstanceOf(HttpResponseException.class)
                .hasMessageContaining("InvalidDocumentBatch");
    }

    @Test
    void abstractsGetTheSameLabelsAsFromAPlainClient() throws IOException {
        sameLabels(SharedData.abstracts(folder), "CustomSingleLabelClassification");
    }

    @Test
    void moviesGetTheSameLabelsAsFromAPlainClient() throws IOException {
        sameLabels(SharedData.movies(folder), "CustomMultiLabelClassification");
    }

    @Test
    void abstractsGetTheSameLabelsAsFromOurPipeline() throws Exception {
        sameLabelsAsPipeline(SharedData.abstracts(folder), "CustomSingleLabelClassification");
    }

    @Test
    void moviesGetTheSameLabelsAsFromOurPipeline() throws Exception {
        sameLabelsAsPipeline(SharedData.movies(folder), "CustomMultiLabelClassification");
    }

    /** Both on one service, the client over https, the pipeline beside it over http with the same model. */
    private void sameLabelsAsPipeline(ProjectSettings project, String kind) throws Exception {
        LocalService forSdk = service(builder -> builder.project(project));
        LocalService forUs = running.start(builder -> builder.project(project));
        String name = LabelsFile.read(project.labels()).projectName();
        Map<String, String> texts = SharedData.texts(project);

        assertThat(bySdk(forSdk, name, texts))
                .isEqualTo(byPipeline(forUs, name, kind, texts))
                .hasSize(texts.size());
    }

    private static Map<String, List<String>> bySdk(LocalService service, String name, Map<String, String> texts) {
        List<String> locations = List.copyOf(texts.keySet());
        Map<String, List<String>> labels = new TreeMap<>();
        for (int start = 0; start < locations.size(); start += BATCH) {
            List<String> batch = locations.subList(start, Math.min(locations.size(), start + BATCH));
            String[] batchTexts = batch.stream().map(texts::get).toArray(String[]::new);
            for (ClassifyDocumentResult result : classify(service, name, batchTexts)) {
                labels.put(batch.get(Integer.parseInt(result.getId()) - 1), categories(result));
            }
        }
        return labels;
    }

    private Map<String, List<String>> byPipeline(
            LocalService service, String name, String kind, Map<String, String> texts) throws Exception {
        StringBuilder lines = new StringBuilder();
        texts.forEach((location, text) -> lines.append(
                        Json.MAPPER.createObjectNode().put("id", location).put("text", text))
                .append('\n'));
        Map<String, List<String>> labels = new TreeMap<>();
        try (FilesPipeline pipeline = FilesPipeline.start(
                folder.resolve("pipeline"),
                service.endpoint(),
                Map.of("api-key", "local-key", "task.project-name", name, "task.kind", kind))) {
            pipeline.put("all.jsonl", lines.toString());
            pipeline.awaitDrained();
            for (JsonNode result : pipeline.results("all.jsonl")) {
                labels.put(
                        result.path("id").asText(),
                        result.at("/classifications/0/classes").findValuesAsText("category"));
            }
        }
        return labels;
    }

    private void sameLabels(ProjectSettings project, String kind) {
        LocalService service = service(builder -> builder.project(project));
        LocalService plain = running.start(builder -> builder.project(project));
        String name = LabelsFile.read(project.labels()).projectName();
        List<String> texts = List.copyOf(SharedData.texts(project).values());
        for (int start = 0; start < texts.size(); start += BATCH) {
            String[] batch =
                    texts.subList(start, Math.min(texts.size(), start + BATCH)).toArray(String[]::new);
            Map<String, List<String>> bySdk = new TreeMap<>();
            classify(service, name, batch).forEach(result -> bySdk.put(result.getId(), categories(result)));
            assertThat(bySdk).hasSize(batch.length).isEqualTo(byPlainClient(plain, kind, name, batch));
        }
    }

    private static Map<String, List<String>> byPlainClient(
            LocalService service, String kind, String name, String... texts) {
        Client client = new Client(service);
        String address =
                client.submit(Client.body(Client.task(kind, name), texts)).header("operation-location");
        Map<String, List<String>> labels = new TreeMap<>();
        for (JsonNode document : client.get(address).json().at("/tasks/items/0/results/documents")) {
            labels.put(document.path("id").asText(), document.path("class").findValuesAsText("category"));
        }
        return labels;
    }
}
