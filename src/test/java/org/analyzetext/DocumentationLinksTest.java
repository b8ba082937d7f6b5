package org.analyzetext;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages point to is there. */
class DocumentationLinksTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern PATH = Pattern.compile("`((?:docs|src)/[\\w./-]+)`");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.\\w+)?`");
    private static final int SHORT = 160;

    @Test
    void everyLinkAndEveryPathLeadsToAFile() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path page : pages()) {
            String text = Files.readString(page);
            Path folder = page.toAbsolutePath().getParent();
            for (MatchResult link : LINK.matcher(text).results().toList()) {
                if (!Files.exists(folder.resolve(link.group(1)))) {
                    dead.add(page + ": " + link.group(1));
                }
            }
            for (MatchResult path : PATH.matcher(text).results().toList()) {
                if (!Files.exists(Path.of(path.group(1)))) {
                    dead.add(page + ": " + path.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyTestThatAPageNamesExists() throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            classes = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            TEST.matcher(Files.readString(page))
                    .results()
                    .filter(test -> !classes.contains(test.group(1)))
                    .forEach(test -> missing.add(page + ": " + test.group(1)));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theReadmeLeadsToEveryPageAndStaysShort() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            assertThat(docs.map(page -> "docs/" + page.getFileName())
                            .filter(page -> !readme.contains("(" + page + ")")))
                    .isEmpty();
        }
        assertThat(readme.lines()).hasSizeLessThan(SHORT);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md"), Path.of("CHANGELOG.md")), docs.sorted())
                    .toList();
        }
    }
}
