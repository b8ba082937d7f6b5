package org.analyzetext.service.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.FakeAuthority;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.route.FilesPipeline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The shipped routes with tokens of an authority of our own, over https with a certificate of our own. */
class IdentityTest {
    private static final String SECRET = "the+applications/secret";
    private static final String TOKEN = "token-1";
    private static final String TENANT = "11111111-2222-3333-4444-555555555555";

    @TempDir
    Path root;

    private FakeAuthority authority;
    private LocalService service;

    @BeforeEach
    void start() throws Exception {
        authority = new FakeAuthority();
        service = LocalService.start(LocalServiceSettings.builder()
                .keys()
                .tokens(TOKEN)
                .tls(true)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("fixed 0s"))
                .build());
    }

    @AfterEach
    void stop() {
        service.close();
        authority.close();
    }

    private Map<String, String> properties() throws Exception {
        Map<String, String> properties = new HashMap<>();
        properties.put("auth", "entra");
        properties.put("api-key", "");
        properties.put("task.project-name", "MessageIntent");
        properties.put("entra.credential", "client-secret");
        properties.put("entra.tenant-id", TENANT);
        properties.put("entra.client-id", "an-application");
        properties.put(
                "entra.client-secret-file",
                Files.writeString(root.resolve("secret"), SECRET).toString());
        properties.put("entra.authority", authority.address().toString());
        properties.put("entra.discovery", "false");
        properties.put(
                "tls.truststore-location",
                Files.writeString(root.resolve("ca.crt"), FakeAuthority.pem()).toString());
        return properties;
    }

    private void labelsADocument(Map<String, String> properties) throws Exception {
        try (FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), properties)) {
            pipeline.put("mails.jsonl", "{\"id\":\"1\",\"text\":\"Where is my parcel?\"}\n");

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(1);
        }
    }

    @Test
    void aClientSecretGetsOneTokenForAllCalls() throws Exception {
        labelsADocument(properties());

        assertThat(authority.requests)
                .singleElement()
                .asString()
                .startsWith("/" + TENANT + "/oauth2/v2.0/token")
                .contains("grant_type=client_credentials", "https%3A%2F%2Fcognitiveservices.azure.com%2F.default");
    }

    @Test
    void aWorkloadIdentityShowsTheTokenOfItsPlatform() throws Exception {
        Map<String, String> properties = properties();
        properties.put("entra.credential", "workload-identity");
        properties.put(
                "entra.token-file",
                Files.writeString(root.resolve("platform"), "of-the-platform").toString());

        labelsADocument(properties);

        assertThat(authority.requests).singleElement().asString().contains("client_assertion=of-the-platform");
    }

    @Test
    void allCallsGoThroughTheProxyAndShowItNothing() throws Exception {
        String user = "Basic "
                + Base64.getEncoder().encodeToString("proxy-user:proxy-password".getBytes(StandardCharsets.UTF_8));
        try (TinyProxy proxy = new TinyProxy(user)) {
            Map<String, String> properties = properties();
            properties.putAll(Map.of(
                    "proxy.host", "127.0.0.1",
                    "proxy.port", "" + proxy.port(),
                    "proxy.user", "proxy-user",
                    "proxy.password", "proxy-password"));

            labelsADocument(properties);

            assertThat(proxy.heads)
                    .anySatisfy(head -> assertThat(head)
                            .startsWith("CONNECT " + authority.address().getAuthority()))
                    .anySatisfy(head -> assertThat(head)
                            .startsWith("CONNECT " + service.endpoint().getAuthority()))
                    .allSatisfy(head -> assertThat(head).startsWith("CONNECT ").doesNotContain(TOKEN));
        }
    }

    @Test
    void aRefusedSecretStopsCallsUntilItsFileIsAnotherAndIsInNoLog() throws Exception {
        authority.refused = "client_secret=the%2Bapplications%2Fsecret";
        try (Said said = new Said();
                FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), properties())) {
            pipeline.put("mails.jsonl", "{\"id\":\"1\",\"text\":\"Where is my parcel?\"}\n");
            await().atMost(FilesPipeline.LIMIT)
                    .until(() -> said.lines.stream().anyMatch(line -> line.contains("AADSTS")));
            Files.writeString(root.resolve("secret"), "another-secret");

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(1);
            assertThat(authority.requests.stream().reduce((first, last) -> last).orElseThrow())
                    .contains("client_secret=another-secret");
            assertThat(said.lines).anyMatch(line -> line.contains("Entra ID gave no token"));
            assertThat(said.lines)
                    .noneMatch(line -> line.contains(SECRET)
                            || line.contains("the%2Bapplications%2Fsecret")
                            || line.contains(TOKEN));
        }
    }

    @Test
    void anAnswerThatIsCutShortIsToldWithoutItsToken() throws Exception {
        authority.cutsShort = true;
        try (Said said = new Said();
                FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), properties())) {
            pipeline.put("mails.jsonl", "{\"id\":\"1\",\"text\":\"Where is my parcel?\"}\n");
            await().atMost(FilesPipeline.LIMIT).until(() -> said.lines.stream()
                    .anyMatch(line -> line.contains("Entra ID gave no token: an answer can't be read")));
            authority.cutsShort = false;

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(1);
            assertThat(said.lines).noneMatch(line -> line.contains(TOKEN));
        }
    }

    /** All that is logged of what is ours, of Camel and, as the shipped configuration has it, of Azure's libraries. */
    private static final class Said extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private static final List<String> LOGGERS = List.of("org.analyzetext", "com.azure.core", "reactor");

        final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Said() {
            Logger any = (Logger) LoggerFactory.getLogger("org.analyzetext");
            setContext(any.getLoggerContext());
            start();
            for (String name : LOGGERS) {
                Logger logger = (Logger) LoggerFactory.getLogger(name);
                logger.setLevel(Level.TRACE);
                logger.addAppender(this);
            }
        }

        @Override
        protected void append(ILoggingEvent event) {
            String thrown =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getFormattedMessage() + thrown);
        }

        @Override
        public void close() {
            for (String name : LOGGERS) {
                Logger logger = (Logger) LoggerFactory.getLogger(name);
                logger.detachAppender(this);
                logger.setLevel(null);
            }
            stop();
        }
    }
}
