package org.analyzetext.app;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.analyzetext.account.Account;
import org.analyzetext.document.LogText;
import org.analyzetext.document.Source;
import org.analyzetext.document.TopicPosition;

/** The accounts of inputs as a table for people, with what does not add up. */
final class AccountTable {
    private static final String ROW = "%-30s %10s %10s %8s %8s %8s %8s %9s %6s %6s %9s %7s %8s%n";

    private final List<Account> accounts;
    private final PrintStream out;

    AccountTable(List<Account> accounts, PrintStream out) {
        this.accounts = accounts;
        this.out = out;
    }

    void print() {
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
                .map(AccountTable::missing)
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
                    + " bytes were written to its file after it was answered, and were never read:"
                    + " put what is new into the inbox)";
        }
        String positions =
                account.missing().stream().map(AccountTable::position).collect(Collectors.joining(", "));
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
