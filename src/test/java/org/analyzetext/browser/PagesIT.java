package org.analyzetext.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.analyzetext.account.Account;
import org.analyzetext.evaluate.Evaluation;
import org.analyzetext.evaluate.EvaluationRequest;
import org.analyzetext.process.RunningApp;
import org.analyzetext.process.WorkingFolder;
import org.analyzetext.report.Report;
import org.analyzetext.report.ReportPage;
import org.analyzetext.results.ResultFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every page in a browser: nothing on the console, no request, every text readable on wide and on narrow screens, in
 * light, in dark and on paper, and no barrier that axe-core finds. Pictures lie in {@code target/pictures}.
 */
@Tag("long")
class PagesIT {
    private static final Path SAMPLES = Path.of("src/main/samples");
    private static final Path EXPECTED = SAMPLES.resolve("expected.jsonl");
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final String HOSTILE = "<script>document.title='run'</script>\u202E\"'&\u05D0\u05D1 \u2066x";
    private static final int WIDE = 1280;
    private static final int NARROW = 400;
    private static final int HIGH = 900;

    @TempDir
    static Path place;

    private static final Map<String, Path> PAGES = new TreeMap<>();
    private static Chromium chromium;

    @BeforeAll
    static void makeThePages() throws Exception {
        chromium = Chromium.start(place);
        WorkingFolder demo = new WorkingFolder(place.resolve("demo"));
        for (Path file : WorkingFolder.files(SAMPLES)) {
            Path copy = demo.root().resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        try (RunningApp app = demo.start("demo")) {
            assertThat(app.exitCode()).as(app.err()).isZero();
        }
        Path ran = demo.root().resolve("target/demo");
        PAGES.put("evaluation", ran.resolve("evaluation.html"));
        PAGES.put("evaluation-of-several-labels", page("several", several(ran.resolve("results"))));
        PAGES.put("report", page("report", report(ran)));
        hostile();
    }

    private static String several(Path results) throws IOException {
        return Evaluation.of(new EvaluationRequest(
                        ResultFiles.of(List.of(results)),
                        EXPECTED,
                        "support",
                        "id",
                        Set.of(),
                        "support",
                        ResultFiles.of(List.of(results)),
                        0.45))
                .page("Evaluation of support");
    }

    private static String report(Path ran) throws IOException {
        Report report = new Report();
        ResultFiles.of(List.of(ran.resolve("results"))).forEach(report::add);
        Path letters = Files.writeString(place.resolve("letters.jsonl"), """
                {"id":"M-9","source":{"file":"mails.jsonl","ordinal":9},"code":"EmptyText","message":"the text is empty"}
                {"source":{"file":"mails.jsonl","ordinal":10},"code":"InternalServerError","message":"the service failed",\
                "retryable":true,"requestId":"0b8f2c1e-5d0f-4d1c-9f0e-9a6f3f2a7b1c","job":{"attempt":3},"history":[{"code":\
                "JobFailed","message":"the job ended as failed"}]}
                """);
        ResultFiles.of(List.of(letters)).forEach(report::add);
        return ReportPage.of("Report of the demo", report, List.of(account("mails.jsonl")), Map.of(), NOW);
    }

    private static Account account(String input) {
        return new Account(
                input,
                NOW.toString(),
                new Account.Places(70, 68, Map.of("EmptyText", 2L), 0, 0),
                new Account.Cost(3, 1, 0, Map.of("default/intent", 68L, "default/support", 68L)),
                Account.Again.NOTHING,
                Map.of(),
                List.of(),
                List.of("results and dead letters were read from files"));
    }

    /** Names that strangers chose, one of them very long, and 10,000 classes. */
    private static void hostile() throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> truth = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            String name = json(i == 0 ? "W".repeat(5_000) : i % 2 == 0 ? HOSTILE + i : "class " + i);
            lines.add(
                    "{\"id\":%s,\"source\":{\"file\":%s,\"ordinal\":%d},\"classifications\":[{\"task\":{\"name\":%s},\"classes\":[{\"category\":%s,\"confidenceScore\":0.%02d}]}]}"
                            .formatted(json(HOSTILE + i), json(HOSTILE), i, json(HOSTILE), name, i % 100));
            truth.add("{\"id\":%s,\"human\":%s}".formatted(json(HOSTILE + i), i % 3 == 0 ? json("class " + i) : name));
        }
        lines.add("{\"source\":{\"file\":%s},\"code\":%s,\"message\":%s}"
                .formatted(json(HOSTILE), json(HOSTILE), json(HOSTILE.repeat(50))));
        Path results = Files.write(place.resolve("hostile.jsonl"), lines);
        Path people = Files.write(place.resolve("people.jsonl"), truth);
        PAGES.put(
                "hostile-evaluation",
                page(
                        "hostile-evaluation",
                        Evaluation.of(new EvaluationRequest(
                                        ResultFiles.of(List.of(results)), people, "human", "id", Set.of(), "", null, 0))
                                .page(HOSTILE)));
        Report report = new Report();
        ResultFiles.of(List.of(results)).forEach(report::add);
        PAGES.put(
                "hostile-report",
                page("hostile-report", ReportPage.of(HOSTILE, report, List.of(account(HOSTILE)), Map.of(), NOW)));
    }

    private static String json(String text) throws IOException {
        return DevTools.JSON.writeValueAsString(text);
    }

    private static Path page(String name, String html) throws IOException {
        return Files.writeString(place.resolve(name + ".html"), html);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluation", "evaluation-of-several-labels", "report"})
    void aPageIsCompleteAndReadableOnAnyScreen(String name) throws Exception {
        for (int width : new int[] {WIDE, NARROW}) {
            for (boolean dark : new boolean[] {false, true}) {
                try (Tab tab = opened(name, width, dark)) {
                    check(tab);
                    assertThat(tab.barriers())
                            .as("axe-core at %d, dark: %s", width, dark)
                            .isEmpty();
                }
            }
        }
    }

    /** Without axe-core, which needs minutes for tables of this size. */
    @ParameterizedTest
    @ValueSource(strings = {"hostile-evaluation", "hostile-report"})
    void hostileNamesDoNoHarm(String name) throws Exception {
        for (int width : new int[] {WIDE, NARROW}) {
            try (Tab tab = opened(name, width, false)) {
                check(tab);
                assertThat(tab.evaluate("document.title").asText()).isNotEqualTo("run");
            }
        }
    }

    private static Tab opened(String name, int width, boolean dark) throws IOException {
        Tab tab = chromium.tab().screen(width, HIGH, dark).open(PAGES.get(name).toUri());
        tab.keep(name + "-" + width + (dark ? "-dark" : ""));
        return tab;
    }

    private static void check(Tab tab) throws IOException {
        tab.requireReadable();
        assertThat(tab.evaluate("document.scripts.length").asInt())
                .as("scripts")
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluation", "evaluation-of-several-labels", "report"})
    void aPageIsBlackOnWhiteOnPaperEvenForThoseWhoLikeItDark(String name) throws Exception {
        try (Tab tab =
                chromium.tab().screen(WIDE, HIGH, true).open(PAGES.get(name).toUri())) {
            byte[] paper = tab.paper();
            assertThat(new String(paper, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
            Files.write(Files.createDirectories(Tab.PICTURES).resolve(name + ".pdf"), paper);

            tab.media("print", true);
            String colours =
                    "const s = getComputedStyle(document.querySelector('section')); [s.color, s.backgroundColor]";
            assertThat(tab.evaluate(colours).toString()).isEqualTo("[\"rgb(0, 0, 0)\",\"rgb(255, 255, 255)\"]");
        }
    }

    @Test
    void theReadmeHasSmallPicturesOfTheEvaluation() throws Exception {
        for (boolean dark : new boolean[] {false, true}) {
            try (Tab tab = chromium.tab()
                    .screen(1080, 1010, dark)
                    .open(PAGES.get("evaluation").toUri())) {
                tab.pictureOfReadme("evaluation" + (dark ? "-dark" : ""));
            }
        }
    }

    @Test
    void aCheckThatFindsNothingWouldFindSomething() throws Exception {
        Path broken = page("broken", """
                <!doctype html><html><head><title>x</title><meta name="viewport"
                content="width=device-width,minimum-scale=1"></head><body style="margin:0"><div style="width:900px">wide</div>
                <div style="width:50px;overflow:hidden;white-space:nowrap">a text that is cut off here</div>
                <svg width="40" height="20"><text x="20" y="10">beyond</text></svg>
                <img src="https://example.invalid/a.png"><script>console.error("no")</script></body></html>
                """);
        try (Tab tab = chromium.tab().screen(NARROW, HIGH, false).open(broken.toUri())) {
            assertThat(tab.cutOff()).hasSize(3).anySatisfy(each -> assertThat(each)
                    .startsWith("beyond"));
            assertThat(tab.barriers()).anySatisfy(each -> assertThat(each).startsWith("image-alt"));
            assertThat(tab.complaints()).isNotEmpty();
            assertThat(tab.requestsElsewhere()).containsExactly("https://example.invalid/a.png");
        }
    }
}
