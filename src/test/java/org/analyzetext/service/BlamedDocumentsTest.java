package org.analyzetext.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.analyzetext.document.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the service names when it refuses a request of ten documents. */
class BlamedDocumentsTest {
    private static final int DOCUMENTS = 10;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "documents[3]",
                "documents[3].text",
                "Documents[3].Language",
                "analysisInput.documents[3]",
                "$.analysisInput.documents[3].text",
                "#/analysisInput/documents/3",
                "/analysisInput/documents/3/text",
                "analysisInput/documents/3",
                "documents['4']",
                "documents[\"4\"].text",
                "documents[id=4]",
                "$.analysisInput.documents[?(@.id=='4')]"
            })
    void theFourthIsNamedInManySpellings(String target) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.putObject("error")
                .putArray("details")
                .addObject()
                .put("code", "InvalidLanguage")
                .put("message", "No such language.")
                .put("target", target);

        assertThat(new ServiceAnswer(400, null, null, body.toString().getBytes(UTF_8)).guilty(DOCUMENTS))
                .isEqualTo(Map.of(4, new ServiceError("InvalidLanguage", "No such language.", null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3",
                "documents",
                "documents[]",
                "documents[3",
                "documents[-1]",
                "documents[03]",
                "documents[3],documents[4]",
                "document 3",
                "tasks[3]",
                "text",
                "mydocuments[3]",
                "documents[99999999999]"
            })
    void anythingElseNamesNobody(String target) {
        assertThat(guilty("'details':[{'code':'X','message':'m','target':'" + target + "'}]"))
                .isEmpty();
    }

    @Test
    void severalAreNamedEachWithItsOwnReason() {
        assertThat(guilty("'details':[{'code':'A','message':'a','target':'documents[0]'},"
                        + "{'code':'B','message':'b','target':'documents[9]','innererror':{'code':'C'}},"
                        + "{'code':'D','message':'nobody'}]"))
                .isEqualTo(Map.of(1, new ServiceError("A", "a", null), 10, new ServiceError("B", "b", "C")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'target':'documents[3]'",
                "'innererror':{'code':'Inner','target':'documents[3]'}",
                "'innerError':{'code':'Inner','innererror':{'target':'documents[3]'}}",
                "'target':'documents[3]','details':[{'code':'X','target':'documents[3].text'}]",
                "'details':[{'code':'X','innererror':{'target':'documents[3]'}}]",
                "'innererror':{'code':'Inner','details':[{'code':'X','target':'documents[3]'}]}"
            })
    void theNameMayStandInTheErrorInAnInnerOneOrInADetail(String fields) {
        assertThat(guilty(fields)).containsOnlyKeys(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'target':'documents[3]','details':[{'code':'X','target':'documents[4]'}]",
                "'target':'documents[3]','innererror':{'target':'documents[4]'}",
                "'details':[{'code':'X','target':'documents[3]'},{'code':'X','target':'documents[10]'}]",
                "'details':[{'code':'X','target':'documents[id=0]'}]",
                "'details':'documents[3]'",
                "'details':{'target':[]}",
                "'details':null"
            })
    void whatContradictsItselfOrTheRequestIsNotBelieved(String fields) {
        assertThat(guilty(fields)).isEmpty();
    }

    @Test
    void whoNamesAllNamesNobody() {
        String two = "{'error':{'details':[{'target':'documents[0]'},{'target':'documents[1]'}]}}";

        assertThat(ServiceAnswers.of(400, two).guilty(2)).isEmpty();
        assertThat(ServiceAnswers.of(400, two).guilty(3)).containsOnlyKeys(1, 2);
    }

    @Test
    void aDocumentThatStandsAloneCanBeNamed() {
        assertThat(ServiceAnswers.of(400, "{'error':{'target':'documents[0]'}}").guilty(1))
                .containsOnlyKeys(1);
    }

    @Test
    void onlyARefusalNames() {
        assertThat(ServiceAnswers.of(413, "{'error':{'target':'documents[3]'}}").guilty(DOCUMENTS))
                .isEmpty();
        assertThat(ServiceAnswers.of(400, "no JSON").guilty(DOCUMENTS)).isEmpty();
    }

    private static Map<Integer, ServiceError> guilty(String fields) {
        return ServiceAnswers.of(400, "{'error':{'code':'InvalidRequest','message':'Invalid.'," + fields + "}}")
                .guilty(DOCUMENTS);
    }
}
