package org.analyzetext;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassSizeTest {
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

    private static List<Path> classes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
