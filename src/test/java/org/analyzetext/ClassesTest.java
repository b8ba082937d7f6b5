package org.analyzetext;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassesTest {
    private static final int LONGEST = 300;

    @Test
    void aClassOfMoreThanThreeHundredLinesSaysWhy() throws IOException {
        assertThat(classes()).hasSizeGreaterThan(LONGEST).allSatisfy(file -> {
            if (Files.readAllLines(file).size() > LONGEST) {
                assertThat(Files.readString(file)).contains("<p>Long because");
            }
        });
    }

    @Test
    void noClassIsSoLongThatAReasonWouldNotDo() throws IOException {
        assertThat(classes())
                .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThan(400));
    }

    @Test
    void noTwoClassesHaveOneName() throws IOException {
        List<String> names = new ArrayList<>();
        for (String sources : List.of("src/main/java", "src/test/java", "src/benchmark/java")) {
            classes(sources).forEach(file -> names.add(file.getFileName().toString()));
        }
        names.removeIf("package-info.java"::equals);

        assertThat(names).doesNotHaveDuplicates();
    }

    private static List<Path> classes() throws IOException {
        return classes("src/main/java");
    }

    private static List<Path> classes(String sources) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(sources))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
