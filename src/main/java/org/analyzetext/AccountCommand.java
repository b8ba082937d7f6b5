package org.analyzetext;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.analyzetext.document.Json;
import org.analyzetext.files.Account;
import org.analyzetext.files.AccountBook;

/** Prints the account of the working folder: a table for people, JSON for programs. */
final class AccountCommand {
    private static final String ROW = "%-30s %10s %10s %8s %8s %9s %6s %6s %9s %8s%n";

    private final List<Account> accounts;
    private final PrintStream out;

    private AccountCommand(List<Account> accounts, PrintStream out) {
        this.accounts = accounts;
        this.out = out;
    }

    static int run(String[] args, PrintStream out) throws IOException {
        if (args.length > 1 || (args.length == 1 && !args[0].equals("--json"))) {
            System.err.println("account takes no argument but --json, not '" + String.join(" ", args) + "'");
            return Application.MISTAKE;
        }
        List<Account> accounts;
        try {
            accounts = new AccountBook(Settings.folders(WorkingFolderProperties.read())).accounts();
        } catch (AnalyzeTextException told) {
            System.err.println(told.getMessage());
            return Application.MISTAKE;
        }
        AccountCommand command = new AccountCommand(accounts, out);
        if (args.length == 1) {
            command.printJson();
        } else {
            command.printTable();
        }
        return accounts.stream().allMatch(Account::addsUp) ? Application.OK : Application.FAILED;
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
                "waiting",
                "in flight",
                "jobs",
                "again",
                "ambiguous",
                "records");
        for (Account account : accounts) {
            out.printf(
                    ROW,
                    account.input(),
                    account.documents() < 0 ? "being cut" : grouped(account.documents()),
                    grouped(account.results()),
                    grouped(account.deadLettersInAll()),
                    grouped(account.waiting()),
                    grouped(account.inFlight()),
                    grouped(account.jobs()),
                    grouped(account.sentAgain()),
                    grouped(account.ambiguous()),
                    grouped(account.textRecordsInAll()));
        }
        printParts("dead letters by code", merged(Account::deadLetters));
        printParts("text records by resource/task", merged(Account::textRecords));
        out.println();
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

    private Map<String, Long> merged(java.util.function.Function<Account, Map<String, Long>> part) {
        Map<String, Long> all = new TreeMap<>();
        accounts.forEach(account -> part.apply(account).forEach((name, count) -> all.merge(name, count, Long::sum)));
        return all;
    }

    private String verdict() {
        String wrong = String.join(
                ", ",
                accounts.stream()
                        .filter(account -> !account.addsUp())
                        .map(Account::input)
                        .toList());
        if (!wrong.isEmpty()) {
            return "It does NOT add up for " + wrong
                    + "; while the application runs, ask again: a document may have been on its way between two places.";
        }
        return "It adds up: %s documents = %s results + %s dead letters + %s waiting + %s in flight."
                .formatted(
                        sum(account -> Math.max(0, account.documents())),
                        sum(Account::results),
                        sum(Account::deadLettersInAll),
                        sum(Account::waiting),
                        sum(Account::inFlight));
    }

    private String sum(ToLongFunction<Account> part) {
        return grouped(accounts.stream().mapToLong(part).sum());
    }
}
