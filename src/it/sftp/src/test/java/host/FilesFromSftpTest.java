package host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk-through of the page, as it is written: the host is killed, and the server cuts a connection. */
class FilesFromSftpTest {
    private static final String KEY = "sftp-secret-key";
    private static final int LARGE = 300;
    private static final Pattern FILE = Pattern.compile("```yaml\n# file: routes/(\\S+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PROPERTIES = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("\"id\":\"([a-c]\\d+)\"");

    @TempDir
    Path root;

    private LocalService service;
    private SftpServer server;
    private Process host;

    @BeforeEach
    void startServers() throws Exception {
        service = LocalService.start(LocalServiceSettings.builder()
                .keys(KEY)
                .project(ProjectSettings.of(Path.of(System.getProperty("samples"), "support-labels.json")))
                .build());
        server = new SftpServer(Files.createDirectories(root.resolve("server")), "pass+word&1");
        Files.createDirectories(root.resolve("server/outgoing"));
    }

    @AfterEach
    void stopServers() throws Exception {
        if (host != null) {
            host.destroyForcibly().waitFor();
        }
        server.close();
        service.close();
    }

    @Test
    void aKillAndALostConnectionLoseNothing() throws Exception {
        give("a", 3);
        server.onRead("a.jsonl", 0, this::kill);
        start();
        awaitKill();
        assertEquals(List.of(), visible("inbox"));
        assertEquals(List.of("a.jsonl"), visible("server/outgoing"));

        server.onMove("a.jsonl", this::kill);
        start();
        awaitKill();
        assertEquals(List.of("a.jsonl"), visible("inbox"));
        assertEquals(List.of("a.jsonl"), visible("server/outgoing"));

        give("b", 3);
        give("c", LARGE);
        Files.writeString(root.resolve("server/outgoing/d.jsonl.part"), "{\"id\":\"c0\",\"text\":");
        server.cutConnection("c.jsonl", 100_000);
        start();
        await(() -> visible("server/outgoing").equals(List.of("d.jsonl.part")));

        Map<String, Integer> expected = new TreeMap<>();
        IntStream.range(0, LARGE).forEach(i -> expected.put("c" + i, 1));
        IntStream.range(0, 3).forEach(i -> expected.put("b" + i, 1));
        // It was whole in the inbox when the host was killed before the move, so it came twice, as the page says.
        IntStream.range(0, 3).forEach(i -> expected.put("a" + i, 2));
        await(() -> labelled().equals(expected));
        assertTrue(server.wasCut());
        assertEquals(List.of(), visible("dead-letters"));
        try (var done = Files.list(root.resolve("server/outgoing/done"))) {
            assertEquals(3, done.count());
        }
    }

    private void give(String name, int documents) throws IOException {
        String text = "My invoice is wrong. " + "I was billed twice for the same order. ".repeat(documents / 10);
        Path file = root.resolve("server/outgoing/" + name + ".jsonl");
        try (Writer writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < documents; i++) {
                writer.write("{\"id\":\"" + name + i + "\",\"text\":\"" + text + "\"}\n");
            }
        }
    }

    /** The ids in the results, and how often each is there. */
    private Map<String, Integer> labelled() throws IOException {
        Map<String, Integer> ids = new TreeMap<>();
        for (String name : visible("results")) {
            Matcher id = ID.matcher(Files.readString(root.resolve("results").resolve(name)));
            while (id.find()) {
                ids.merge(id.group(1), 1, Integer::sum);
            }
        }
        return ids;
    }

    /** The names of the files in a folder that are not hidden. */
    private List<String> visible(String folder) throws IOException {
        Path path = root.resolve(folder);
        if (!Files.exists(path)) {
            return List.of();
        }
        try (var files = Files.list(path)) {
            return files.filter(file -> Files.isRegularFile(file)
                            && !file.getFileName().toString().startsWith("."))
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private void start() throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(found(PROPERTIES, 1)));
        properties.putAll(Map.of(
                "sftp.host", "127.0.0.1",
                "sftp.port", String.valueOf(server.port()),
                "sftp.password", "pass+word&1",
                "sftp.known-hosts", server.knownHosts(root.resolve("known_hosts")).toString()));
        Map.of(
                        "enabled", "true",
                        "endpoint", service.endpoint().toString(),
                        "api-key", KEY,
                        "task.kind", "CustomMultiLabelClassification",
                        "task.project-name", "SupportTickets",
                        "task.deployment-name", "production",
                        "routes", "file:" + routes() + "/*.camel.yaml")
                .forEach((name, value) -> properties.setProperty("analyze-text." + name, value));
        Files.createDirectories(root.resolve("inbox"));
        Path file = root.resolve("host.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SftpHost.class.getName(),
                        file.toString())
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", "host.log").toAbsolutePath().toFile()))
                .start();
    }

    private void kill() {
        host.destroyForcibly();
        host.onExit().join();
    }

    private void awaitKill() throws Exception {
        await(() -> !host.isAlive());
        assertTrue(server.acted(), "the host ended before it was killed: see target/host.log");
    }

    private static void await(Callable<Boolean> what) throws Exception {
        Instant end = Instant.now().plus(Duration.ofMinutes(2));
        while (!what.call()) {
            assertTrue(Instant.now().isBefore(end), "waited for two minutes: see target/host.log");
            Thread.sleep(20);
        }
    }

    /** The project's routes with the file of the page. */
    private Path routes() throws IOException {
        Path routes = Files.createDirectories(root.resolve("routes"));
        List<Path> files = new ArrayList<>();
        try (var list = Files.list(Path.of(System.getProperty("walkThroughs"), "routes"))) {
            list.forEach(files::add);
        }
        for (Path file : files) {
            Files.write(routes.resolve(file.getFileName()), Files.readAllBytes(file));
        }
        Files.writeString(routes.resolve(found(FILE, 1)), found(FILE, 2));
        return routes;
    }

    private static String found(Pattern pattern, int group) throws IOException {
        String page = Files.readString(Path.of(System.getProperty("walkThroughs"), "docs/editing-routes.md"));
        Matcher matcher = pattern.matcher(page);
        assertTrue(matcher.find(page.indexOf("## Files from an SFTP server\n")));
        return matcher.group(group);
    }
}
