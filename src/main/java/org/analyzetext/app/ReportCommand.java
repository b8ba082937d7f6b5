package org.analyzetext.app;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.analyzetext.Edges;
import org.analyzetext.account.Account;
import org.analyzetext.account.Window;
import org.analyzetext.document.LogText;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.report.Report;
import org.analyzetext.report.ReportPage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a page about what came out of inputs, or of a time of the topics. Calls nothing. */
@Command(
        name = "report",
        description = "Writes a page about what came out: labels, dead letters, attempts, times and cost.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "INPUT",
            arity = "0..*",
            description = "Inputs, or folders of inputs; without one, all that was published.")
    private List<String> names = List.of();

    @Option(names = "--html", paramLabel = "FILE", description = "Where to write the page; default report.html.")
    private Path html = Path.of("report.html");

    @Option(names = "--price", paramLabel = "NUMBER", description = "The price of 1,000 text records; shows the cost.")
    private @Nullable BigDecimal price;

    @Mixin
    private final TimeWindow times = new TimeWindow();

    private final PrintStream out;

    ReportCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        if (price != null && price.signum() < 0) {
            throw new AnalyzeTextException("--price is " + price + ", but can't be below 0");
        }
        Edges edges = Edges.read(WorkingFolderProperties.read());
        Window window = times.window();
        List<Account> accounts = edges.documents().accounts(names, window, edges.answersInFiles());
        Report report = new Report();
        edges.answers(names, window).forEach(report::add);
        Files.writeString(html, ReportPage.of(title(), report, accounts, price, Instant.now()), StandardCharsets.UTF_8);
        out.printf(
                Locale.ROOT,
                "%,d results and %,d dead letters; the page is %s%n",
                report.results(),
                report.deadLetterCount(),
                LogText.of(html.toString()));
        return Application.OK;
    }

    private String title() {
        if (names.isEmpty()) {
            return "Report";
        }
        return "Report of " + String.join(", ", names.subList(0, Math.min(3, names.size())))
                + (names.size() > 3 ? ", …" : "");
    }
}
