package org.analyzetext.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.analyzetext.document.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceErrorTest {
    @ParameterizedTest
    @ValueSource(strings = {"innererror", "innerError"})
    void theInnerCodeIsTheMorePreciseOneInEitherSpelling(String spelling) throws Exception {
        ServiceError error = read("{'code':'InvalidRequest','message':'Invalid request.','" + spelling
                + "':{'code':'InvalidDocument','message':'Document text is empty.'}}");

        assertThat(error.code()).isEqualTo("InvalidRequest");
        assertThat(error.bestCode()).isEqualTo("InvalidDocument");
        assertThat(error.message()).isEqualTo("Invalid request. Document text is empty.");
    }

    @Test
    void theInnermostCodeCounts() throws Exception {
        ServiceError error = read("{'code':'A','message':'a','innererror':{'code':'B','message':'b',"
                + "'innererror':{'code':'C','message':'c'}}}");

        assertThat(error).isEqualTo(new ServiceError("A", "a b c", "C"));
    }

    @Test
    void anInnerErrorWithoutCodeLeavesTheOneAbove() throws Exception {
        ServiceError error = read("{'code':'A','message':'a','innererror':{'code':'B','innererror':{'target':'t'}}}");

        assertThat(error.bestCode()).isEqualTo("B");
    }

    @Test
    void aMessageIsNotSaidTwice() throws Exception {
        ServiceError error = read("{'code':'A','message':'It is empty.','innererror':{'message':'It is empty.'}}");

        assertThat(error.message()).isEqualTo("It is empty.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "'text'", "17", "{'code':null}", "{'innererror':'text'}"})
    void anErrorThatSaysNothingBlamesNoDocument(String json) throws Exception {
        ServiceError error = read(json);

        assertThat(error.bestCode()).isEqualTo("Unknown");
        assertThat(error.message()).isEqualTo("the service gave no message");
        assertThat(error.passing()).isTrue();
    }

    @Test
    void anErrorIsNoLongerThanALineAndCantForgeAnother() throws Exception {
        ServiceError error = read("{'code':'" + "c".repeat(5_000) + "','message':'a\\nERROR b\\u001b[2J\\u2028c"
                + "m".repeat(5_000) + "'}");

        assertThat(error.code()).hasSize(103);
        assertThat(error.message()).hasSize(1_003).startsWith("a ERROR b [2J c").doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"InternalServerError", "ServiceUnavailable", "Timeout", "429", "500", "503"})
    void errorsOfTheServicePass(String code) throws Exception {
        assertThat(read("{'code':'" + code + "'}").passing()).isTrue();
        assertThat(read("{'code':'Other','innererror':{'code':'" + code + "'}}").passing())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"InvalidArgument", "InvalidDocument", "InvalidRequest", "UnsupportedLanguageCode"})
    void errorsOfADocumentStay(String code) throws Exception {
        assertThat(read("{'code':'" + code + "'}").passing()).isFalse();
    }

    private static ServiceError read(String json) throws Exception {
        return ServiceError.of(Json.MAPPER.readTree(json.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource({
        "#/tasks/0, a",
        "#/tasks/1/parameters/deploymentName, b",
        "tasks[1].kind, b",
        "#/tasks/items/1, b",
        "#/tasks, a b",
        "#/tasks/7, a b"
    })
    void aTargetAmongTheTasksBlamesTheTaskThatItNames(String target, String blamed) throws Exception {
        ServiceError error = ServiceError.of(new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree("{\"code\":\"Any\",\"message\":\"x\",\"target\":\"" + target + "\"}"));

        assertThat(error.blamesTasks()).isTrue();
        assertThat(String.join(" ", error.blamed(java.util.List.of("a", "b")))).isEqualTo(blamed);
    }

    @ParameterizedTest
    @CsvSource({"InternalServerError,#/tasks/0", "InvalidDocument,documents[0]", "InvalidRequest,tasksets"})
    void aPassingErrorOrAnotherTargetBlamesNoTask(String code, String target) throws Exception {
        assertThat(ServiceError.of(new com.fasterxml.jackson.databind.ObjectMapper()
                                .readTree(
                                        "{\"code\":\"" + code + "\",\"message\":\"x\",\"target\":\"" + target + "\"}"))
                        .blamesTasks())
                .isFalse();
    }
}
