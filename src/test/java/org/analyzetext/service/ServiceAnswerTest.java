package org.analyzetext.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAnswerTest {
    private static final String ID = "0a1b2c3d-4e5f-6789-abcd-ef0123456789";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://my.cognitiveservices.azure.com/language/analyze-text/jobs/" + ID + "?api-version=2022-05-01",
                "https://my.cognitiveservices.azure.com/language/analyze-text/jobs/" + ID,
                "/language/analyze-text/jobs/" + ID + "?api-version=2022-05-01",
                "https://gateway.example.org:8443/prefix/language/analyze-text/jobs/" + ID + "?api-version=x&a=b",
                "http://evil.example/analyze-text/jobs/" + ID + "/",
                "https://my.cognitiveservices.azure.com/language/analyze-text/jobs/" + ID + "#part",
            })
    void onlyTheIdIsTakenFromAnOperationLocation(String location) {
        assertThat(ServiceAnswers.accepted(location).jobId()).contains(ID);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "https://my.cognitiveservices.azure.com/",
                "https://my.cognitiveservices.azure.com/language/analyze-text/jobs/",
                "https://my.cognitiveservices.azure.com/language/analyze-text/jobs/?api-version=2022-05-01",
                "https://my.cognitiveservices.azure.com/language/analyze-text/jobs/..",
                "https://my.cognitiveservices.azure.com/language/analyze-text/jobs/../../secrets",
                "https://my.cognitiveservices.azure.com/language/analyze-text/jobs/a%2Fb",
                "https://my.cognitiveservices.azure.com/language/analyze-text/jobs/%2e%2e%2f",
                "https://evil.example/language/analyze-text/jobs/a b",
                "https://evil.example/language/analyze-text/jobs/a@evil.example",
                "https://evil.example/language/analyze-text/jobs/a:cancel",
                "https://evil.example/language/analyze-text/jobs/a\\b",
                "https://evil.example/language/analyze-text/jobs/ä",
            })
    void aLocationWithoutAUsableIdGivesNone(String location) {
        assertThat(ServiceAnswers.accepted(location).jobId()).isEmpty();
    }

    @Test
    void anAbsurdlyLongIdIsNone() {
        assertThat(ServiceAnswers.accepted("/language/analyze-text/jobs/" + "a".repeat(129))
                        .jobId())
                .isEmpty();
    }

    @Test
    void theErrorOfTheBodyIsRead() {
        ServiceAnswer answer = ServiceAnswers.of(
                400,
                "{'error':{'code':'InvalidRequest','message':'Invalid.','innererror':{'code':'InvalidDocument'}}}");

        assertThat(answer.error()).isEqualTo(new ServiceError("InvalidRequest", "Invalid.", "InvalidDocument"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Bad gateway</html>", "[]", "'no'", "{'error':'no'}", "{'message':'no'}", "{"})
    void aBodyThatDescribesNoErrorLeavesTheStatus(String body) {
        assertThat(ServiceAnswers.of(502, body).error())
                .isEqualTo(new ServiceError("Http502", "the service answered with status 502", null));
    }

    @Test
    void theBodyIsNotSaid() {
        assertThat(ServiceAnswers.of(400, "{'error':{'message':'secret'}}").toString())
                .isEqualTo("status 400, apim-request-id req-1");
    }
}
