package org.analyzetext.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.analyzetext.document.Json;

/**
 * Any bytes, as what the service says: only the declared exception, whose message holds none of it; what is believed is
 * short, can be kept and read again. See {@code ReadersFuzzTest} for how it is run.
 */
class AnswersFuzzTest {
    private static final Set<String> WHY = Set.of(
            "the service's answer (status 200) can't be read as JSON",
            "the service's answer (status 200) is no job state: it has no status",
            "the service's answer (status 200) is the state of another job");

    @FuzzTest(maxDuration = "4m")
    void jobState(byte[] body) throws IOException {
        ServiceAnswer answer = new ServiceAnswer(200, null, null, body);
        JobPages pages;
        try {
            pages = JobPages.first("job", answer);
            if (pages.more()) {
                assertThat(pages.nextSkip()).isBetween(1, 999_999);
                pages = pages.and(answer);
            }
        } catch (UnreadableAnswerException unreadable) {
            assertThat(WHY).contains(unreadable.getMessage());
            return;
        }
        JobAnswer job = pages.answer();
        assertThat(job.status()).hasSizeLessThanOrEqualTo(103).doesNotContain("\n");
        assertThat(job.oddities(2)).hasSizeLessThan(200);
        for (ServiceError error : job.errors()) {
            check(error);
        }
        for (TaskAnswer task : job.tasks()) {
            for (int id = 1; id <= 3; id++) {
                TaskAnswer.DocumentAnswer document = task.document("" + id);
                if (document != null) {
                    assertThat(task.error("" + id)).isNull();
                    document.classes()
                            .forEach(score -> assertThat(score.confidenceScore().toPlainString())
                                    .hasSizeLessThan(250));
                    byte[] json = Json.MAPPER.writeValueAsBytes(document);
                    assertThat(Json.MAPPER.writeValueAsBytes(Json.MAPPER.readTree(json)))
                            .isEqualTo(json);
                } else if (task.error("" + id) != null) {
                    check(task.error("" + id));
                }
            }
        }
    }

    @FuzzTest(maxDuration = "1m")
    void errorBody(byte[] body) throws IOException {
        check(new ServiceAnswer(400, null, null, body).error());
    }

    private static void check(ServiceError error) throws IOException {
        assertThat(error.bestCode()).hasSizeLessThanOrEqualTo(103).doesNotContain("\n");
        assertThat(error.message()).isNotBlank().hasSizeLessThanOrEqualTo(2_003).doesNotContain("\n");
        byte[] json = Json.MAPPER.writeValueAsBytes(error);
        assertThat(Json.MAPPER.writeValueAsBytes(Json.MAPPER.readTree(json))).isEqualTo(json);
    }

    @FuzzTest(maxDuration = "1m")
    void operationLocation(byte[] header) {
        new ServiceAnswer(202, new String(header, ISO_8859_1), null, new byte[0])
                .jobId()
                .ifPresent(id -> assertThat(id).matches("[A-Za-z0-9_-]{1,128}"));
    }

    @FuzzTest(maxDuration = "1m")
    void retryAfter(byte[] header) {
        Duration wait = RetryAfter.parse(new String(header, ISO_8859_1), Instant.parse("2026-03-01T12:00:00Z"));

        assertThat(wait == null || (!wait.isNegative() && wait.compareTo(Duration.ofHours(1)) <= 0))
                .isTrue();
    }
}
