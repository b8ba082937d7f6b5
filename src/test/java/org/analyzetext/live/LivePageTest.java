package org.analyzetext.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.analyzetext.edge.DocumentFlow;
import org.analyzetext.edge.KeptOutcomes;
import org.junit.jupiter.api.Test;

/** What the page says of a pipeline. */
class LivePageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[A-Z][^|]*) \\| ([^|]*) \\| ([^|]*) \\|$");
    private static final Pattern CODE = Pattern.compile("`([A-Z][A-Za-z0-9]+)`");
    private static final ResourceState WELL = new ResourceState("default", 0.2, 1_000, 1_000, 0, null);

    @Test
    void codesMeanWhatTheirPageSays() throws Exception {
        String page = Files.readString(Path.of("docs/bad-input.md"));
        Map<String, List<String>> wanted = new TreeMap<>();
        for (Matcher row = ROW.matcher(page.substring(0, page.indexOf("## Files as people"))); row.find(); ) {
            for (Matcher code = CODE.matcher(row.group(1)); code.find(); ) {
                wanted.put(code.group(1), List.of(plain(row.group(2)), plain(row.group(3))));
            }
        }
        wanted.remove("Http");
        Map<String, List<String>> known = new TreeMap<>();
        DeadLetterCodes.read().all().forEach((code, each) -> known.put(code, List.of(each.meaning(), each.remedy())));

        assertThat(known).hasSizeGreaterThan(30).isEqualTo(wanted);
    }

    private static String plain(String markdown) {
        return markdown.replaceAll(" \\(\\[[^]]*]\\([^)]*\\)\\)", "")
                .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                .replace("`", "");
    }

    @Test
    void anyStatusIsExplainedAndAnUnknownCodeIsTheServicesOwn() {
        KeptOutcomes outcomes = outcomes(Map.of("Http503", 3L, "<b>NewCode</b>", 2L), Map.of());

        String letters = sections(snapshot(List.of(), WELL, outcomes), false)
                .deadLetters()
                .toString();

        assertThat(letters)
                .contains("<a href=\"codes#Http413\">Http503</a>", "refused without a reason")
                .contains("&lt;b&gt;NewCode&lt;/b&gt;", "the service’s own code");
    }

    @Test
    void tenThousandHostileClassesAreTwentyRowsOfText() {
        Map<String, Long> classes = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            classes.put("<script>alert(" + i + ")</script>\u202e", (long) i);
        }

        String labels = sections(snapshot(List.of(), WELL, outcomes(Map.of(), Map.of("<i>task</i>", classes))), false)
                .found()
                .toString();

        assertThat(labels)
                .doesNotContain("<script", "<i>", "\u202e")
                .contains("&lt;script&gt;alert(9999)", "and 9,980 more names")
                .hasSizeLessThan(20_000);
    }

    @Test
    void whatHoldsItUpComesFirstAndThenWhatLimitsIt() {
        Snapshot.Problem broker = new Snapshot.Problem("broker", "the brokers don't answer");
        ResourceState throttled = new ResourceState("default", 0.4, 600, 1_000, 0, null);

        assertThat(sections(snapshot(List.of(broker), throttled, null), false)
                        .status()
                        .toString())
                .contains("Held up", "<b>broker</b>: the brokers don&#39;t answer.");
        assertThat(sections(snapshot(List.of(), throttled, null), false)
                        .status()
                        .toString())
                .contains("at its limit", "slowed down after throttling to 600 of 1,000 calls a minute");
        assertThat(sections(snapshot(List.of(), WELL, null), false).status().toString())
                .contains("Running", "Documents flow.");
    }

    @Test
    void reasonNamesTheLimitThatHolds() {
        assertThat(new ResourceState("r", 0.4, 600, 1_000, 12, null).reason()).contains("a wait of 12 s more");
        assertThat(new ResourceState("r", 0.95, 1_000, 1_000, 0, null).reason()).contains("is used up");
        assertThat(new ResourceState("r", 0.95, 1_000, 1_000, 0, "refuses the key").reason())
                .isEqualTo("refuses the key");
        ResourceState notPaced = new ResourceState("r", 0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0, null);
        assertThat(notPaced.isSlowed()).isFalse();
    }

    @Test
    void timeLeftFollowsFromTheRate() {
        assertThat(Snapshot.timeLeft(600, OptionalDouble.of(60))).isEqualTo(Duration.ofMinutes(10));
        assertThat(Snapshot.timeLeft(600, OptionalDouble.of(0))).isNull();
        assertThat(Snapshot.timeLeft(600, OptionalDouble.empty())).isNull();
    }

    @Test
    void idsOfDeadLettersAreShownOnlyWhereThatIsConfigured() {
        KeptOutcomes.Ended ended = new KeptOutcomes.Ended(Instant.EPOCH, "EmptyText", "mails.jsonl 7", "<id>");
        KeptOutcomes outcomes =
                new KeptOutcomes("of all inputs", true, 0, Map.of("EmptyText", 1L), Map.of(), List.of(ended));
        Snapshot snapshot = snapshot(List.of(), WELL, outcomes);

        assertThat(sections(snapshot, false).deadLetters().toString()).doesNotContain("&lt;id", "mails.jsonl 7");
        assertThat(sections(snapshot, true).deadLetters().toString()).contains("&lt;id&gt;", "mails.jsonl 7");
    }

    @Test
    void warningThatRepeatsIsKeptOnceAndTheLatestComesFirst() {
        RecentWarnings warnings = new RecentWarnings();
        warnings.add(Instant.EPOCH, "WARN", "first");
        for (int i = 0; i < 3; i++) {
            warnings.add(Instant.EPOCH.plusSeconds(i), "ERROR", "again");
        }

        assertThat(warnings.latest())
                .containsExactly(
                        new RecentWarnings.Warning(Instant.EPOCH.plusSeconds(2), "ERROR", "again", 3),
                        new RecentWarnings.Warning(Instant.EPOCH, "WARN", "first", 1));
        for (int i = 0; i < 100; i++) {
            warnings.add(Instant.EPOCH, "WARN", i + "x".repeat(10_000));
        }
        assertThat(warnings.latest())
                .hasSize(20)
                .allMatch(each -> each.message().length() <= 2_001);
    }

    private static Sections sections(Snapshot snapshot, boolean ids) {
        return new Sections(snapshot, DeadLetterCodes.read(), ids);
    }

    private static KeptOutcomes outcomes(Map<String, Long> letters, Map<String, Map<String, Long>> labels) {
        return new KeptOutcomes("of all inputs", true, 0, letters, labels, List.of());
    }

    private static Snapshot snapshot(List<Snapshot.Problem> problems, ResourceState pace, KeptOutcomes outcomes) {
        DocumentFlow flow = new DocumentFlow("mails.jsonl", 100, 50, 25, 1, 50, Instant.EPOCH);
        return new Snapshot(
                Instant.EPOCH,
                "documents from inbox",
                problems,
                List.of(new Snapshot.Flow(flow, OptionalDouble.of(10))),
                OptionalDouble.of(10),
                Duration.ofSeconds(5),
                List.of(pace),
                List.of(),
                outcomes,
                true,
                new RouteGraph(List.of(), List.of()),
                Map.of(),
                List.of());
    }
}
