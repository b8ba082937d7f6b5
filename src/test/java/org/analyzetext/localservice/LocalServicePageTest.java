package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The local service's page says what there is, and nothing that is not there. */
class LocalServicePageTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    private String page = "";

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Path.of("docs", "local-service.md"));
    }

    @Test
    void everyTestThatThePageNamesExists() {
        List<String> missing = new ArrayList<>();
        List<MatchResult> named = TEST.matcher(page).results().toList();
        for (MatchResult test : named) {
            if (!exists(test.group(1), test.group(2))) {
                missing.add(test.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).hasSizeGreaterThan(50);
    }

    private static boolean exists(String type, String method) {
        try {
            return Arrays.stream(Class.forName("org.analyzetext.localservice." + type)
                            .getDeclaredMethods())
                    .anyMatch(each -> each.getName().equals(method));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    void everyOptionIsDescribed() {
        assertThat(new CommandLine(new LocalServiceCommand(System.out))
                        .getCommandSpec().options().stream()
                                .map(option -> "| `" + option.longestName() + " " + option.paramLabel() + "` | "
                                        + option.description()[0])
                                .filter(text -> !page.contains(text)))
                .isEmpty();
    }

    @Test
    void everyFaultIsDescribedWithItsTest() {
        assertThat(Arrays.stream(FaultKind.values())
                        .filter(kind -> !Pattern.compile("\\| `" + kind.word() + "[`=].*`FaultRulesTest\\.\\w+`")
                                .matcher(page)
                                .find()))
                .isEmpty();
    }

    @Test
    void everyMomentIsDescribed() {
        assertThat(Arrays.stream(Moment.values())
                        .filter(moment -> !page.contains("| `" + FaultKind.word(moment) + "` |")))
                .isEmpty();
    }
}
