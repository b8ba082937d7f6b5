package host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

class ApplicationTest {
    private static final String SECOND_KEY = "another-spring-secret";

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "DEBUG"})
    void documentsOfTheHostAreLabelledAndItStopsCleanAndLogsNoKey(String level) throws Exception {
        Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys("spring-secret-key")
                .project(ProjectSettings.of(Path.of(System.getProperty("samples"), "support-labels.json")))
                .build())) {
            try (ConfigurableApplicationContext application = start(
                    log,
                    "--analyze-text.endpoint=" + service.endpoint(),
                    "--analyze-text.second.apiKey=" + SECOND_KEY,
                    "--logging.level.root=" + level)) {
                Orders orders = application.getBean(Orders.class);
                CamelContext camel = application.getBean(CamelContext.class);
                camel.createProducerTemplate()
                        .sendBody(
                                "direct:orders",
                                IntStream.range(0, 60)
                                        .mapToObj(i -> Map.of("id", "order-" + i, "text", "My invoice is wrong"))
                                        .toList());
                Instant end = Instant.now().plus(Duration.ofSeconds(30));
                while (orders.labelled.size() < 60 && Instant.now().isBefore(end)) {
                    Thread.onSpinWait();
                    Thread.sleep(20);
                }
                assertEquals(60, new TreeSet<>(orders.labelled).size());
                assertEquals(List.of(), orders.notLabelled);
                assertTrue(camel.getComponent("http", HttpComponent.class).isFollowRedirects());
                assertNull(Application.class.getResource("/logback.xml"), "a configuration of the host's logs");
            }
        }
        List<String> warnings = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                warnings.add(event.getFormattedMessage());
            }
            assertFalse(event.getFormattedMessage().contains("spring-secret-key"), event.toString());
            assertFalse(event.getFormattedMessage().contains(SECOND_KEY), event.toString());
        }
        warnings.removeIf(warning -> warning.startsWith("CamelContext has only been running for less than a second"));
        assertEquals(List.of(), warnings);
        // A thread that was told to end is still there for a moment.
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (!camelThreads(before).isEmpty() && Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
        assertEquals(List.of(), camelThreads(before));
    }

    private static List<String> camelThreads(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.getName().startsWith("Camel"))
                .map(Thread::getName)
                .toList();
    }

    @Test
    void mistakesAreToldInTheSpellingOfTheModule() {
        Throwable thrown = assertThrows(
                Throwable.class,
                () -> start(new ListAppender<>(), "--analyze-text.task.kimd=x", "--analyzeText.jobs=file")
                        .close());
        while (thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        String message = String.valueOf(thrown.getMessage());
        assertTrue(
                message.contains(
                        "analyze-text.task.kimd is no property of this release; is analyze-text.task.kind meant?"),
                message);
        assertTrue(message.contains("analyze-text.jobs is 'file', but can only be files or kafka or own"), message);
        assertTrue(message.contains("analyze-text.endpoint is missing"), message);
    }

    @Test
    void mistakesAreReportedOnceWithoutAStackTrace() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        assertThrows(Throwable.class, () -> start(log, "--analyze-text.jobs=file").close());
        List<ILoggingEvent> errors = log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .toList();
        assertEquals(1, errors.size(), errors.toString());
        String report = errors.get(0).getFormattedMessage();
        assertTrue(report.contains("APPLICATION FAILED TO START"), report);
        assertTrue(report.contains("analyze-text.jobs is 'file', but can only be files or kafka or own"), report);
        assertTrue(report.contains("analyze-text.endpoint is missing"), report);
        assertNull(errors.get(0).getThrowableProxy());
    }

    @Test
    void anEditorKnowsEveryProperty() throws Exception {
        boolean known = false;
        for (URL metadata : Collections.list(
                Application.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = metadata.openStream()) {
                known |= new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .contains("\"analyze-text.task.project-name\"");
            }
        }
        assertTrue(known, "the jar has no metadata of its properties");
    }

    @Test
    void theJarAloneAddsNothing() {
        try (ConfigurableApplicationContext application =
                start(new ListAppender<>(), "--analyze-text.enabled=false")) {
            CamelContext camel = application.getBean(CamelContext.class);
            assertEquals(3, camel.getRoutes().size());
            assertFalse(application.containsBean("analyzeTextEnvironmentProperties"));
        }
    }

    private static ConfigurableApplicationContext start(ListAppender<ILoggingEvent> log, String... arguments) {
        SpringApplication application = new SpringApplication(Application.class);
        // Spring Boot sets up logging anew at its start: the appender comes after that.
        application.addListeners(new Attach(log));
        return application.run(arguments);
    }

    private record Attach(ListAppender<ILoggingEvent> log)
            implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, org.springframework.core.Ordered {
        @Override
        public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
            log.start();
            ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
        }

        @Override
        public int getOrder() {
            return LoggingApplicationListener.DEFAULT_ORDER + 1;
        }
    }
}
