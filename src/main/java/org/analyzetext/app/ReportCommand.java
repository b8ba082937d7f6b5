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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.analyzetext.Edges;
import org.analyzetext.account.Account;
import org.analyzetext.account.Window;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.document.LogText;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskSettings;
import org.analyzetext.report.Report;
import org.analyzetext.report.ReportPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a page about what came out of inputs, or of a time of the topics. Calls nothing. */
@Command(
        name = "report",
        description =
                "Writes a page about what came out: labels and other findings, dead letters, attempts, times and cost.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "INPUT",
            arity = "0..*",
            description = "Inputs, or folders of inputs; without one, all that was published.")
    private List<String> names = List.of();

    @Option(names = "--html", paramLabel = "FILE", description = "Where to write the page; default report.html.")
    private Path html = Path.of("report.html");

    @Mixin
    private final PriceOption prices = new PriceOption();

    @Mixin
    private final TimeWindow times = new TimeWindow();

    private final PrintStream out;

    ReportCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        Function<String, Optional<String>> properties = WorkingFolderProperties.read();
        Edges edges = Edges.read(properties);
        Window window = times.window();
        List<Account> accounts = edges.documents().accounts(names, window, edges.answersInFiles());
        Report report = new Report();
        edges.answers(names, window).forEach(report::add);
        Map<String, BigDecimal> priced = prices.isGiven() ? prices(accounts, properties) : Map.of();
        Files.writeString(
                html, ReportPage.of(title(), report, accounts, priced, Instant.now()), StandardCharsets.UTF_8);
        out.printf(
                Locale.ROOT,
                "%,d results and %,d dead letters; the page is %s%n",
                report.results(),
                report.deadLetterCount(),
                LogText.of(html.toString()));
        return Application.OK;
    }

    /** The prices of the tasks that cost something, which may not be configured any more. */
    private Map<String, BigDecimal> prices(List<Account> accounts, Function<String, Optional<String>> properties) {
        List<Task> tasks = TaskSettings.read(new PropertyReader(properties)).all();
        Map<String, BigDecimal> priced = new TreeMap<>();
        for (Account account : accounts) {
            for (String key : account.cost().textRecords().keySet()) {
                String name = Account.Cost.task(key);
                priced.put(
                        name,
                        prices.of(name, Task.named(tasks, name).map(Task::kind).orElse(null)));
            }
        }
        return priced;
    }

    private String title() {
        if (names.isEmpty()) {
            return "Report";
        }
        return "Report of " + String.join(", ", names.subList(0, Math.min(3, names.size())))
                + (names.size() > 3 ? ", …" : "");
    }
}
