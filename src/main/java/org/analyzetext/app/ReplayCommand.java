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
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.analyzetext.Edges;
import org.analyzetext.Settings;
import org.analyzetext.account.DeadLetterRecords;
import org.analyzetext.account.ReplayReport;
import org.analyzetext.account.Selection;
import org.analyzetext.account.Window;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.LogText;
import org.analyzetext.edge.ReplayRequest;
import org.analyzetext.edge.files.ReplayMerge;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.error.FailureMessages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Puts the documents of dead letters in again: those of files into the inbox, those of a topic into the documents
 * topic. None is put in twice, however often the command runs and is killed, unless asked to with {@code --again}.
 */
@Command(name = "replay", description = "Puts the documents of dead letters in again, each once.")
final class ReplayCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Files of dead letters; without one, all of the folder, or the topic.")
    private List<Path> files = List.of();

    @Option(names = "--code", paramLabel = "CODE", description = "Only dead letters of this code; may be repeated.")
    private Set<String> codes = Set.of();

    @Mixin
    private final TimeWindow times = new TimeWindow();

    @Option(names = "--again", description = "Also documents that were replayed before.")
    private boolean again;

    @Option(names = "--all", description = "Also documents that can't succeed as they are (retryable: false).")
    private boolean all;

    @Option(
            names = "--merge",
            description = "Move the results of replays to the results of their inputs; stands alone.")
    private boolean merge;

    private final PrintStream out;
    private final PrintStream err;

    ReplayCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        String unfinished = merge
                ? "not all was merged, and the next --merge finishes what was begun: "
                : "not all was replayed, and the next replay finishes what was begun: ";
        try {
            return merge ? merge() : replay();
        } catch (IOException | InvalidPathException disk) {
            err.println(unfinished + new FailureMessages().explain(disk));
            return Application.FAILED;
        }
    }

    /** Puts the results of replays where their inputs' results are. */
    private int merge() throws IOException {
        if (!files.isEmpty()
                || !codes.isEmpty()
                || again
                || all
                || !times.window().equals(Window.ALL)) {
            throw new AnalyzeTextException("--merge merges all results of replays, and stands alone");
        }
        Settings settings = WorkingFolderProperties.settings();
        ReplayMerge.Report report = Edges.of(settings).files().mergeReplays(settings.stages());
        report.merged()
                .forEach(each -> out.printf(
                        Locale.ROOT,
                        "%,d results of %s are in %s now%n",
                        each.results(),
                        LogText.of(each.replay()),
                        LogText.of(each.into().toString())));
        if (report.merged().isEmpty() && report.refused().isEmpty()) {
            out.println("nothing to merge");
        }
        report.refused().forEach(why -> err.println("not merged: " + LogText.of(why)));
        return report.refused().isEmpty() ? Application.OK : Application.FAILED;
    }

    private int replay() throws IOException {
        Function<String, Optional<String>> source = WorkingFolderProperties.read();
        PropertyReader in = new PropertyReader(source);
        DeadLetterRecords records = new DeadLetterRecords(DocumentFields.read(in));
        in.throwMistakes();
        Edges edges = Edges.read(source);
        List<ReplayReport> reports = new ArrayList<>();
        edges.documents()
                .replay(new ReplayRequest(
                        records,
                        new Selection(codes, times.window(), again, all),
                        files,
                        edges.answersInFiles(),
                        finished -> out.println("a replay that was broken off is finished: " + finished + " files"),
                        report -> {
                            print(report);
                            reports.add(report);
                        }));
        if (reports.stream().allMatch(report -> report.replayed() == 0)) {
            out.println("nothing to replay");
        }
        return reports.stream().allMatch(report -> report.refused().isEmpty())
                ? Application.OK
                : Application.DEAD_LETTERS;
    }

    private void print(ReplayReport report) {
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
