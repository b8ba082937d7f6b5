package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken in, and what is refused with which code. */
class SubmitTest {
    private static final String NAMES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX";

    @RegisterExtension
    final Running running = new Running();

    private Client client() {
        return new Client(running.start());
    }

    @Test
    void acceptedJobIsAnsweredWith202AnEmptyBodyAndItsAddress() {
        LocalService service = running.start();
        Client.Reply reply = new Client(service).submit(Client.body(Client.fieldsTask(), "a"));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.header("operation-location"))
                .matches(
                        service.endpoint()
                                + "/language/analyze-text/jobs/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\?api-version=2022-05-01");
        assertThat(reply.header("apim-request-id")).hasSize(36);
    }

    @Test
    void addressNamesTheHostByWhichTheClientCame() {
        LocalService service = running.start();
        Client client = new Client(service);
        String byNumber = service.endpoint().toString().replace("localhost", "127.0.0.1");
        Client.Reply reply = client.send(client.post(
                byNumber + "/language/analyze-text/jobs?api-version=2022-05-01",
                Client.body(Client.fieldsTask(), "a").toString()));
        assertThat(reply.header("operation-location")).startsWith(byNumber + "/language/");
    }

    @Test
    void endpointWithSlashAtItsEndDoesNoHarm() {
        Client client = client();
        Client.Reply reply = client.send(client.post(
                "//language/analyze-text/jobs?api-version=2022-05-01",
                Client.body(Client.fieldsTask(), "a").toString()));
        assertThat(reply.status()).isEqualTo(202);
    }

    @Test
    void headerIsSpelledAsTheSettingsSay() throws Exception {
        LocalService service = running.start(builder -> builder.operationLocationHeader("Operation-Location"));
        String raw = RawHttp.exchange(
                service, RawHttp.post(Client.body(Client.fieldsTask(), "a").toString()));
        assertThat(raw).contains("\r\nOperation-Location: http");
    }

    @Test
    void clientThatAsksBeforeItSendsItsBodyIsToldToGoOn() throws Exception {
        String post = RawHttp.post(Client.body(Client.fieldsTask(), "a").toString())
                .replace("Connection: close", "Connection: close\r\nExpect: 100-continue");
        int head = post.indexOf("\r\n\r\n") + 4;
        try (RawHttp.Open open = RawHttp.open(running.start())) {
            open.send(post.substring(0, head));
            assertThat(open.readLine()).startsWith("HTTP/1.1 100");
            assertThat(open.readLine()).isEmpty();
            open.send(post.substring(head));
            assertThat(open.readLine()).startsWith("HTTP/1.1 202");
        }
    }

    @Test
    void oldClientThatKeepsNoConnectionIsServed() throws Exception {
        String post = RawHttp.post(Client.body(Client.fieldsTask(), "a").toString())
                .replace("HTTP/1.1", "HTTP/1.0")
                .replace("Connection: close\r\n", "");
        assertThat(RawHttp.exchange(running.start(), post)).startsWith("HTTP/1.1 202");
    }

    @Test
    void languageMayBeLeftOutAndLoggingMayBeRefused() {
        ObjectNode body = Client.body(Client.fieldsTask(), "a");
        ((ObjectNode) body.at("/analysisInput/documents/0")).remove("language");
        ((ObjectNode) body.at("/tasks/0/parameters")).put("loggingOptOut", true);
        assertThat(client().submit(body).status()).isEqualTo(202);
    }

    @Test
    void twentyFiveDocumentsAreTaken() {
        assertThat(client().submit(Client.body(Client.fieldsTask(), Client.texts(25)))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void twentySixDocumentsAreRefused() {
        assertRefused(
                Client.body(Client.fieldsTask(), Client.texts(26)), 400, "InvalidRequest", "InvalidDocumentBatch");
    }

    @Test
    void repeatedIdsRefuseTheWholeRequest() {
        ObjectNode body = Client.body(Client.fieldsTask(), "a", "b");
        ((ObjectNode) body.at("/analysisInput/documents/1")).put("id", "1");
        assertRefused(body, 400, "InvalidRequest", "InvalidDocument");
    }

    @Test
    void emptyIdIsRefused() {
        ObjectNode body = Client.body(Client.fieldsTask(), "a");
        ((ObjectNode) body.at("/analysisInput/documents/0")).put("id", "");
        assertRefused(body, 400, "InvalidRequest", "InvalidDocument");
    }

    @Test
    void loneEmptyDocumentIsRefused() {
        assertRefused(Client.body(Client.fieldsTask(), ""), 400, "InvalidRequest", "InvalidDocumentBatch");
    }

    @Test
    void charactersUpToTheLimitInAllAreTaken() {
        String half = "x".repeat(62_500);
        assertThat(client().submit(Client.body(Client.fieldsTask(), half, half)).status())
                .isEqualTo(202);
    }

    @Test
    void oneCharacterMoreInAllIsRefused() {
        String half = "x".repeat(62_500);
        assertRefused(
                Client.body(Client.fieldsTask(), half, half + "x"), 413, "InvalidRequest", "InvalidDocumentBatch");
    }

    @Test
    void overlongDocumentRefusesTheWholeRequest() {
        assertRefused(
                Client.body(Client.fieldsTask(), "short", "x".repeat(125_001)),
                413,
                "InvalidRequest",
                "InvalidDocumentBatch");
    }

    @Test
    void familyOfFourCountsAsOneCharacter() {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66";
        Client client = new Client(running.start(builder -> builder.maxCharacters(10)));
        assertThat(client.submit(Client.body(Client.fieldsTask(), family.repeat(10)))
                        .status())
                .isEqualTo(202);
        assertThat(client.submit(Client.body(Client.fieldsTask(), family.repeat(11)))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void bodyOfMoreThanAMegabyteIsTooLarge() {
        char[] spaces = new char[(1 << 20) + 1];
        Arrays.fill(spaces, ' ');
        Client.Reply reply = client().submit(new String(spaces));
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.code()).isEqualTo("413");
    }

    @Test
    void bodyOfExactlyAMegabyteIsNotTooLarge() {
        String body = Client.body(Client.fieldsTask(), "a").toString();
        assertThat(client().submit(body + " ".repeat((1 << 20) - body.length())).status())
                .isEqualTo(202);
    }

    @Test
    void bodyWithoutLengthIsLimitedToo() {
        Client client = client();
        byte[] large = " ".repeat((1 << 20) + 1).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Client.Reply reply = client.send(client.request("/language/analyze-text/jobs?api-version=2022-05-01")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(large))));
        assertThat(reply.status()).isEqualTo(413);
    }

    @Test
    void emptyBodyIsRefused() {
        assertRefused("", 400, "InvalidRequest", "EmptyRequest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "nothing", "\"text\""})
    void bodyThatIsNoJsonObjectIsRefused(String body) {
        assertRefused(body, 400, "InvalidRequest", "InvalidRequestBodyFormat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"analysisInput\":{}}", "{\"analysisInput\":{\"documents\":[]}}"})
    void bodyWithoutDocumentsIsRefused(String body) {
        assertRefused(body, 400, "InvalidRequest", "MissingInputDocuments");
    }

    @Test
    void documentWithoutTextIsRefused() {
        ObjectNode body = Client.body(Client.fieldsTask(), "a");
        ((ObjectNode) body.at("/analysisInput/documents/0")).remove("text");
        assertRefused(body, 400, "InvalidRequest", "InvalidRequestBodyFormat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "klingon", "auto"})
    void languageThatIsNoneIsThatDocumentsErrorInTheJob(String language) {
        ObjectNode body = Client.body(Client.fieldsTask(), "a");
        ((ObjectNode) body.at("/analysisInput/documents/0")).put("language", language);
        assertLanguageError(body);
    }

    @Test
    void nullForTheLanguageIsThatDocumentsErrorInTheJob() {
        ObjectNode body = Client.body(Client.fieldsTask(), "a");
        ((ObjectNode) body.at("/analysisInput/documents/0")).putNull("language");
        assertLanguageError(body);
    }

    private void assertLanguageError(ObjectNode body) {
        ((ArrayNode) body.at("/analysisInput/documents"))
                .addObject()
                .put("id", "2")
                .put("text", "b");
        Client client = client();
        JsonNode job =
                client.get(client.submit(body).header("operation-location")).json();
        assertThat(job.path("status").asText()).isEqualTo("succeeded");
        JsonNode results = job.at("/tasks/items/0/results");
        assertThat(results.at("/documents"))
                .singleElement()
                .satisfies(document -> assertThat(document.path("id").asText()).isEqualTo("2"));
        assertThat(results.at("/errors")).singleElement().satisfies(error -> {
            assertThat(error.path("id").asText()).isEqualTo("1");
            assertThat(error.at("/error/code").asText()).isEqualTo("InvalidArgument");
            assertThat(error.at("/error/message").asText()).isEqualTo("Invalid Language Code.");
            assertThat(error.at("/error/innererror/code").asText()).isEqualTo("UnsupportedLanguageCode");
        });
    }

    @Test
    void automaticLanguageIsTakenByPreviewVersions() {
        ObjectNode body = Client.body(Client.fieldsTask(), "a");
        ((ObjectNode) body.at("/analysisInput/documents/0")).put("language", "auto");
        assertThat(client().submit(body, "2022-10-01-preview").status()).isEqualTo(202);
    }

    @Test
    void requestWithoutTasksIsRefused() {
        ObjectNode body = Client.body(Client.fieldsTask(), "a");
        body.putArray("tasks");
        assertRefused(body, 400, "InvalidRequest", "InvalidRequestBodyFormat");
    }

    @Test
    void twoTasksOfOneKindNeedTwoNames() {
        ObjectNode body = Client.body(Client.fieldsTask(), "a");
        ((ArrayNode) body.path("tasks")).add(Client.fieldsTask());
        assertRefused(body, 400, "InvalidRequest", "InvalidRequestBodyFormat");
    }

    @Test
    void twoTasksOfOneKindWithTwoNamesAreTaken() {
        ObjectNode body = Client.body(Client.fieldsTask().put("taskName", "one"), "a");
        ((ArrayNode) body.path("tasks")).add(Client.fieldsTask().put("taskName", "two"));
        assertThat(client().submit(body).status()).isEqualTo(202);
    }

    @Test
    void twoTasksOfTwoKindsNeedNoNames() {
        ObjectNode body = Client.body(Client.fieldsTask(), "a");
        ((ArrayNode) body.path("tasks")).add(Client.moodsTask());
        assertThat(client().submit(body).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LanguageDetection", "customSingleLabelClassification", ""})
    void otherTaskKindsAreRefused(String kind) {
        assertRefused(
                Client.body(Client.fieldsTask().put("kind", kind), "a"),
                400,
                "InvalidArgument",
                "InvalidParameterValue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"modelVersion", "stringIndexType"})
    void parametersOfOtherKindsAreRefused(String parameter) {
        ObjectNode task = Client.fieldsTask();
        ((ObjectNode) task.path("parameters")).put(parameter, "latest");
        assertWrongParameter(Client.body(task, "a"));
    }

    private void assertWrongParameter(ObjectNode body) {
        Client.Reply reply = client().submit(body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("error").toString())
                .isEqualTo("{\"code\":\"InvalidRequest\",\"message\":\"Invalid Request.\",\"details\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "white space", "sl/ash", NAMES + "x"})
    void projectNameOfOtherCharactersIsRefused(String name) {
        assertWrongParameter(Client.body(Client.task("CustomSingleLabelClassification", name), "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fields", "Elsewhere", NAMES})
    void unknownProjectIsNotFoundAndCaseCounts(String name) {
        Client.Reply reply = client().submit(Client.body(Client.task("CustomSingleLabelClassification", name), "a"));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("ProjectNotFound");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Production", "staging"})
    void unknownDeploymentIsNotFoundAndCaseCounts(String name) {
        ObjectNode task = Client.fieldsTask();
        ((ObjectNode) task.path("parameters")).put("deploymentName", name);
        Client.Reply reply = client().submit(Client.body(task, "a"));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("NotFound");
    }

    @Test
    void taskOfTheOtherKindThanItsProjectIsRefused() {
        assertRefused(
                Client.body(Client.task("CustomMultiLabelClassification", "Fields"), "a"),
                400,
                "InvalidArgument",
                "InvalidParameterValue");
    }

    @Test
    void refusedRequestMakesNoJob() {
        LocalService service = running.start();
        new Client(service).submit("{}");
        assertThat(service.counters().jobsAccepted()).isZero();
        assertThat(service.counters().requests(Operation.SUBMIT, 400)).isOne();
    }

    private void assertRefused(Object body, int status, String code, String innerCode) {
        Client.Reply reply = client().submit(body);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.innerCode()).isEqualTo(innerCode);
        assertThat(reply.header("content-type")).startsWith("application/json");
        assertThat(reply.header("x-ms-error-code")).isEqualTo(code);
    }
}
