package org.analyzetext.route;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.analyzetext.route.ScriptedService.Reply;
import org.analyzetext.service.ServiceAnswer;
import org.analyzetext.service.ServiceCall;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What leaves, and where the key and the texts may stand. */
class SecrecyRouteTest {
    private static final String TEXT = "Heliotrope";

    @TempDir
    Path root;

    @AutoClose
    private final ScriptedService service = new ScriptedService();

    @Test
    void aSubmitHasTheHeadersOfTheContractAndNoOthers() throws Exception {
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));

            pipeline.awaitDrained();

            ScriptedService.Request submit = service.submits().get(0);
            assertThat(submit.uri()).hasToString("/language/analyze-text/jobs?api-version=2022-05-01");
            assertThat(submit.headers().keySet())
                    .containsExactlyInAnyOrder(
                            "host",
                            "accept",
                            "accept-encoding",
                            "connection",
                            "content-type",
                            "content-length",
                            "ocp-apim-subscription-key",
                            "user-agent");
            assertThat(submit.headers().get("content-type")).containsExactly("application/json");
            assertThat(submit.headers().get("accept")).containsExactly("application/json");
            assertThat(submit.headers().get("ocp-apim-subscription-key")).containsExactly(FilesPipeline.KEY);
            assertThat(submit.headers().get("content-length"))
                    .containsExactly("" + submit.body().getBytes(StandardCharsets.UTF_8).length);
        }
    }

    @Test
    void aGatewayBelowAPathGetsTheKeyInTheHeaderOfItsOwnAndItIsInNoFileAndInNoLog() throws Exception {
        misbehave();
        try (Leaks leaks = new Leaks()) {
            try (FilesPipeline pipeline = FilesPipeline.start(
                    root, service.endpoint().resolve("/language-west"), Map.of("key-header", "X-Gateway-Key"))) {
                pipeline.put("mails.jsonl", texts());
                pipeline.awaitDrained();
                assertThat(pipeline.results("mails.jsonl")).hasSize(5);
            }
            assertThat(leaks.found).isEmpty();
        }
        assertThat(service.requests).isNotEmpty().allSatisfy(request -> {
            assertThat(request.path()).startsWith("/language-west/language/analyze-text/jobs");
            assertThat(request.headers()).containsEntry("x-gateway-key", List.of(FilesPipeline.KEY));
            assertThat(request.headers()).doesNotContainKey("ocp-apim-subscription-key");
        });
        try (Stream<Path> tree = Files.walk(root)) {
            assertThat(tree.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(file).content().doesNotContain(FilesPipeline.KEY));
        }
    }

    @Test
    void nothingOfAMessageLeavesButTheCall() throws Exception {
        try (ScriptedService foreign = new ScriptedService();
                FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint());
                ProducerTemplate template = pipeline.context().createProducerTemplate()) {
            Exchange answered = template.request("direct:analyze-text-call", exchange -> {
                exchange.getMessage().setBody(ServiceCall.poll("default", "b", "job-1", 25, 20));
                exchange.getMessage()
                        .setHeaders(new java.util.HashMap<>(Map.of(
                                "X-Internal",
                                "secret",
                                "Authorization",
                                "Bearer of-the-host",
                                "Cookie",
                                "a=b",
                                Exchange.HTTP_URI,
                                foreign.endpoint().toString(),
                                Exchange.HTTP_PATH,
                                "/else",
                                Exchange.HTTP_METHOD,
                                "DELETE",
                                Exchange.HTTP_QUERY,
                                "x=y")));
            });

            assertThat(foreign.requests).isEmpty();
            assertThat(service.requests).singleElement().satisfies(poll -> {
                assertThat(poll.method()).isEqualTo("GET");
                assertThat(poll.uri())
                        .hasToString("/language/analyze-text/jobs/job-1?api-version=2022-05-01&top=25&skip=20");
                assertThat(poll.headers().keySet())
                        .containsExactlyInAnyOrder(
                                "host",
                                "accept",
                                "accept-encoding",
                                "connection",
                                "ocp-apim-subscription-key",
                                "user-agent");
            });
            assertThat(answered.getMessage().getBody()).isInstanceOf(ServiceAnswer.class);
        }
    }

    @Test
    void noHeaderOfTheServiceComesIn() throws Exception {
        service.onPoll =
                request -> service.succeeded(request).with("X-Evil", "1").with("Set-Cookie", "a=b");
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint());
                ProducerTemplate template = pipeline.context().createProducerTemplate()) {
            Exchange answered = template.request("direct:analyze-text-call", exchange -> exchange.getMessage()
                    .setBody(ServiceCall.poll("default", "b", "job-1", 25, 0)));

            assertThat(answered.getMessage().getHeaders()).isEmpty();
        }
    }

    @Test
    void theKeyIsInNoExchange() throws Exception {
        Set<String> found = new ConcurrentSkipListSet<>();
        misbehave();
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
            EventNotifierSupport notifier = new EventNotifierSupport() {
                @Override
                public void notify(CamelEvent event) {
                    if (event instanceof CamelEvent.ExchangeEvent of) {
                        search(of.getExchange(), found);
                    }
                }
            };
            pipeline.context().addService(notifier);
            pipeline.context().getManagementStrategy().addEventNotifier(notifier);
            pipeline.put("mails.jsonl", texts());

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).isNotEmpty();
            assertThat(found).isEmpty();
        }
    }

    @Test
    void theKeyIsInNoFile() throws Exception {
        misbehave();
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
            pipeline.put("mails.jsonl", texts());

            pipeline.awaitDrained();
        }

        try (Stream<Path> tree = Files.walk(root)) {
            assertThat(tree.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file).content().doesNotContain(FilesPipeline.KEY));
        }
    }

    @Test
    void theKeyAndTheTextsAreInNoLogAtAnyLevel() throws Exception {
        misbehave();
        try (Leaks leaks = new Leaks()) {
            try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint())) {
                pipeline.put("mails.jsonl", texts());
                pipeline.awaitDrained();
                assertThat(pipeline.results("mails.jsonl")).hasSize(5);
                assertThat(pipeline.deadLetters("mails.jsonl")).hasSize(2);
            }
            assertThat(leaks.lines).isPositive();
            assertThat(leaks.found).isEmpty();
        }
    }

    @Test
    void theShippedLogConfigurationSilencesWhatWouldSayTheKeyWhateverTheRootSays() throws Exception {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);

        configurator.doConfigure(
                Path.of("src/main/resources/org/analyzetext/app/logback.xml").toFile());
        context.getLogger("ROOT").setLevel(Level.TRACE);

        assertThat(List.of(
                        "org.apache.camel.main.BaseMainSupport",
                        "org.apache.camel.component.properties.DefaultPropertiesParser",
                        "org.apache.hc.client5.http.headers",
                        "org.apache.hc.client5.http.wire",
                        "com.azure.identity.implementation.IdentityClient",
                        "com.microsoft.aad.msal4j.ConfidentialClientApplication"))
                .allSatisfy(name ->
                        assertThat(context.getLogger(name).isInfoEnabled()).isFalse());
    }

    /** Throttling, a refused key, an outage, a refused document, a failed job: all of it, and then results. */
    private void misbehave() {
        service.onSubmit = ScriptedService.first(
                List.of(
                        Reply.of(429).with("Retry-After", "0"),
                        Reply.of(401, "{'error':{'code':'401','message':'Access denied.'}}"),
                        Reply.of(500),
                        Reply.noAnswer(),
                        Reply.of(202)),
                request -> request.body().contains("guilty")
                        ? Reply.of(400, "{'error':{'code':'InvalidRequest','message':'Invalid.'}}")
                        : service.accept(request));
        service.onPoll = ScriptedService.first(
                List.of(
                        Reply.state("running"),
                        Reply.of(200, "<html>"),
                        Reply.noAnswer(),
                        Reply.of(503),
                        Reply.state("resting"),
                        Reply.of(404),
                        Reply.state("failed")),
                service::succeeded);
    }

    private static String texts() {
        StringBuilder lines = new StringBuilder("{\"id\":\"bad\",\"text\":\"" + TEXT + "\",\"language\":7}\n");
        for (int i = 1; i <= 5; i++) {
            lines.append("{\"id\":\"%d\",\"text\":\"%s %d\",\"note\":\"%s\"}\n".formatted(i, TEXT, i, TEXT));
        }
        return lines.append("{\"id\":\"6\",\"text\":\"" + TEXT + " guilty\"}\n").toString();
    }

    private static void search(Exchange exchange, Set<String> found) {
        Stream.of(
                        exchange.getMessage().getHeaders(),
                        exchange.getAllProperties(),
                        exchange.getVariables(),
                        Map.of("body", String.valueOf(exchange.getMessage().getBody())),
                        Map.of("exception", String.valueOf(exchange.getException())))
                .flatMap(values -> values.entrySet().stream())
                .filter(entry -> String.valueOf(entry.getValue()).contains(FilesPipeline.KEY))
                .forEach(entry -> found.add(entry.getKey()));
    }

    /** The log lines that say what they should not, while all of Camel and of this project log everything. */
    private static final class Leaks extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private static final List<String> LOGGERS = List.of("org.analyzetext", "analyze-text", "org.apache.camel");
        /** Logs every property with its value; the shipped configuration holds it at this level. */
        private static final String PROPERTIES = "org.apache.camel.component.properties";

        final Set<String> found = new ConcurrentSkipListSet<>();
        volatile int lines;

        Leaks() {
            LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
            setContext(context);
            start();
            for (String name : LOGGERS) {
                Logger logger = context.getLogger(name);
                logger.setLevel(Level.TRACE);
                logger.setAdditive(false);
                logger.addAppender(this);
            }
            context.getLogger(PROPERTIES).setLevel(Level.WARN);
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines++;
            String said = event.getFormattedMessage();
            IThrowableProxy thrown = event.getThrowableProxy();
            String all = thrown == null ? said : said + ThrowableProxyUtil.asString(thrown);
            if (all.contains(FilesPipeline.KEY) || all.contains(TEXT)) {
                found.add(event.getLoggerName() + " " + event.getLevel() + " " + event.getMessage());
            }
        }

        @Override
        public void close() {
            LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
            for (String name : LOGGERS) {
                Logger logger = context.getLogger(name);
                logger.detachAppender(this);
                logger.setLevel(null);
                logger.setAdditive(true);
            }
            context.getLogger(PROPERTIES).setLevel(null);
            stop();
        }
    }
}
