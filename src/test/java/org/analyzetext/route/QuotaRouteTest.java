package org.analyzetext.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.analyzetext.route.ScriptedService.Reply;
import org.analyzetext.route.ScriptedService.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service's waits, its outages and its refusals, for all calls of the resource that they belong to. */
class QuotaRouteTest {
    private static final int BATCHES = 8;
    private static final Map<String, String> ONE_BY_ONE = Map.of("batch.max-documents", "1", "job.max-attempts", "1");

    @TempDir
    Path root;

    private ScriptedService service;
    private ScriptedService other;

    @BeforeEach
    void startServices() throws Exception {
        service = new ScriptedService();
        other = new ScriptedService();
    }

    @AfterEach
    void stopServices() {
        service.close();
        other.close();
    }

    @Test
    void aWaitThatAPollIsToldHoldsUpTheCallsOfAll() throws Exception {
        service.onPoll = ScriptedService.first(List.of(Reply.of(429).with("Retry-After", "2")), service::succeeded);
        runAll(ONE_BY_ONE);

        assertWaited(429, Duration.ofSeconds(1));
    }

    @Test
    void aWaitUntilADateIsKept() throws Exception {
        AtomicInteger submits = new AtomicInteger();
        service.onSubmit = request -> submits.getAndIncrement() == 0
                ? Reply.of(429).with("Retry-After", inSeconds(3))
                : service.accept(request);
        runAll(ONE_BY_ONE);

        assertWaited(429, Duration.ofSeconds(1));
    }

    @Test
    void aWaitThatComesWithAnAcceptedSubmitIsKept() throws Exception {
        AtomicInteger submits = new AtomicInteger();
        service.onSubmit = request -> submits.getAndIncrement() == 0
                ? service.accept(request).with("Retry-After", "2")
                : service.accept(request);
        runAll(ONE_BY_ONE);

        assertWaited(202, Duration.ofSeconds(1));
    }

    @Test
    void aServiceThatFailsForAWhileLosesNothingAndIsTriedByOneCallAtATime() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger mostAtOnce = new AtomicInteger();
        // From the tenth call on those that were on their way when the breaker opened are over.
        service.onSubmit = request -> {
            int call = calls.incrementAndGet();
            if (call > 20) {
                return service.accept(request);
            }
            int now = atOnce.incrementAndGet();
            if (call > 10) {
                mostAtOnce.accumulateAndGet(now, Math::max);
            }
            atOnce.decrementAndGet();
            return Reply.of(503);
        };
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), with("submit.threads", "8"))) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(BATCHES));
            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(BATCHES);
            assertThat(pipeline.counters().deadLetters()).isZero();
            assertThat(mostAtOnce.get()).isEqualTo(1);
        }
    }

    @Test
    void theSecondKeyIsUsedWhenTheFirstIsRefused() throws Exception {
        service.onSubmit = onlyWith("second", service::accept);
        service.onPoll = onlyWith("second", service::succeeded);
        runAll(with("second.api-key", "second"));

        assertThat(List.copyOf(service.requests)
                        .get(service.requests.size() - 1)
                        .headers())
                .containsEntry("ocp-apim-subscription-key", List.of("second"));
    }

    @Test
    void callsGoOnWhenTheKeyFileIsTurnedToTheRightKey() throws Exception {
        Path file = Files.writeString(root.resolve("key"), "expired");
        service.onSubmit = onlyWith("right", service::accept);
        service.onPoll = onlyWith("right", service::succeeded);
        // So long that only the file's change can end the wait.
        Map<String, String> changes = new HashMap<>(with("api-key-file", file.toString()));
        changes.putAll(Map.of("api-key", "", "call.shortest-wait", "1h", "call.longest-wait", "1h"));
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), changes)) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(1));
            await().atMost(FilesPipeline.LIMIT).until(() -> !service.submits().isEmpty());
            Files.move(
                    Files.writeString(root.resolve("next"), "right"),
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            pipeline.put("more.jsonl", FilesPipeline.lines(1));

            await().atMost(FilesPipeline.LIMIT)
                    .until(() -> pipeline.results("more.jsonl").size() == 1);
        }
    }

    @Test
    void jobsGoToTheResourceThatTakesThemAndArePolledThere() throws Exception {
        service.onSubmit = request -> Reply.of(401);
        runAll(two());

        assertThat(service.polls()).isEmpty();
        assertThat(other.submits()).hasSize(BATCHES);
        assertThat(other.polls()).hasSizeGreaterThanOrEqualTo(BATCHES);
    }

    @Test
    void aResourceThatCanNotBeReachedCostsNothingButTime() throws Exception {
        service.close();
        runAll(two());

        assertThat(other.submits()).hasSize(BATCHES);
    }

    @Test
    void twoResourcesThatAreWellShareTheJobs() throws Exception {
        runAll(two());

        assertThat(service.submits()).isNotEmpty();
        assertThat(other.submits()).isNotEmpty();
        assertThat(service.submits().size() + other.submits().size()).isEqualTo(BATCHES);
    }

    @Test
    @Timeout(20)
    void aPipelineThatWaitsForItsTurnStopsWithoutWaiting() throws Exception {
        service.onSubmit = request -> Reply.of(429).with("Retry-After", "3600");
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), ONE_BY_ONE)) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(BATCHES));
            await().atMost(FilesPipeline.LIMIT).until(() -> !service.submits().isEmpty());
        }
        assertThat(FilesPipeline.files(root, "work"))
                .filteredOn(file -> file.contains("todo/"))
                .hasSize(BATCHES);
        assertThat(FilesPipeline.files(root, "work")).noneMatch(file -> file.contains("posting/"));
    }

    private void runAll(Map<String, String> changes) throws Exception {
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), changes)) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(BATCHES));
            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(BATCHES);
            assertThat(pipeline.counters().deadLetters()).isZero();
        }
    }

    /** One reply asked for a wait of two seconds at least; what was on its way then may have come within the first. */
    private void assertWaited(int status, Duration wait) {
        List<Long> times =
                service.requests.stream().map(Request::nanos).sorted().toList();
        long longest = 0;
        for (int i = 1; i < times.size(); i++) {
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        assertThat(Duration.ofNanos(longest))
                .as("the longest silence around the " + status)
                .isGreaterThan(wait);
    }

    private static String inSeconds(int seconds) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(seconds));
    }

    private static Function<Request, Reply> onlyWith(String key, Function<Request, Reply> then) {
        return request -> request.headers()
                        .getOrDefault("ocp-apim-subscription-key", List.of())
                        .contains(key)
                ? then.apply(request)
                : Reply.of(401);
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> changes = new HashMap<>(ONE_BY_ONE);
        changes.put(name, value);
        return changes;
    }

    private Map<String, String> two() {
        Map<String, String> changes = new HashMap<>(with("resources", "west,north"));
        changes.put("resources.west.endpoint", service.endpoint().toString());
        changes.put("resources.west.api-key", "west-key");
        changes.put("resources.north.endpoint", other.endpoint().toString());
        changes.put("resources.north.api-key", "north-key");
        return changes;
    }
}
