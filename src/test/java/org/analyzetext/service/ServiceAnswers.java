package org.analyzetext.service;

import static java.nio.charset.StandardCharsets.UTF_8;

/** ServiceAnswers of the service, for tests. */
public final class ServiceAnswers {
    private ServiceAnswers() {}

    public static ServiceAnswer state(String json) {
        return new ServiceAnswer(200, null, "req-1", json.replace('\'', '"').getBytes(UTF_8));
    }

    public static ServiceAnswer of(int status, String json) {
        return new ServiceAnswer(status, null, "req-1", json.replace('\'', '"').getBytes(UTF_8));
    }

    public static ServiceAnswer accepted(String operationLocation) {
        return new ServiceAnswer(202, operationLocation, "req-1", new byte[0]);
    }

    public static JobAnswer job(String json) {
        return JobPages.first("job-1", state(json)).answer();
    }
}
