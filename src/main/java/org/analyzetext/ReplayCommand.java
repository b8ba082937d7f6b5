package org.analyzetext;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.analyzetext.files.FileReplay;
import org.analyzetext.files.StreamAnswers;
import org.analyzetext.kafka.KafkaSettings;
import org.analyzetext.kafka.TopicReplay;
import org.analyzetext.replay.Records;
import org.analyzetext.replay.Report;
import org.analyzetext.replay.Selection;

/**
 * Puts the documents of dead letters in again: those of files into the inbox, those of a topic into the documents
 * topic. None is put in twice, however often the command runs and is killed, unless it is told to with {@code --again}.
 */
final class ReplayCommand {
    private static final Set<String> OPTIONS = Set.of("--code", "--from", "--to", "--again");

    private ReplayCommand() {}

    static int run(String[] args, PrintStream out) throws IOException {
        List<String> refused = new ArrayList<>();
        try {
            replay(WorkingFolderProperties.read(), CommandOptions.read(args, OPTIONS), report -> {
                print(report, out);
                refused.addAll(report.refused());
            });
        } catch (AnalyzeTextException told) {
            System.err.println(told.getMessage());
            return Application.MISTAKE;
        } catch (IOException | InvalidPathException disk) {
            System.err.println(
                    "not all was replayed, and the next replay finishes what was begun: " + new Faults().explain(disk));
            return Application.FAILED;
        }
        return refused.isEmpty() ? Application.OK : Application.DEAD_LETTERS;
    }

    private static void replay(
            Function<String, Optional<String>> source, CommandOptions options, Consumer<Report> reports)
            throws IOException {
        Records records = new Records(Settings.fields(source));
        Selection selection = new Selection(options.codes(), options.window(), options.has("--again"));
        Settings.Edges edges = Settings.edges(source);
        if (edges.source() == Settings.Edge.FILES) {
            if (edges.sink() == Settings.Edge.KAFKA) {
                throw new AnalyzeTextException("dead letters of files that lie in a topic can't be replayed: put their"
                        + " documents into the inbox; the inputs are in "
                        + Settings.folders(source).done());
            }
            files(new FileReplay(Settings.folders(source), records, selection), options.files(), reports);
            return;
        }
        if (!options.files().isEmpty()) {
            throw new AnalyzeTextException("documents of a topic are replayed by --code, --from and --to, not by files"
                    + " such as '" + options.files().get(0) + "'");
        }
        KafkaSettings kafka = Settings.kafka(source);
        TopicReplay replay = new TopicReplay(kafka, records, selection);
        reports.accept(replay.replay(
                edges.sink() == Settings.Edge.KAFKA
                        ? null
                        : () -> new StreamAnswers(Settings.folders(source), kafka.documentsTopic())));
    }

    private static void files(FileReplay replay, List<String> named, Consumer<Report> reports) throws IOException {
        replay.finish();
        List<Path> files =
                named.isEmpty() ? replay.files() : named.stream().map(Path::of).toList();
        for (Path file : files) {
            reports.accept(replay.replay(file));
        }
    }

    private static void print(Report report, PrintStream out) {
        out.printf(
                "%,d documents of %s are in %s again%s%n",
                report.replayed(),
                report.place(),
                report.target(),
                report.before() == 0 ? "" : "; %,d were replayed before".formatted(report.before()));
        report.refused().forEach(why -> out.println("not replayed: " + why));
    }
}
