package org.analyzetext.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.analyzetext.document.Json;
import org.analyzetext.job.Batches;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskKind;
import org.analyzetext.job.TaskResult;

/**
 * Any bytes, as what the service says: only the declared exception, whose message holds none of it; what is believed is
 * short, can be kept and read again. See {@code ReadersFuzzTest} for how it is run.
 */
class AnswersFuzzTest {
    private static final Set<String> WHY = Set.of(
            "the service's answer (status 200) can't be read as JSON",
            "the service's answer (status 200) is no job state: it has no status",
            "the service's answer (status 200) is the state of another job");

    @DictionaryEntries({
        "\"status\"",
        "\"succeeded\"",
        "\"tasks\"",
        "\"items\"",
        "\"results\"",
        "\"documents\"",
        "\"errors\"",
        "\"error\"",
        "\"id\"",
        "\"class\"",
        "\"classes\"",
        "\"category\"",
        "\"confidenceScore\"",
        "\"warnings\"",
        "\"taskName\"",
        "\"nextLink\"",
        "\"?skip=20\"",
        "\"code\"",
        "\"message\"",
        "\"innererror\"",
        "null",
        "1e-9"
    })
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
        Believed.check(pages.answer());
    }

    @DictionaryEntries({
        "\"error\"", "\"code\"", "\"message\"", "\"innererror\"", "\"innerError\"", "\"target\"", "\"details\"",
        "documents[3]", "#/analysisInput/documents/3", "documents['4']", "\"InvalidDocument\"", "{\"", "\":{", "\":[{"
    })
    @FuzzTest(maxDuration = "2m")
    void errorBody(byte[] body) throws IOException {
        Believed.check(new ServiceAnswer(400, null, null, body));
    }

    @FuzzTest(maxDuration = "1m")
    void addresses(byte[] address) {
        String words = new String(address, ISO_8859_1);
        new ServiceAnswer(202, words, null, new byte[0]).jobId().ifPresent(id -> assertThat(id)
                .matches("[A-Za-z0-9_-]{1,128}"));
        byte[] page = Json.MAPPER
                .createObjectNode()
                .put("status", "succeeded")
                .put("nextLink", words)
                .toString()
                .getBytes(UTF_8);

        JobPages pages = JobPages.first("job", new ServiceAnswer(200, null, null, page));

        if (pages.more()) {
            assertThat(pages.nextSkip()).isBetween(1, 999_999);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void retryAfter(byte[] header) {
        Duration wait = RetryAfter.parse(new String(header, ISO_8859_1), Instant.parse("2026-03-01T12:00:00Z"));

        assertThat(wait == null || (!wait.isNegative() && wait.compareTo(Duration.ofHours(1)) <= 0))
                .isTrue();
    }

    /**
     * What is believed. A class of its own: JUnit loads what the methods of a test class name before Jazzer instruments it,
     * and records with an annotated component break when they are instrumented afterwards (JDK-8376185).
     */
    private static final class Believed {
        private static final Task UNKNOWN = new Task("t", TaskKind.of("Invented"), null, null, false, Map.of());

        static void check(JobAnswer job) throws IOException {
            checkLine(job.status(), 100);
            assertThat(job.oddities(2)).hasSizeLessThan(200);
            for (ServiceError error : job.errors()) {
                check(error);
            }
            for (TaskAnswer task : job.tasks()) {
                for (int id = 1; id <= 3; id++) {
                    TaskResult document = task.of("" + id, id == 3 ? UNKNOWN : Batches.SINGLE);
                    if (document != null) {
                        assertThat(task.error("" + id)).isNull();
                        document.classes().forEach(score -> assertThat(
                                        score.confidenceScore().toPlainString())
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

        static void check(ServiceAnswer refused) throws IOException {
            check(refused.error());
            for (Map.Entry<Integer, ServiceError> guilty : refused.guilty(4).entrySet()) {
                assertThat(guilty.getKey()).isBetween(1, 4);
                check(guilty.getValue());
            }
        }

        static void check(ServiceError error) throws IOException {
            checkLine(error.bestCode(), 100);
            assertThat(error.message()).isNotBlank();
            checkLine(error.message(), 1_000);
            byte[] json = Json.MAPPER.writeValueAsBytes(error);
            assertThat(Json.MAPPER.writeValueAsBytes(Json.MAPPER.readTree(json)))
                    .isEqualTo(json);
        }

        /** So many characters and three points, on one line. */
        private static void checkLine(String words, int longest) {
            assertThat(words.codePointCount(0, words.length())).isLessThanOrEqualTo(longest + 3);
            assertThat(words).doesNotContain("\n");
        }
    }
}
