package org.analyzetext.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the figures of the benchmark are made from. */
class BenchmarkTest {
    @Test
    void resultOfOursIsOneDocument() {
        assertThat(Publication.of("{\"id\":\"a\",\"job\":{\"id\":\"j\"}}", 5))
                .containsExactly(new Publication("a", "j", 5));
    }

    @Test
    void jobAsTheServiceTellsItIsAllItsDocuments() {
        String job = """
                {"jobId":"j","tasks":{"items":[{"results":{"documents":[{"id":"a"},{"id":"b"}]}}]}}""";
        assertThat(Publication.of(job, 5)).containsExactly(new Publication("a", "j", 5), new Publication("b", "j", 5));
    }

    @Test
    void quantileIsTheLeastValueThatSoManyDoNotExceed() {
        List<Long> hundred = LongStream.rangeClosed(1, 100).boxed().toList();
        assertThat(QuotaRun.quantile(hundred, 0.5)).isEqualTo(50);
        assertThat(QuotaRun.quantile(hundred, 0.99)).isEqualTo(99);
        assertThat(QuotaRun.quantile(List.of(), 0.5)).isZero();
    }

    @Test
    void medianIsTheMiddle() {
        assertThat(Throughput.median(new double[] {9, 1, 5})).isEqualTo(5);
    }

    @Test
    void documentsAreTheSameWheneverTheyAreAskedForAndDifferFromEachOther() {
        assertThat(Documents.document(7)).isEqualTo(Documents.document(7));
        assertThat(Documents.document(7).path("text").asText())
                .isNotEqualTo(Documents.document(8).path("text").asText())
                .hasSizeBetween(1_000, 1_010);
    }

    @Test
    void sharesAreShownAsPercentages() {
        assertThat(new Measured().put("throttledShare", 0.0123).cell("throttledShare"))
                .isEqualTo("1.2 %");
    }

    @Test
    void aRatioThatIsWorseByMoreThanATenthIsARegressionAndOtherFiguresAreNot() {
        List<Comparison> all = Comparison.of(
                run("{'contender':'ours','ratio':1.0,'cpuRatio':1.0,'documentsPerSecond':5000}"),
                run("{'contender':'ours','ratio':0.8,'cpuRatio':1.05,'documentsPerSecond':1}"));

        assertThat(all).hasSize(2);
        assertThat(all)
                .filteredOn(Comparison::isWorse)
                .extracting(Comparison::what)
                .containsExactly("throughput, ours, ratio");
        assertThat(Comparison.of(run("{'contender':'other','ratio':1.0}"), run("{'contender':'ours','ratio':0.1}")))
                .isEmpty();
    }

    private static JsonNode run(String row) {
        return Publication.json(("{'throughput':{'rows':[" + row + "]}}").replace('\'', '"'));
    }

    @Test
    void unknownOptionsAreToldBeforeAnythingIsMeasured() {
        assertThatThrownBy(() -> BenchmarkOptions.parse(List.of("--lane", "3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--lane");
        assertThatThrownBy(() -> BenchmarkOptions.parse(List.of("--durations", "long")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'long'");
    }
}
