package org.analyzetext.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.analyzetext.benchmark.BenchmarkOptions.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark itself works, on sizes that measure nothing. */
@Tag("long")
class BenchmarkIT {
    @TempDir
    Path folder;

    @Test
    void smallestBenchmarkWritesItsTablesAsJson() throws Exception {
        BenchmarkOptions options = new BenchmarkOptions(
                Set.of(Row.SATURATED, Row.THROUGHPUT, Row.QUOTAS),
                "fixed loop in YAML, 1 s",
                1,
                Map.of("short", "100ms"),
                60_000,
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                1,
                250,
                List.of(),
                Duration.ZERO,
                "");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Path file = Benchmark.run(options, folder, new PrintStream(said, true, StandardCharsets.UTF_8));

        JsonNode json = Publication.json(Files.readString(file));
        JsonNode loop = json.at("/saturated-short/rows/0");
        assertThat(loop.path("offered").asInt()).isPositive();
        assertThat(loop.path("withoutResult").asInt()).isZero();
        JsonNode throughput = json.at("/throughput/rows");
        assertThat(throughput).hasSize(3);
        assertThat(throughput).allSatisfy(row -> {
            assertThat(row.path("cpuMillisPerDocument").asDouble()).isPositive();
            assertThat(row.path("cpuRatio").asDouble()).isPositive();
        });
        assertThat(json.at("/quotas/rows/0/callsPerMinute").asDouble()).isPositive();
        assertThat(Comparison.of(json, json)).isNotEmpty().noneMatch(Comparison::isWorse);
        assertThat(throughput.findValuesAsText("documents")).containsOnly("250");
        assertThat(json.at("/machine/java").asText()).isNotEmpty();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("| fixed loop in YAML, 1 s, 32 threads");
    }
}
