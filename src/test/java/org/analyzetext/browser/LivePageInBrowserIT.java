package org.analyzetext.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.process.RunningApp;
import org.analyzetext.process.WorkingFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page of an application that labels the sample mails again and again, in a browser. */
@Tag("long")
class LivePageInBrowserIT {
    private static final Path SAMPLES = Path.of("src/main/samples");
    private static final Pattern SERVED = Pattern.compile("health and metrics: (http://127\\.0\\.0\\.1:\\d+/observe/)");
    private static final int COPIES = 200;
    private static final int HIGH = 900;

    @TempDir
    static Path place;

    private static Chromium chromium;
    private static LocalService service;
    private static RunningApp app;
    private static URI page;

    @BeforeAll
    static void anApplicationThatHasSomethingToDo() throws Exception {
        chromium = Chromium.start(place);
        service = LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(SAMPLES.resolve("intent-labels.json")))
                .jobDuration(DurationDistribution.uniform(Duration.ofSeconds(2), Duration.ofSeconds(9)))
                .build());
        WorkingFolder folder = new WorkingFolder(place.resolve("app"))
                .calling(service)
                .with("quota.enabled", "true")
                .with("quota.requests-per-minute", "300")
                .with("exit-when-drained", "false")
                .with("observe.port", "0");
        folder.put("unreadable.jsonl", "{\"id\":\"1\",\"text\":\"\"}\n{\"text\":\"Where is my parcel?\"}\n");
        app = folder.start();
        await("the port").atMost(Duration.ofSeconds(60)).until(() -> SERVED.matcher(app.err())
                .find());
        Matcher served = SERVED.matcher(app.err());
        assertThat(served.find()).isTrue();
        page = URI.create(served.group(1));
        await("dead letters").atMost(Duration.ofSeconds(60)).until(() -> !WorkingFolder.files(folder.deadLetters())
                .isEmpty());
        String mails = Files.readString(SAMPLES.resolve("inbox/mails.jsonl"));
        folder.put("orders.jsonl", mails.repeat(2));
        await("results")
                .atMost(Duration.ofSeconds(90))
                .until(() -> Files.exists(folder.results().resolve("orders.jsonl")));
        folder.put("mails.jsonl", mails.repeat(COPIES));
        Path jobs = folder.root().resolve("work/mails.jsonl/jobs");
        await("jobs in flight")
                .atMost(Duration.ofSeconds(60))
                .until(() -> WorkingFolder.files(jobs).size() > 2);
    }

    @AfterAll
    static void stop() {
        if (app != null) {
            app.close();
        }
        if (service != null) {
            service.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void itIsCompleteAndReadableOnAnyScreenAndAfterItRefreshedItself() throws Exception {
        for (int width : new int[] {1280, 400}) {
            for (boolean dark : new boolean[] {false, true}) {
                try (Tab tab = chromium.tab().screen(width, HIGH, dark).open(page)) {
                    tab.evaluate("document.querySelector('#facts').firstElementChild.dataset.old = 'yes'");
                    await("it refreshes itself").atMost(Duration.ofSeconds(30)).until(() -> tab.evaluate(
                                    "document.querySelector('#facts [data-old]') === null")
                            .asBoolean());
                    tab.keep("live-" + width + (dark ? "-dark" : ""));
                    tab.requireReadable();
                    assertThat(tab.barriers())
                            .as("axe-core at %d, dark: %s", width, dark)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void thePageOfTheCodesIsReadableToo() throws Exception {
        try (Tab tab = chromium.tab().screen(400, HIGH, false).open(page.resolve("codes"))) {
            tab.requireReadable();
            assertThat(tab.barriers()).isEmpty();
        }
    }

    @Test
    void theReadmeHasSmallPicturesOfIt() throws Exception {
        for (boolean dark : new boolean[] {false, true}) {
            try (Tab tab = chromium.tab().screen(1080, 1010, dark).open(page)) {
                tab.pictureOfReadme("live" + (dark ? "-dark" : ""));
            }
        }
    }
}
