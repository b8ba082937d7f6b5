package org.analyzetext.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.analyzetext.Settings;
import org.analyzetext.account.Records;
import org.analyzetext.account.Report;
import org.analyzetext.account.Selection;
import org.analyzetext.document.LogText;
import org.analyzetext.edge.files.FileReplay;
import org.analyzetext.edge.files.ReplayMerge;
import org.analyzetext.edge.files.StreamAnswers;
import org.analyzetext.edge.kafka.KafkaSettings;
import org.analyzetext.edge.kafka.TopicReplay;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.error.FailureMessages;

/**
 * Puts the documents of dead letters in again: those of files into the inbox, those of a topic into the documents
 * topic. None is put in twice, however often the command runs and is killed, unless it is told to with {@code --again}.
 */
final class ReplayCommand {
    private static final Set<String> OPTIONS = Set.of("--code", "--from", "--to", "--again", "--all", "--merge");

    private ReplayCommand() {}

    static int run(String[] args, PrintStream out) throws IOException {
        if (List.of(args).contains("--merge")) {
            return merge(args, out);
        }
        List<String> refused = new ArrayList<>();
        long[] replayed = {0};
        try {
            replay(
                    WorkingFolderProperties.read(),
                    CommandOptions.read(args, OPTIONS),
                    report -> {
                        print(report, out);
                        refused.addAll(report.refused());
                        replayed[0] += report.replayed();
                    },
                    out);
            if (replayed[0] == 0) {
                out.println("nothing to replay");
            }
        } catch (AnalyzeTextException told) {
            System.err.println(told.getMessage());
            return Application.MISTAKE;
        } catch (IOException | InvalidPathException disk) {
            System.err.println("not all was replayed, and the next replay finishes what was begun: "
                    + new FailureMessages().explain(disk));
            return Application.FAILED;
        }
        return refused.isEmpty() ? Application.OK : Application.DEAD_LETTERS;
    }

    /** Puts the results of replays where their inputs' results are. */
    private static int merge(String[] args, PrintStream out) throws IOException {
        try {
            if (args.length > 1) {
                throw new AnalyzeTextException("--merge merges all results of replays, and stands alone");
            }
            Settings settings = DryRunCommand.settings();
            if (settings.source() != Settings.Edge.FILES || settings.sink() != Settings.Edge.FILES) {
                throw new AnalyzeTextException("--merge is for results and inputs in files; of topics, the result of a"
                        + " replay is a record of its own");
            }
            List<ReplayMerge.Merged> merged =
                    new ReplayMerge(settings.folders(), settings.documentReader(), settings.tasks()).merge();
            merged.forEach(each -> out.printf(
                    Locale.ROOT,
                    "%,d results of %s are in %s now%n",
                    each.results(),
                    LogText.of(each.replay()),
                    LogText.of(each.into().toString())));
            if (merged.isEmpty()) {
                out.println("nothing to merge");
            }
            return Application.OK;
        } catch (AnalyzeTextException told) {
            System.err.println(told.getMessage());
            return Application.MISTAKE;
        } catch (IOException | InvalidPathException disk) {
            System.err.println("not all was merged, and the next --merge finishes what was begun: "
                    + new FailureMessages().explain(disk));
            return Application.FAILED;
        }
    }

    private static void replay(
            Function<String, Optional<String>> source,
            CommandOptions options,
            Consumer<Report> reports,
            PrintStream out)
            throws IOException {
        Records records = new Records(Settings.fields(source));
        Selection selection =
                new Selection(options.codes(), options.window(), options.has("--again"), options.has("--all"));
        Settings.Edges edges = Settings.edges(source);
        if (edges.source() == Settings.Edge.FILES) {
            if (edges.sink() == Settings.Edge.KAFKA) {
                throw new AnalyzeTextException("dead letters of files that lie in a topic can't be replayed: put their"
                        + " documents into the inbox; the inputs are in "
                        + Settings.folders(source).done());
            }
            files(new FileReplay(Settings.folders(source), records, selection), options.files(), reports, out);
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

    private static void files(FileReplay replay, List<String> named, Consumer<Report> reports, PrintStream out)
            throws IOException {
        int finished = replay.finish();
        if (finished > 0) {
            out.println("a replay that was broken off is finished: " + finished + " files");
        }
        List<Path> files =
                named.isEmpty() ? replay.files() : named.stream().map(Path::of).toList();
        for (Path file : files) {
            reports.accept(replay.replay(file));
        }
    }

    private static void print(Report report, PrintStream out) {
        String place = LogText.of(report.place());
        if (report.replayed() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%,d documents of %s are in %s again%n",
                    report.replayed(),
                    place,
                    LogText.of(report.target()));
        }
        if (report.before() > 0) {
            out.printf(Locale.ROOT, "%,d documents of %s were replayed before%n", report.before(), place);
        }
        if (report.hopeless() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%,d documents of %s can't succeed as they are (retryable: false) and stay; --all replays them too,"
                            + " --code those of a code%n",
                    report.hopeless(),
                    place);
        }
        report.refused().forEach(why -> out.println("not replayed: " + why));
    }
}
