package org.analyzetext.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.analyzetext.Settings;
import org.analyzetext.account.Account;
import org.analyzetext.account.Window;
import org.analyzetext.document.Json;
import org.analyzetext.document.LogText;
import org.analyzetext.document.Source;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.edge.files.AccountBook;
import org.analyzetext.edge.files.StreamAnswers;
import org.analyzetext.edge.kafka.KafkaSettings;
import org.analyzetext.edge.kafka.TopicAccount;
import org.analyzetext.error.AnalyzeTextException;

/** Prints the account of the working folder or of the documents topic: a table for people, JSON for programs. */
final class AccountCommand {
    private static final String ROW = "%-30s %10s %10s %8s %8s %8s %8s %9s %6s %6s %9s %7s %8s%n";
    private static final Set<String> OPTIONS = Set.of("--json", "--from", "--to");

    private static final String SINK = "results and dead letters are counted as the topics took them, noted in the work"
            + " folder; the topics themselves were not read";

    private final List<Account> accounts;
    private final PrintStream out;

    private AccountCommand(List<Account> accounts, PrintStream out) {
        this.accounts = accounts;
        this.out = out;
    }

    static int run(String[] args, PrintStream out) throws IOException {
        CommandOptions options;
        List<Account> accounts;
        try {
            options = CommandOptions.read(args, OPTIONS);
            accounts = accounts(WorkingFolderProperties.read(), options);
        } catch (AnalyzeTextException told) {
            System.err.println(told.getMessage());
            return Application.MISTAKE;
        }
        AccountCommand command = new AccountCommand(accounts, out);
        if (options.has("--json")) {
            command.printJson();
        } else {
            command.printTable();
        }
        return accounts.stream().allMatch(account -> account.places().addsUp()) ? Application.OK : Application.FAILED;
    }

    private static List<Account> accounts(Function<String, Optional<String>> source, CommandOptions options)
            throws IOException {
        Settings.Edges edges = Settings.edges(source);
        if (edges.source() == Settings.Edge.KAFKA) {
            if (!options.files().isEmpty()) {
                throw new AnalyzeTextException("the account of a topic takes no names, but has '"
                        + String.join(" ", options.files()) + "'; --from and --to choose documents by their time");
            }
            KafkaSettings kafka = Settings.kafka(source);
            TopicAccount topic = new TopicAccount(kafka, options.window());
            return List.of(topic.account(
                    edges.sink() == Settings.Edge.KAFKA
                            ? null
                            : () -> new StreamAnswers(Settings.folders(source), kafka.documentsTopic())));
        }
        List<Account> accounts = chosen(new AccountBook(Settings.folders(source)).accounts(), options);
        return edges.sink() == Settings.Edge.FILES
                ? accounts
                : accounts.stream().map(account -> account.remarked(SINK)).toList();
    }

    /** The inputs of these names, or below a folder of one, that were finished in the time; one under way is of now. */
    private static List<Account> chosen(List<Account> accounts, CommandOptions options) {
        for (String name : options.files()) {
            if (accounts.stream().noneMatch(account -> isNamed(account, name))) {
                throw new AnalyzeTextException("there is no input '" + name + "'; account without a name lists all");
            }
        }
        return accounts.stream()
                .filter(account ->
                        options.files().isEmpty() || options.files().stream().anyMatch(name -> isNamed(account, name)))
                .filter(account -> options.window().equals(Window.ALL)
                        || options.window()
                                .contains(
                                        account.finishedAt() == null
                                                ? Instant.now()
                                                : Instant.parse(account.finishedAt())))
                .toList();
    }

    private static boolean isNamed(Account account, String name) {
        return account.input().equals(name) || account.input().startsWith(name.endsWith("/") ? name : name + "/");
    }

    private void printJson() throws JsonProcessingException {
        out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(accounts));
    }

    private void printTable() {
        out.printf(
                ROW,
                "input",
                "documents",
                "results",
                "dead",
                "replayed",
                "rescued",
                "waiting",
                "in flight",
                "jobs",
                "again",
                "ambiguous",
                "repeats",
                "records");
        for (Account account : accounts) {
            out.printf(
                    ROW,
                    LogText.of(account.input()),
                    account.places().documents() < 0
                            ? "being cut"
                            : grouped(account.places().documents()),
                    grouped(account.places().results()),
                    grouped(account.places().deadLettersInAll()),
                    grouped(account.again().replayed()),
                    grouped(account.again().rescued()),
                    grouped(account.places().waiting()),
                    grouped(account.places().inFlight()),
                    grouped(account.cost().jobs()),
                    grouped(account.cost().sentAgain()),
                    grouped(account.cost().ambiguous()),
                    grouped(account.again().repeats()),
                    grouped(account.cost().textRecordsInAll()));
        }
        printParts("dead letters by code", merged(account -> account.places().deadLetters()));
        printParts("text records by resource/task", merged(account -> account.cost()
                .textRecords()));
        out.println();
        accounts.stream()
                .flatMap(account -> account.remarks().stream())
                .distinct()
                .forEach(remark -> out.println("Note: " + remark + "."));
        out.println(verdict());
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void printParts(String title, Map<String, Long> parts) {
        if (!parts.isEmpty()) {
            out.printf("%n%s%n", title);
            parts.forEach((name, count) -> out.printf("  %-40s %10s%n", name, grouped(count)));
        }
    }

    private Map<String, Long> merged(Function<Account, Map<String, Long>> part) {
        Map<String, Long> all = new TreeMap<>();
        accounts.forEach(account -> part.apply(account).forEach((name, count) -> all.merge(name, count, Long::sum)));
        return all;
    }

    private String verdict() {
        String wrong = accounts.stream()
                .filter(account -> !account.places().addsUp())
                .map(AccountCommand::missing)
                .collect(Collectors.joining(", "));
        if (!wrong.isEmpty()) {
            return "It does NOT add up for " + wrong
                    + "; while the application runs, ask again: a document may have been on its way between two places.";
        }
        return "It adds up: %s documents = %s results + %s dead letters + %s waiting + %s in flight."
                .formatted(
                        sum(account -> Math.max(0, account.places().documents())),
                        sum(account -> account.places().results()),
                        sum(account -> account.places().deadLettersInAll()),
                        sum(account -> account.places().waiting()),
                        sum(account -> account.places().inFlight()));
    }

    private static String missing(Account account) {
        if (account.places().missingInAll() == 0) {
            return account.input() + " (" + grouped(account.places().unreadBytes())
                    + " bytes were written to its file after it was answered, and nobody has read them:"
                    + " put what is new into the inbox)";
        }
        String positions =
                account.missing().stream().map(AccountCommand::position).collect(Collectors.joining(", "));
        long missing = account.places().missingInAll();
        String how = missing < 0 ? grouped(-missing) + " too many" : grouped(missing) + " missing";
        return LogText.of(account.input()) + " (" + how
                + (positions.isEmpty() ? ")" : ", the first at " + positions + ")");
    }

    private static String position(Source source) {
        return source instanceof TopicPosition topic ? topic.partition() + ":" + topic.offset() : source.toString();
    }

    private String sum(ToLongFunction<Account> part) {
        return grouped(accounts.stream().mapToLong(part).sum());
    }
}
