package org.analyzetext.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.analyzetext.MovableClock;
import org.analyzetext.config.Pipeline;
import org.analyzetext.document.Json;
import org.analyzetext.job.Batches;
import org.analyzetext.job.JobReference;
import org.analyzetext.job.Label;
import org.analyzetext.job.Result;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.TaskResult;
import org.analyzetext.job.TaskResults;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MovableClock clock = new MovableClock(Batches.NOW);
    private final Meters meters = new Meters(registry, Pipeline.UNNAMED, clock);

    @Test
    void documentsAreCountedByTaskAndClassWithTheirConfidence() {
        meters.published(List.of(result("Sports", "0.85"), result("Sports", "0.42")), Map.of(), null);

        assertThat(registry.scrape())
                .contains("analyze_text_documents_total{outcome=\"result\",pipeline=\"default\"} 2.0")
                .contains("analyze_text_found_total{found=\"Sports\",pipeline=\"default\",task=\"intent\"} 2.0")
                .contains("analyze_text_confidence_percent_bucket{pipeline=\"default\",task=\"intent\",le=\"40.0\"} 0")
                .contains("analyze_text_confidence_percent_bucket{pipeline=\"default\",task=\"intent\",le=\"50.0\"} 1")
                .contains("analyze_text_confidence_percent_bucket{pipeline=\"default\",task=\"intent\",le=\"90.0\"} 2");
    }

    @Test
    void documentWithoutAnyClassIsCountedAsOne() {
        meters.published(List.of(result()), Map.of(), null);

        assertThat(registry.scrape())
                .contains("analyze_text_found_total{found=\"(none)\",pipeline=\"default\",task=\"intent\"} 1.0");
    }

    @Test
    void classesBeyondTheFirstHundredAndOddOnesAreOther() {
        meters.published(
                IntStream.range(0, 150)
                        .mapToObj(i -> result("class " + i, "0.5"))
                        .toList(),
                Map.of(),
                null);
        meters.published(List.of(result("x".repeat(65), "0.5"), result("two\nlines", "0.5")), Map.of(), null);

        assertThat(registry.scrape().lines().filter(line -> line.startsWith("analyze_text_found_total")))
                .hasSize(101)
                .contains("analyze_text_found_total{found=\"other\",pipeline=\"default\",task=\"intent\"} 52.0");
    }

    @Test
    void theWayOfADocumentIsTimedFromWhenItCameIn() {
        clock.move(Duration.ofSeconds(20));

        meters.published(List.of(result("Sports", "0.5")), Map.of(), Batches.NOW);

        assertThat(registry.scrape())
                .contains("analyze_text_document_duration_seconds_sum{pipeline=\"default\"} 20.0")
                .contains("analyze_text_document_duration_seconds_bucket{pipeline=\"default\",le=\"15.0\"} 0")
                .contains("analyze_text_document_duration_seconds_bucket{pipeline=\"default\",le=\"30.0\"} 1");
    }

    @Test
    void latePollsHaveABucketAtTheLimitOfTheAlert() {
        meters.polled(Duration.ofSeconds(29));
        meters.polled(Duration.ofSeconds(31));

        assertThat(registry.scrape())
                .contains("analyze_text_poll_delay_seconds_bucket{pipeline=\"default\",le=\"30.0\"} 1")
                .contains("analyze_text_poll_delay_seconds_bucket{pipeline=\"default\",le=\"60.0\"} 2");
    }

    private static Result result(String... classAndScore) {
        SubmittedJob job = Batches.submitted(1);
        List<Label> labels = classAndScore.length == 0
                ? List.of()
                : List.of(new Label(classAndScore[0], new BigDecimal(classAndScore[1])));
        return new Result(
                "id",
                job.documents().get(0).source(),
                TaskResults.of(List.of(TaskResult.of(TaskResult.TaskName.of(Batches.SINGLE, ""), labels, List.of()))),
                JobReference.of(job, job.documents().get(0), "2022-05-01", Batches.NOW, null),
                Json.MAPPER.createObjectNode());
    }
}
