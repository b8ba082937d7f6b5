package org.analyzetext.edge.host;

import static org.analyzetext.edge.host.DirectSourceTest.awaitLabelled;
import static org.analyzetext.edge.host.DirectSourceTest.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.analyzetext.AnalyzeText;
import org.analyzetext.CapturedLog;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.route.EditorSpelling;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the module adds to a camel-main host, and that it touches nothing else. */
class HostTest {
    private static final Path PAGE = Path.of("docs/embedding.md");
    private static final String FILES_EDGES = "with `source`, `jobs` or `sink` `=files`";
    private static final String HOST_EDGES = "with `source=direct`, `sink=endpoint` or `jobs=own`";
    private static final String HEAD = "| route | from | when |\n|---|---|---|\n";
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @AutoClose
    private static final LocalService SERVICE = service();

    @TempDir
    Path root;

    @Test
    void theJarAloneAddsNothing() throws Exception {
        try (Host host = host().with("enabled", "false").start()) {
            assertThat(host.context().getRoutes())
                    .extracting(org.apache.camel.Route::getId)
                    .containsExactlyInAnyOrder("labelled", "failed");
            assertThat(beans(host.context())).isEmpty();
            assertThat(host.context().getPropertiesComponent().resolveProperty("analyze-text.files.scan"))
                    .contains("20ms");
            assertThat(host.context().getPropertiesComponent().resolveProperty("analyze-text.files.settle"))
                    .isEmpty();
            assertThat(root.resolve("work")).doesNotExist();
        }
    }

    @Test
    void aSinkEndpointThatNoRouteTakesStopsTheStartBeforeAnythingIsPaidFor() {
        try (Host host = host().with("endpoint-sink.dead-letters", "direct:faild?timeout=60000")) {
            assertThatThrownBy(host::start)
                    .isInstanceOf(AnalyzeTextException.class)
                    .hasMessage(
                            "analyze-text.endpoint-sink.dead-letters is direct:faild?timeout=60000, but no route of this"
                                    + " context begins there: add one, or correct the name");
        }
    }

    @Test
    void aRuntimeMayLoadTheRouteFilesItselfAndTheModuleBindsTheirBeans() throws Exception {
        try (Host host = host().with("routes", "none")) {
            host.main.configure().withRoutesIncludePattern("file:routes/*.camel.yaml");
            host.start();
            host.give(Map.of("id", "a", "text", "My invoice is wrong"));
            awaitLabelled(host, 1);

            assertThat(host.context().getRoutes())
                    .extracting(org.apache.camel.Route::getId)
                    .doesNotHaveDuplicates()
                    .contains("analyze-text-submit", "analyze-text-source-direct");
        }
    }

    @Test
    void theLogSaysWhereDocumentsAreWaitedFor() throws Exception {
        try (CapturedLog log = CapturedLog.of("org.analyzetext.edge.host");
                Host host = host().start()) {
            assertThat(host.context().isStarted()).isTrue();
            assertThat(log.lines()).contains("waiting for documents at direct:analyze-text");
        }
    }

    @Test
    void theHostGetsWhatThePageListsAndNothingElse() throws Exception {
        try (Host host = host().start()) {
            CamelContext context = host.context();
            host.give(Map.of("id", "a", "text", "My invoice is wrong"));
            awaitLabelled(host, 1);

            assertThat(beans(context)).containsExactlyInAnyOrderElementsOf(listed("beans", FILES_EDGES, HOST_EDGES));
            assertThat(configurations(context)).containsExactlyInAnyOrderElementsOf(listed("route configurations"));
            assertThat(context.getComponentNames())
                    .containsExactlyInAnyOrder("bean", "direct", "file", "http", "scheduler")
                    .isSubsetOf(listed("component"));
            for (String profile : listed("thread pool profiles")) {
                assertThat(context.getExecutorServiceManager().getThreadPoolProfile(profile))
                        .as(profile)
                        .isNotNull();
            }
            Set<String> routes = context.getRoutes().stream()
                    .map(org.apache.camel.Route::getId)
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> expected =
                    chosen(Map.of("source", "direct", "jobs", "files", "sink", "endpoint", "shutdown.jobs", "keep"));
            expected.addAll(Set.of("labelled", "failed"));
            assertThat(routes).isEqualTo(expected);
            assertThat(context.getEndpoints())
                    .extracting(endpoint -> endpoint.getEndpointUri().replaceFirst("[:?].*", ""))
                    .containsOnly("direct", "file", "http", "scheduler");
            try (Stream<Path> made = Files.list(root)) {
                assertThat(made).containsExactly(root.resolve("work"));
            }
        }
    }

    private static List<String> beans(CamelContext context) {
        return context.getRegistry().findByTypeWithName(Object.class).keySet().stream()
                .filter(name -> name.startsWith("analyze"))
                .filter(name -> !name.equals("analyze-text-kafka") && !name.equals("analyze-text-stop"))
                .toList();
    }

    private static List<String> configurations(CamelContext context) {
        return context
                .getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getRouteConfigurationDefinitions()
                .stream()
                .map(RouteConfigurationDefinition::getId)
                .toList();
    }

    private static List<String> listed(String... rows) throws IOException {
        List<String> listed = new ArrayList<>();
        for (String row : rows) {
            listed.addAll(listed(row));
        }
        return listed;
    }

    private static List<String> listed(String row) throws IOException {
        String line = Files.readAllLines(PAGE).stream()
                .filter(found -> found.startsWith("| " + row + " |"))
                .findFirst()
                .orElseThrow();
        Matcher names = NAME.matcher(line.substring(line.indexOf(" | ") + 3));
        List<String> listed = new ArrayList<>();
        while (names.find()) {
            listed.add(names.group(1));
        }
        return listed;
    }

    @Test
    void theTableOfRoutesIsWhatTheRouteFilesSay() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf(HEAD) + HEAD.length();
        int end = page.indexOf("\n\n", start - 1);
        String table = routes().stream().map(HostTest::row).collect(Collectors.joining("\n")) + "\n";
        if (Boolean.getBoolean("analyzetext.write-pages")) {
            Files.writeString(PAGE, page.substring(0, start) + table + page.substring(end + 1));
        }
        assertThat(Files.readString(PAGE))
                .as("%s; write it anew with -Danalyzetext.write-pages=true", PAGE)
                .contains(HEAD + table + "\n");
    }

    private record Listed(String id, String from, String when) {}

    private static String row(Listed route) {
        return "| `%s` | `%s` | %s |".formatted(route.id(), route.from(), route.when());
    }

    /** The routes of all files. */
    private static List<Listed> routes() throws IOException {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        List<Listed> routes = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.sorted().toList()) {
                for (JsonNode item : yaml.readTree(file.toFile())) {
                    if (item.has("route")) {
                        routes.add(listed(item.at("/route/id").asText(), item.get("route")));
                    }
                }
            }
        }
        return routes;
    }

    private static Listed listed(String id, JsonNode route) {
        String uri = route.at("/from/uri").asText();
        String folder = route.at("/from/parameters/directoryName").asText();
        String when = route.path("precondition")
                .asText()
                .replaceAll("'\\{\\{analyze-text\\.([\\w.]+)}}' == '(\\w+)'", "`$1=$2`")
                .replaceAll("'\\{\\{analyze-text\\.([\\w.]+)}}' != '(\\w+)'", "not `$1=$2`")
                .replaceAll("'\\{\\{analyze-text\\.([\\w.-]+)}}' != ''", "`$1` is set")
                .replace("&&", "and");
        return new Listed(id, folder.isEmpty() ? uri : uri + ":" + folder, when.isEmpty() ? "always" : when);
    }

    private static Set<String> chosen(Map<String, String> edges) throws IOException {
        return routes().stream()
                .filter(route -> route.when().equals("always")
                        || Stream.of(route.when().split(" and ")).allMatch(part -> holds(part, edges)))
                .map(Listed::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean holds(String condition, Map<String, String> edges) {
        if (condition.endsWith(" is set")) {
            // None is, as it comes.
            return false;
        }
        Matcher names = Pattern.compile("(not )?`([\\w.]+)=(\\w+)`").matcher(condition);
        assertThat(names.matches()).isTrue();
        return edges.get(names.group(2)).equals(names.group(3)) == (names.group(1) == null);
    }

    @Test
    void theHostStaysAsItIs() throws Exception {
        List<Object> seen = new ArrayList<>();
        Host host = host().routes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(
                        deadLetterChannel("direct:mine").maximumRedeliveries(2).redeliveryDelay(1));
                from("direct:host")
                        .setVariable("batch", constant("mine"))
                        .setVariable("taken", constant("mine"))
                        .to("direct:analyze-text")
                        .process(exchange -> seen.add(exchange.getVariables()))
                        .throwException(new IllegalStateException("host"));
                from("direct:mine").process(exchange -> seen.add("dead letter"));
            }
        });
        HttpComponent http = new HttpComponent();
        http.setConnectTimeout(7_000);
        http.setMaxTotalConnections(3);
        http.setFollowRedirects(true);
        http.setCopyHeaders(true);
        KafkaComponent kafka = new KafkaComponent();
        kafka.getConfiguration().setBrokers("host-broker:9092");
        kafka.getConfiguration().setGroupId("host-group");
        host.main.bind("http", http);
        host.main.bind("kafka", kafka);
        try (host) {
            host.main.addProperty("my.property", "mine");
            host.start();
            assertThat(setup(host.context())).isEqualTo(setupOfAHostWithoutUs());

            host.context().createProducerTemplate().sendBody("direct:host", Map.of("id", "a", "text", "good"));
            awaitLabelled(host, 1);

            assertThat(seen).containsExactly(Map.of("batch", "mine", "taken", "mine"), "dead letter");
            assertThat(host.context().getComponent("http")).isSameAs(http);
            assertThat(http.getConnectTimeout()).isEqualTo(7_000);
            assertThat(http.getMaxTotalConnections()).isEqualTo(3);
            assertThat(http.isFollowRedirects()).isTrue();
            assertThat(http.isCopyHeaders()).isTrue();
            assertThat(http.getHttpClientConfigurer()).isNull();
            assertThat(host.context().getComponent("kafka")).isSameAs(kafka);
            assertThat(kafka.getConfiguration().getBrokers()).isEqualTo("host-broker:9092");
            assertThat(kafka.getConfiguration().getGroupId()).isEqualTo("host-group");
            assertThat(kafka.getConfiguration().getAdditionalProperties()).isEmpty();
            assertThat(host.context().resolvePropertyPlaceholders("{{my.property}}"))
                    .isEqualTo("mine");
        }
    }

    /** What belongs to the context as a whole. */
    private static Map<String, Object> setup(CamelContext context) {
        return Map.of(
                "type converters", context.getTypeConverterRegistry().size(),
                "error handler",
                        String.valueOf(context.getCamelContextExtension().getErrorHandlerFactory()),
                "default profile",
                        context.getExecutorServiceManager()
                                .getDefaultThreadPoolProfile()
                                .toString(),
                "global options", context.getGlobalOptions(),
                "intercept strategies",
                        context.getCamelContextExtension()
                                .getInterceptStrategies()
                                .size(),
                "shutdown", context.getShutdownStrategy().getTimeout(),
                "log mask", String.valueOf(context.isLogMask()),
                "stream caching", String.valueOf(context.isStreamCaching()),
                "tracing", String.valueOf(context.isTracing()));
    }

    private Map<String, Object> setupOfAHostWithoutUs() throws Exception {
        try (Host plain = host().with("enabled", "false")) {
            plain.main.bind("http", new HttpComponent());
            plain.main.bind("kafka", new KafkaComponent());
            return setup(plain.start().context());
        }
    }

    @Test
    void oneLineOfCodeInstallsItToo() throws Exception {
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setInitialProperties(host().with("enabled", "false").properties);
        AnalyzeText installed = AnalyzeText.install(context);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:labelled").to("log:labelled?showBody=false");
                from("direct:failed").to("log:failed?showBody=false");
            }
        });
        try {
            context.start();

            assertThat(installed.settings().edges().sink()).isEqualTo(EdgeKind.ENDPOINT);
            assertThatThrownBy(() -> AnalyzeText.install(context))
                    .isInstanceOf(AnalyzeTextException.class)
                    .hasMessageStartingWith("analyze-text is installed in this context already");
            assertThat(context.getRoute("analyze-text-submit")).isNotNull();
        } finally {
            context.stop();
        }
    }

    @Test
    void editedCopiesOfTheRoutesReplaceThem() throws Exception {
        Path routes = Files.createDirectory(root.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.writeString(
                        routes.resolve(file.getFileName()),
                        Files.readString(file)
                                .replace(
                                        "id: analyze-text-publish\n    description: ",
                                        "id: analyze-text-publish\n    description: Edited. "));
            }
        }
        try (Host host =
                host().with("routes", "file:" + routes + "/*.camel.yaml").start()) {
            assertThat(host.context().getRoute("analyze-text-publish").getDescription())
                    .startsWith("Edited. ");
        }
    }

    @Test
    void routesThatAnEditorSavedLabelDocumentsToo() throws Exception {
        Path routes = Files.createDirectory(root.resolve("routes"));
        EditorSpelling.save(Path.of("routes"), routes);
        try (Host host =
                host().with("routes", "file:" + routes + "/*.camel.yaml").start()) {
            host.give(Map.of("id", "a", "text", "My invoice is wrong"));

            awaitLabelled(host, 1);
        }
    }

    @Test
    void aStopLeavesNoThreadsNoWarningsAndNothingUndone() throws Exception {
        Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger rootLogger = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        rootLogger.addAppender(log);
        log.start();
        List<String> first = new ArrayList<>();
        try (Host host = host().with("poll.first-poll", "200ms").start()) {
            host.give(IntStream.range(0, 200)
                    .mapToObj(i -> Map.of("id", "d" + i, "text", "My invoice is wrong"))
                    .toList());
            awaitLabelled(host, 1);
            host.main.stop();
            host.labelled.forEach(result -> first.add(result.path("id").asText()));
        } finally {
            rootLogger.detachAppender(log);
        }
        assertThat(List.copyOf(log.list))
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .filteredOn(thread -> thread.getName().startsWith("Camel")
                        || thread.getName().contains("analyze")
                        || thread.getName().contains("http"))
                .isEmpty());

        try (Host again = host().start()) {
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> first.size() + again.labelled.size() >= 200);
            again.labelled.forEach(result -> first.add(result.path("id").asText()));
        }
        assertThat(first).hasSize(200).doesNotHaveDuplicates();
    }

    private Host host() {
        return new Host(root.resolve("work"), SERVICE.endpoint());
    }
}
