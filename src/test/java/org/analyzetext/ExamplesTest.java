package org.analyzetext;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The projects in {@code examples} depend on this release, and the page of hosts says what they run on. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");

    static Stream<String> hosts() {
        return Stream.of("camel-main", "plain-java", "quarkus", "spring-boot");
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void everyExampleDependsOnThisRelease(String host) throws IOException {
        assertThat(value(pom(host), "camel-analyze-text.version"))
                .isEqualTo(value(Files.readString(Path.of("pom.xml")), "version"));
    }

    @Test
    void everyExampleIsOnThePage() throws IOException {
        String page = Files.readString(Path.of("docs/embedding.md"));
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            assertThat(folders.map(folder -> "`examples/" + folder.getFileName() + "`"))
                    .allSatisfy(name -> assertThat(page).contains(name));
        }
    }

    @ParameterizedTest
    @CsvSource({"camel-main, camel.version", "spring-boot, camel.version", "spring-boot, spring-boot.version"})
    void anExampleHasTheVersionsThatTheModuleIsBuiltWith(String host, String property) throws IOException {
        assertThat(value(pom(host), property)).isEqualTo(value(Files.readString(Path.of("pom.xml")), property));
    }

    @Test
    void thePageHasTheVersionsOfTheExamples() throws IOException {
        String page = Files.readString(Path.of("docs/embedding.md"));
        String springBoot = pom("spring-boot");
        String older = springBoot.substring(springBoot.indexOf("<id>spring-boot-3</id>"));

        assertThat(page)
                .contains(
                        "| Camel " + value(pom("camel-main"), "camel.version") + " |",
                        "| Spring Boot " + value(springBoot, "spring-boot.version") + ", Camel "
                                + value(springBoot, "camel.version") + " |",
                        "| Spring Boot " + value(older, "spring-boot.version") + ", Camel "
                                + value(older, "camel.version") + " |",
                        "| Quarkus " + value(pom("quarkus"), "quarkus.version") + ",");
    }

    private static String pom(String host) throws IOException {
        return Files.readString(EXAMPLES.resolve(host).resolve("pom.xml"));
    }

    /** The first element of that name. */
    private static String value(String pom, String element) {
        Matcher found =
                Pattern.compile("<" + Pattern.quote(element) + ">([^<]+)</").matcher(pom);
        assertThat(found.find()).as(element).isTrue();
        return found.group(1);
    }
}
