package org.analyzetext.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.analyzetext.observe.ReadinessCheck;
import org.analyzetext.route.ScriptedService.Reply;
import org.analyzetext.route.ScriptedService.Request;
import org.analyzetext.schedule.CallScheduler;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the service refuses for a reason that no document can help: it is told, waited for, and nothing is given up. */
class RefusalRouteTest {
    private static final String UNCLEAR =
            "{'error':{'code':'InvalidRequest','message':'Invalid Request.','details':[]}}";
    private static final String PROPERTIES = "analyze-text.task.kind, .project-name, .deployment-name and .parameters";
    private static final Map<String, String> ONE_TRY = Map.of("job.max-attempts", "1");

    @TempDir
    Path root;

    @AutoClose
    private final ScriptedService service = new ScriptedService();

    private final Logger logger = (Logger) LoggerFactory.getLogger(CallScheduler.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'code':'InvalidRequest','message':'InvalidTask in AnalyzeInput','innererror':"
                        + "{'code':'InvalidRequestBodyFormat','message':'Duplicate task name'}",
                "'code':'InvalidArgument','message':'x','innererror':{'code':'InvalidTask','message':'y'}",
                "'code':'InvalidArgument','message':'x','innererror':{'code':'InvalidParameterValue','message':'y'}",
                "'code':'InvalidArgument','message':'x','target':'#/tasks/0'",
                "'code':'BadArgument','message':'x','details':[{'code':'y','message':'z','target':'#/tasks/0/kind'}]"
            })
    void aRefusalThatBlamesTheTaskDeadLettersNothingIsToldOnceAndGoesOnWhenMended(String error) throws Exception {
        service.onSubmit = request -> Reply.of(400, "{'error':{" + error + "}}");
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), ONE_TRY)) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(30));
            await().atMost(FilesPipeline.LIMIT).until(() -> service.submits().size() >= 3);

            assertThat(service.submits())
                    .allSatisfy(submit -> assertThat(submit.texts().size()).isIn(5, 25));
            assertThat(health(pipeline)).contains("refuses tasks", PROPERTIES);
            service.onSubmit = service::accept;
            pipeline.awaitDrained();

            assertAllLabelled(pipeline);
            assertThat(told(Level.ERROR)).singleElement().asString().contains("task 'classification'", PROPERTIES);
            assertThat(told(Level.INFO)).anyMatch(line -> line.contains("takes task 'classification' again"));
            assertThat(health(pipeline)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {UNCLEAR, "<html>", "{'error':null}", "{'a':1e-99999999999}"})
    void aServiceThatRefusesEveryDocumentAlikeDeadLettersNothingAndIsTriedWithFewSubmits(String body) throws Exception {
        service.onSubmit = request -> Reply.of(400, body);
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), slow())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(30));
            await().atMost(FilesPipeline.LIMIT).until(() -> !told(Level.ERROR).isEmpty());

            assertThat(service.submits()).hasSizeLessThanOrEqualTo(10);
            assertThat(health(pipeline)).contains(PROPERTIES);
            service.onSubmit = service::accept;
            pipeline.awaitDrained();

            assertAllLabelled(pipeline);
            assertThat(told(Level.ERROR)).hasSize(1);
        }
    }

    @Test
    void aDocumentThatIsRefusedWithoutAReasonIsADeadLetterWhereTheTaskIsSeenToWork() throws Exception {
        service.onSubmit =
                request -> request.texts().contains("text 7") ? Reply.of(400, UNCLEAR) : service.accept(request);
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), ONE_TRY)) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(25));

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(24);
            assertThat(pipeline.deadLetters("mails.jsonl"))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.path("id").asText()).isEqualTo("id-7"));
        }
    }

    @Test
    void aLanguageThatIsRefusedWithTheWholeRequestIsThatDocumentsDeadLetter() throws Exception {
        service.onSubmit = request -> request.texts().contains("text 7")
                ? Reply.of(
                        400,
                        "{'error':{'code':'InvalidArgument','message':'Invalid Language Code.','innererror':"
                                + "{'code':'UnsupportedLanguageCode','message':'x'}}}")
                : service.accept(request);
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), ONE_TRY)) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(25));

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(24);
            assertThat(pipeline.deadLetters("mails.jsonl")).singleElement().satisfies(letter -> assertThat(
                            letter.path("code").asText())
                    .isEqualTo("UnsupportedLanguageCode"));
            assertThat(told(Level.ERROR)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "partiallyCompleted"})
    void aJobThatIsRefusedBecauseOfItsTaskIsNoTryAndFewMoreAreSubmitted(String status) throws Exception {
        service.onPoll = request -> Reply.of(
                200,
                "{'jobId':'" + request.jobId() + "','status':'" + status + "','errors':[{'code':'InvalidRequest',"
                        + "'message':'The deployment is gone.','target':'#/tasks/0'}],'tasks':{'items':[]}}");
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), slow())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(30));
            await().atMost(FilesPipeline.LIMIT).until(() -> !told(Level.ERROR).isEmpty());
            await().during(Duration.ofSeconds(1)).until(() -> service.submits().size() <= 3);

            assertThat(health(pipeline)).contains("The deployment is gone.", PROPERTIES);
            service.onPoll = service::succeeded;
            pipeline.awaitDrained();

            assertAllLabelled(pipeline);
            assertThat(told(Level.ERROR)).hasSize(1);
            assertThat(told(Level.INFO)).anyMatch(line -> line.contains("answers task 'classification' again"));
        }
    }

    @Test
    void aTransientErrorOfATaskInAJobIsTriedAgainAsEver() throws Exception {
        service.onPoll = request -> Reply.of(
                200,
                "{'jobId':'" + request.jobId() + "','status':'failed','errors':[{'code':'InternalServerError',"
                        + "'message':'Failed to process task after several retry','target':'#/tasks/0'}]}");
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), Map.of("job.max-attempts", "2"))) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));

            pipeline.awaitDrained();

            assertThat(service.submits()).hasSize(2);
            assertThat(pipeline.deadLetters("mails.jsonl")).hasSize(2);
        }
    }

    @Test
    void aRefusedTaskHoldsUpNoOther() throws Exception {
        service.onSubmit = request -> request.body().contains("Broken")
                ? Reply.of(400, "{'error':{'code':'InvalidArgument','message':'x','target':'#/tasks/0'}}")
                : service.accept(request);
        service.onPoll = named("good");
        Map<String, String> two = new HashMap<>(ONE_TRY);
        two.putAll(Map.of(
                "tasks", "good,bad",
                "tasks.good.kind", "CustomSingleLabelClassification",
                "tasks.good.project-name", "Intents",
                "tasks.good.deployment-name", "production",
                "tasks.bad.kind", "CustomSingleLabelClassification",
                "tasks.bad.project-name", "Broken",
                "tasks.bad.deployment-name", "production",
                "document.task", "/task",
                "submit.threads", "4"));
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), two)) {
            pipeline.put("bad.jsonl", "{\"id\":\"1\",\"text\":\"x\",\"task\":\"bad\"}\n");
            await().atMost(FilesPipeline.LIMIT).until(() -> !told(Level.ERROR).isEmpty());
            pipeline.put("good.jsonl", "{\"id\":\"1\",\"text\":\"x\",\"task\":\"good\"}\n");

            await().atMost(FilesPipeline.LIMIT)
                    .until(() -> pipeline.results("good.jsonl").size() == 1);

            assertThat(told(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("task 'bad'", "analyze-text.tasks.bad.kind")
                    .doesNotContain("tasks.good");
            assertThat(pipeline.files("dead-letters")).isEmpty();
        }
    }

    @Test
    void aTaskThatIsMendedInTheConfigurationIsAskedForWhatWaitsToo() throws Exception {
        service.onSubmit = request -> request.body().contains("\"production\"")
                ? Reply.of(400, "{'error':{'code':'InvalidArgument','message':'x','target':'#/tasks/0'}}")
                : service.accept(request);
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), ONE_TRY)) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(30));
            await().atMost(FilesPipeline.LIMIT).until(() -> !told(Level.ERROR).isEmpty());
        }

        try (FilesPipeline pipeline =
                FilesPipeline.start(root, service.endpoint(), Map.of("task.deployment-name", "staging"))) {
            pipeline.awaitDrained();

            assertAllLabelled(pipeline);
            assertThat(pipeline.results("mails.jsonl")).allSatisfy(result -> assertThat(
                            result.at("/classifications/0/task/deploymentName").asText())
                    .isEqualTo("staging"));
        }
    }

    @Test
    void aLongWaitIsToldOnceWhenItBeginsAndOnceWhenItIsOver() throws Exception {
        AtomicInteger submits = new AtomicInteger();
        service.onSubmit = request -> submits.getAndIncrement() < 2
                ? Reply.of(429, "{'error':{'code':'429','message':'Slow down.'}}")
                        .with("Retry-After", "1")
                : service.accept(request);
        Map<String, String> fast = Map.of("quota.enabled", "false", "batch.max-documents", "5");
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), fast)) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(30));

            pipeline.awaitDrained();

            assertThat(told(Level.WARN)).singleElement().asString().contains("throttled", "no POST for 1");
            assertThat(told(Level.INFO))
                    .filteredOn(line -> line.contains("full pace"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 429})
    void aUsedUpQuotaIsToldWithItsWaitHoweverLong(int status) throws Exception {
        service.onSubmit = request -> Reply.of(
                        status,
                        "{'error':{'code':'" + status + "','message':'Out of call volume quota for this month.'}}")
                .with("Retry-After", "1296000");
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), ONE_TRY)) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));
            await().atMost(FilesPipeline.LIMIT).until(() -> !told(Level.WARN).isEmpty());

            assertThat(told(Level.WARN)).singleElement().asString().contains("quota", "no POST for 360 h 0 min");
            assertThat(told(Level.ERROR)).isEmpty();
            assertThat(health(pipeline)).contains("quota");
            assertThat(service.submits()).hasSize(1);
            assertThat(pipeline.files("dead-letters")).isEmpty();
        }
    }

    @Test
    void aRefusedKeyIsToldWithItsPropertyAndNoOtherKeyIsSpokenOfWhereThereIsNone() throws Exception {
        service.onSubmit = request -> Reply.of(401, "{'error':{'code':'401','message':'Access denied.'}}");
        Map<String, String> oneByOne = Map.of("batch.max-documents", "1", "submit.threads", "8");
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), oneByOne)) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(16));
            await().atMost(FilesPipeline.LIMIT).until(() -> service.submits().size() >= 10);

            assertThat(told(Level.ERROR)).singleElement().asString().contains("check analyze-text.api-key.");
            assertThat(told(Level.WARN)).isEmpty();
        }
    }

    private static Map<String, String> slow() {
        return Map.of("job.max-attempts", "1", "call.shortest-wait", "300ms", "call.longest-wait", "2s");
    }

    private Function<Request, Reply> named(String task) {
        return request -> {
            Reply reply = service.succeeded(request);
            return new Reply(
                    reply.status(), reply.headers(), reply.body().replace("\"classification\"", "\"" + task + "\""));
        };
    }

    private static void assertAllLabelled(FilesPipeline pipeline) throws Exception {
        assertThat(pipeline.results("mails.jsonl")).hasSize(30);
        assertThat(pipeline.files("dead-letters")).isEmpty();
    }

    private List<String> told(Level level) {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static String health(FilesPipeline pipeline) {
        HealthCheck check = HealthCheckRegistry.get(pipeline.context())
                .getCheck(ReadinessCheck.ID)
                .orElseThrow();
        return check.call().getMessage().orElse("");
    }
}
