package org.analyzetext.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.analyzetext.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineTest {
    private static final Pipeline FILMS = Pipeline.named("films");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: analyze-text-submit|id: analyze-text-films-submit",
                "uri: direct:analyze-text|uri: direct:analyze-text-films",
                "uri: direct:analyze-text-call|uri: direct:analyze-text-films-call",
                "uri: direct:analyze-text?block=false|uri: direct:analyze-text-films?block=false",
                "name: analyze-text-call|name: analyze-text-films-call",
                "ref: analyzeTextPolling|ref: analyzeTextFilmsPolling",
                "filter: \"#analyzeTextDueJobs\"|filter: \"#analyzeTextFilmsDueJobs\"",
                "${bean:analyzeTextJobLog?method=x}|${bean:analyzeTextFilmsJobLog?method=x}",
                "uri: \"analyze-text-kafka:{{analyze-text.kafka.results-topic}}\"|uri:"
                        + " \"analyze-text-films-kafka:{{analyze-text.pipelines.films.kafka.results-topic}}\"",
                "- id: to-submit|- id: films-to-submit",
                "id: setBody-1234|id: films-setBody-1234",
                "id: \"choice-1234\"|id: \"films-choice-1234\"",
                "id: orders-12345|id: orders-12345",
                "uri: analyze-text-kafka|uri: analyze-text-films-kafka",
                "topic: \"{{analyze-text.kafka.results-topic}}\"|topic:"
                        + " \"{{analyze-text.pipelines.films.kafka.results-topic}}\"",
                "logName: analyze-text.submit|logName: analyze-text.submit",
                "description: As many as analyze-text.submit.threads says.|description: As many as"
                        + " analyze-text.submit.threads says.",
                "expression: AnalyzeTextSource|expression: AnalyzeTextSource",
                "id: orders|id: orders"
            })
    void aRouteFileGetsTheNamesOfThePipeline(String written, String read) {
        assertThat(FILMS.in(written)).isEqualTo(read);
        assertThat(Pipeline.UNNAMED.in(written)).isEqualTo(written);
    }

    @Test
    void everyNameInARouteFileIsThePipelinesOwn() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                String text = FILMS.in(Files.readString(file)).replaceAll("(?m)^ *#.*|description:.*|logName:.*", "");
                assertThat(text)
                        .as("%s", file)
                        .doesNotContainPattern("analyzeText(?!Films)")
                        .doesNotContainPattern("analyze-text(?!-films|\\.pipelines\\.films\\.)")
                        .doesNotContainPattern("id: to-");
            }
        }
    }

    @Test
    void noPipelineIsCalledAsAnotherOnesRouteOrBeanGoesOn() throws IOException {
        Set<String> words = new TreeSet<>();
        try (Stream<Path> files = Stream.concat(Files.list(Path.of("routes")), Files.walk(Path.of("src/main/java")))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher names = Pattern.compile(
                                "id: analyze-text-([a-z]+)|(?:bind|bean)\\([^\"]*\"analyzeText([A-Z][a-z]+)\"")
                        .matcher(Files.readString(file));
                while (names.find()) {
                    words.add(
                            names.group(1) == null
                                    ? names.group(2).toLowerCase(java.util.Locale.ROOT)
                                    : names.group(1));
                }
            }
        }
        assertThat(words).contains("call", "cutter").allSatisfy(word -> assertThatThrownBy(() -> Pipeline.named(word))
                .isInstanceOf(ConfigurationException.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Films", "two-words", "1st", "a.b", "default"})
    void aNameIsLowerCaseLettersAndDigits(String name) {
        assertThatThrownBy(() -> Pipeline.named(name)).isInstanceOf(ConfigurationException.class);
    }
}
