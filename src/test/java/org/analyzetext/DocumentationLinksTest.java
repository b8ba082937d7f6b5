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

    /** What pages show; no page is there. */
    private static final String PICTURES = "pictures";

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
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
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
        assertThat(notLinked(readme, "", Path.of("docs"))).isEmpty();
        assertThat(readme.lines()).hasSizeLessThan(SHORT);
    }

    /** The pages of a folder, and the first pages of the folders in it, which lead to the others there. */
    private static List<String> notLinked(String page, String base, Path folder) throws IOException {
        List<String> missing = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry :
                    entries.filter(each -> !each.endsWith(PICTURES)).sorted().toList()) {
                boolean isFolder = Files.isDirectory(entry);
                Path linked = isFolder ? entry.resolve("README.md") : entry;
                String link = Path.of(base).relativize(linked).toString();
                if (!page.contains("(" + link + ")") && !entry.endsWith("README.md")) {
                    missing.add(linked.toString());
                }
                if (isFolder) {
                    missing.addAll(notLinked(Files.readString(linked), entry.toString(), entry));
                }
            }
        }
        return missing;
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(top, docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }
}
