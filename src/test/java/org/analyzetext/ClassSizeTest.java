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
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")))
                    .filteredOn(file -> Files.readAllLines(file).size() > LONGEST)
                    .allSatisfy(file -> assertThat(Files.readString(file)).contains("<p>Long because"));
        }
    }

    @Test
    void noClassIsSoLongThatAReasonWouldNotDo() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> all =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(all).hasSizeGreaterThan(LONGEST);
            assertThat(all).allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThan(400));
        }
    }
}
