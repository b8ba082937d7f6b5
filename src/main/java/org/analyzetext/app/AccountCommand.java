package org.analyzetext.app;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.analyzetext.Settings;
import org.analyzetext.account.Account;
import org.analyzetext.account.Window;
import org.analyzetext.document.Json;
import org.analyzetext.edge.files.AccountBook;
import org.analyzetext.edge.files.StreamAnswers;
import org.analyzetext.edge.kafka.KafkaSettings;
import org.analyzetext.edge.kafka.TopicAccount;
import org.analyzetext.error.AnalyzeTextException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the account of the working folder or of the documents topic: a table for people, JSON for programs. */
@Command(
        name = "account",
        description = "Shows where the documents of each input, or of the topic, are and what they cost.")
final class AccountCommand implements Callable<Integer> {
    private static final String SINK = "results and dead letters are counted as the topics took them, noted in the work"
            + " folder; the topics themselves were not read";

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Inputs, or folders of inputs; without one all are listed.")
    private List<String> names = List.of();

    @Option(names = "--json", description = "Print JSON for programs instead of a table.")
    private boolean json;

    @Mixin
    private final TimeWindow times = new TimeWindow();

    private final PrintStream out;

    AccountCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        List<Account> accounts = accounts(WorkingFolderProperties.read());
        if (json) {
            out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(accounts));
        } else {
            new AccountTable(accounts, out).print();
        }
        return accounts.stream().allMatch(account -> account.places().addsUp()) ? Application.OK : Application.FAILED;
    }

    private List<Account> accounts(Function<String, Optional<String>> source) throws IOException {
        Settings.Edges edges = Settings.edges(source);
        if (edges.source() == Settings.Edge.KAFKA) {
            if (!names.isEmpty()) {
                throw new AnalyzeTextException("the account of a topic takes no names, but has '"
                        + String.join(" ", names) + "'; --from and --to choose documents by their time");
            }
            KafkaSettings kafka = Settings.kafka(source);
            TopicAccount topic = new TopicAccount(kafka, times.window());
            return List.of(topic.account(
                    edges.sink() == Settings.Edge.KAFKA
                            ? null
                            : () -> new StreamAnswers(Settings.folders(source), kafka.documentsTopic())));
        }
        List<Account> accounts = chosen(new AccountBook(Settings.folders(source)).accounts());
        return edges.sink() == Settings.Edge.FILES
                ? accounts
                : accounts.stream().map(account -> account.remarked(SINK)).toList();
    }

    /** The inputs of these names, or below a folder of one, that were finished in the time; one under way is of now. */
    private List<Account> chosen(List<Account> accounts) {
        Window window = times.window();
        for (String name : names) {
            if (accounts.stream().noneMatch(account -> isNamed(account, name))) {
                throw new AnalyzeTextException("there is no input '" + name + "'; account without a name lists all");
            }
        }
        return accounts.stream()
                .filter(account -> names.isEmpty() || names.stream().anyMatch(name -> isNamed(account, name)))
                .filter(account -> window.equals(Window.ALL)
                        || window.contains(
                                account.finishedAt() == null ? Instant.now() : Instant.parse(account.finishedAt())))
                .toList();
    }

    private static boolean isNamed(Account account, String name) {
        return account.input().equals(name) || account.input().startsWith(name.endsWith("/") ? name : name + "/");
    }
}
