package org.analyzetext.app;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.analyzetext.Edges;
import org.analyzetext.account.Account;
import org.analyzetext.document.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the account of the working folder or of the documents topic: a table for people, JSON for programs. */
@Command(
        name = "account",
        description = "Shows where the documents of each input, or of the topic, are and what they cost.")
final class AccountCommand implements Callable<Integer> {
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
        Edges edges = Edges.read(WorkingFolderProperties.read());
        List<Account> accounts = edges.documents().accounts(names, times.window(), edges.answersInFiles());
        if (json) {
            out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(accounts));
        } else {
            new AccountTable(accounts, out).print();
        }
        return accounts.stream().allMatch(account -> account.places().addsUp()) ? Application.OK : Application.FAILED;
    }
}
