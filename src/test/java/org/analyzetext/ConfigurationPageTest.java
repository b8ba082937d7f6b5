package org.analyzetext;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of properties is what the properties file says. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("docs/configuration.md");

    @Test
    void pageOfPropertiesEqualsThePropertiesFile() throws IOException {
        String page = page(Files.readAllLines(Path.of("src/main/resources/analyze-text.properties")));
        if (Boolean.getBoolean("analyzetext.write-pages")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("%s; write it anew with -Danalyzetext.write-pages=true", PAGE)
                .isEqualTo(page);
    }

    /** Comments are the descriptions; one stands above all properties up to the next empty line or comment. */
    private static String page(List<String> lines) {
        StringBuilder page = new StringBuilder("# Configuration\n\n"
                + "Made from `src/main/resources/analyze-text.properties`; a test holds the two equal.\n\n");
        StringBuilder comment = new StringBuilder();
        boolean inTable = false;
        for (String line : lines) {
            if (line.startsWith("#")) {
                if (inTable) {
                    inTable = false;
                    page.append('\n');
                }
                comment.append(line.substring(1).strip()).append('\n');
            } else if (line.isBlank()) {
                page.append(comment);
                comment.setLength(0);
                inTable = false;
                page.append('\n');
            } else {
                if (!inTable) {
                    page.append(comment).append("\n| property | default |\n|---|---|\n");
                    comment.setLength(0);
                    inTable = true;
                }
                int equals = line.indexOf('=');
                String value = line.substring(equals + 1);
                page.append("| `")
                        .append(line, 0, equals)
                        .append("` | ")
                        .append(value.isEmpty() ? "" : "`" + value + "`");
                page.append(" |\n");
            }
        }
        return page.toString();
    }
}
