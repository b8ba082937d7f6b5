package org.analyzetext.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.analyzetext.config.Pipeline;
import org.analyzetext.error.RouteFileException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People and tools write routes in more than one way: what is checked is what they say, not how they say it. */
class RouteSpellingTest {
    /** As these routes are shipped. */
    private static final String BY_HAND = """
            - route:
                id: %s
                from:
                  uri: direct:%s
                  steps:
                    - to:
                        uri: direct:%s
            """;

    /** As Kaoto 2.7 saves them. */
    private static final String BY_KAOTO = """
            - route:
                from:
                  uri: direct
                  parameters:
                    name: %2$s
                  steps:
                    - to:
                        id: to-1
                        uri: direct
                        parameters:
                          name: %3$s
                id: %1$s
            """;

    /** As Camel takes it, too. */
    private static final String IN_SHORT = """
            - route: {id: %s, from: {uri: "direct:%s?timeout=9", steps: [to: "direct:%s?block=false"]}}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {BY_HAND, BY_KAOTO, IN_SHORT})
    void routesThatFitTogetherAreLoaded(String spelling) throws Exception {
        write("a", spelling.formatted("first", "analyze-text-first", "analyze-text-second"));
        write("b", BY_HAND.formatted("second", "analyze-text-second", "seda:elsewhere"));
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            load(context);

            assertThat(context.getRouteDefinition("first").getInput().getEndpointUri())
                    .startsWith("direct:analyze-text-first");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {BY_HAND, BY_KAOTO, IN_SHORT})
    void anIdThatIsUsedTwiceIsToldWithBothPlaces(String spelling) throws Exception {
        write("a", BY_HAND.formatted("same", "one", "two"));
        write("b", spelling.formatted("same", "two", "one"));

        assertThatThrownBy(() -> load(new DefaultCamelContext()))
                .isInstanceOf(RouteFileException.class)
                .hasMessageContaining("b.camel.yaml, line " + lineOf("b", "same"))
                .hasMessageContaining("the id 'same' is used before, in ")
                .hasMessageContaining("a.camel.yaml, line 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {BY_HAND, BY_KAOTO, IN_SHORT})
    void anEndpointWithoutARouteIsToldWithTheNearestOne(String spelling) throws Exception {
        write("a", spelling.formatted("first", "analyze-text-first", "analyze-text-secnod"));
        write("b", spelling.formatted("second", "analyze-text-second", "analyze-text-first"));

        assertThatThrownBy(() -> load(new DefaultCamelContext()))
                .isInstanceOf(RouteFileException.class)
                .hasMessageContaining("a.camel.yaml, line " + lineOf("a", "secnod"))
                .hasMessageContaining("no route begins with 'direct:analyze-text-secnod'")
                .hasMessageContaining("is direct:analyze-text-second meant?");
    }

    @Test
    void theRouteOfATemplateCountsAsOneOfThatId() throws Exception {
        write("a", """
                - routeTemplate:
                    id: template
                    route:
                      from: {uri: "direct:analyze-text-template", steps: [to: "mock:end"]}
                - templatedRoute:
                    routeTemplateRef: template
                    routeId: made
                """);
        write("b", BY_KAOTO.formatted("made", "other", "analyze-text-template"));

        assertThatThrownBy(() -> load(new DefaultCamelContext()))
                .isInstanceOf(RouteFileException.class)
                .hasMessageContaining("the id 'made' is used before");
    }

    @Test
    void aStepThatCamelRefusesIsToldWithItsRoute() throws Exception {
        write(
                "a",
                BY_KAOTO.formatted("first", "one", "two")
                        .replace("uri: direct\n            parameters:", "uri: direkt\n            parameters:"));
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            RouteFiles files = load(context);

            Throwable refused = org.assertj.core.api.Assertions.catchThrowable(context::start);

            assertThat(files.explain(refused)).hasValueSatisfying(told -> assertThat(told)
                    .hasMessageContaining("a.camel.yaml, line " + lineOf("a", "id: first"))
                    .hasMessageContaining("direkt"));
        }
    }

    private void write(String name, String routes) throws Exception {
        Files.writeString(folder.resolve(name + ".camel.yaml"), routes);
    }

    private int lineOf(String file, String part) {
        try {
            var lines = Files.readAllLines(folder.resolve(file + ".camel.yaml"));
            return 1
                    + lines.indexOf(lines.stream()
                            .filter(line -> line.contains(part))
                            .findFirst()
                            .orElseThrow());
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private RouteFiles load(DefaultCamelContext context) throws Exception {
        RouteFiles files = RouteFiles.find(context, "file:" + folder + "/*.camel.yaml", Pipeline.UNNAMED);
        files.load(context);
        return files;
    }
}
