package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the pages. Every command of a code block is either run here as it is written, in a folder with the
 * README's own properties file, or stands among those that are not, with the reason.
 */
class DocsCommandsIT {
    private static final Pattern BLOCK = Pattern.compile("^```\\w*\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern COMMAND = Pattern.compile("(?:[A-Z_]+=\\S+ +)*(?:java|mvn|docker|curl|kubectl) .*");
    private static final Pattern IN_THE_TEXT = Pattern.compile("`(java -jar [^`]+)`");
    private static final Pattern PROPERTIES = Pattern.compile("```\n(analyze-text\\.endpoint=.*?)```", Pattern.DOTALL);
    private static final Path JAR = Path.of(System.getProperty("analyzetext.jar", "target/analyze-text.jar"))
            .toAbsolutePath();

    /** The beginning of a command, and why it is not run here. */
    private static final Map<String, String> NOT_RUN = Map.ofEntries(
            Map.entry("mvn ", "the build does not build itself; the demo that follows one is ApplicationIT's"),
            Map.entry(
                    "java -cp target/test-classes org.analyzetext.edge.kafka.Broker", "every Kafka test starts it so"),
            Map.entry("java -cp \"$(cat target/broker.classpath)\"", "needs the broker and its fixed port: ComposeIT"),
            Map.entry("ANALYZE_TEXT_SOURCE=kafka ", "needs the broker and its fixed port: ComposeIT"),
            Map.entry("java -jar target/analyze-text.jar local-service --key", "runs until it is ended: ComposeIT"),
            Map.entry(
                    "java -jar target/analyze-text.jar local-service --project path/",
                    "names a file of the user's: LocalServiceCommandTest"),
            Map.entry("java -jar analyze-text.jar check", "calls the service that the properties name: CheckIT"),
            Map.entry("OTEL_SERVICE_NAME=analyze-text ", "needs the agent: TracesIT, with -Plong"),
            Map.entry("java -jar analyze-text.jar account --from", "is for topics: TopicAccountTest"),
            Map.entry("java -jar analyze-text.jar where", "names a document of the user's: CommandsTest"),
            Map.entry(
                    "java -jar analyze-text.jar evaluate results/docs.jsonl",
                    "names files of the user's: EvaluationTest, CommandsTest"),
            Map.entry(
                    "java -jar analyze-text.jar evaluate results --task intent",
                    "needs results: LabelStudioFileTest, CommandsTest"),
            Map.entry("java -cp \".:lib/*\" org.apache.camel.main.Main", "runs until it is ended: CamelMainIT"),
            Map.entry("curl -X PUT http://localhost:8071/_local/faults", "ControlTest asks the same"));

    @TempDir
    Path place;

    @Test
    void everyCommandThatCanRunHereRunsAsItIsWritten() throws Exception {
        Files.createDirectory(place.resolve("inbox"));
        Matcher properties = PROPERTIES.matcher(Files.readString(Path.of("README.md")));
        assertThat(properties.find()).isTrue();
        // The one line more makes it end; with an empty inbox nothing is called.
        Files.writeString(
                place.resolve("analyze-text.properties"),
                properties.group(1) + "analyze-text.exit-when-drained=true\n");
        List<String> run =
                commands().stream().filter(command -> reason(command).isEmpty()).toList();

        for (String command : run) {
            Path said = place.resolve("said.txt");
            ProcessBuilder shell = new ProcessBuilder(
                            "sh",
                            "-c",
                            command.replaceAll("(?:target/)?(analyze-text\\.jar|java-options)", "\"\\$TARGET\"/$1"))
                    .directory(place.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            shell.environment()
                    .putAll(Map.of(
                            "TARGET",
                            JAR.toAbsolutePath().getParent().toString(),
                            "ANALYZE_TEXT_API_KEY",
                            WorkingFolder.KEY,
                            "JDK_JAVA_OPTIONS",
                            options(command)));
            Process process = shell.start();
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command).isTrue();
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            assertThat(process.exitValue())
                    .as("'%s' said %s", command, Files.readString(said))
                    .isZero();
        }
        assertThat(run).hasSizeGreaterThan(3);
    }

    @Test
    void everyExceptionIsStillOnAPage() throws IOException {
        TreeSet<String> commands = commands();
        assertThat(NOT_RUN.keySet())
                .allMatch(beginning -> commands.stream().anyMatch(command -> command.startsWith(beginning)));
    }

    /** Starts are quick, but a page that makes or reads an archive of classes has its own. */
    private static String options(String command) throws IOException {
        String quick = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
        return command.contains("Archive") ? quick : quick + " " + ClassArchive.option();
    }

    private static List<String> reason(String command) {
        return NOT_RUN.entrySet().stream()
                .filter(entry -> command.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static TreeSet<String> commands() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        TreeSet<String> commands = new TreeSet<>();
        for (Path page : pages) {
            String text = Files.readString(page);
            BLOCK.matcher(text)
                    .results()
                    .flatMap(
                            block -> block.group(1).replaceAll("\\\\\n\\s*", "").lines())
                    .filter(line -> COMMAND.matcher(line).matches())
                    .forEach(commands::add);
            IN_THE_TEXT.matcher(text).results().forEach(command -> commands.add(command.group(1)));
        }
        return commands;
    }
}
