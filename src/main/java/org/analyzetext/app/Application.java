package org.analyzetext.app;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.analyzetext.config.LogSettings;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.error.ConfigurationException;
import org.analyzetext.error.FailureMessages;
import org.analyzetext.localservice.LocalServiceCommand;
import org.analyzetext.observe.Version;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The standalone application: {@code java -jar analyze-text.jar}. */
@Command(
        name = "analyze-text",
        header =
                "Labels text documents, and finds entities, personal data, sentiment and more, with Azure AI Language.",
        description =
                "Without a command it runs the routes; analyze-text.properties in the working folder configures them.",
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        mixinStandardHelpOptions = true,
        versionProvider = Application.Release.class,
        scope = CommandLine.ScopeType.INHERIT,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Success.",
            "1:An unforeseen failure; of check, one that may pass (network, 429, 5xx); of account, it does not add up;"
                    + " of where, nothing is kept of the document.",
            "2:A mistake in the configuration, in a route file or on the command line.",
            "3:The run ended (analyze-text.exit-when-drained=true) and there are dead letters;"
                    + " of replay, some documents were not replayed.",
            "143:Stopped by SIGTERM; the next start continues what is under way."
        })
public final class Application implements Callable<Integer> {
    /** Every document got a result. */
    static final int OK = 0;
    /** Something unforeseen; the log says what. */
    static final int FAILED = 1;
    /** A mistake in the configuration, in a route file or on the command line. */
    static final int MISTAKE = 2;
    /** Every input has its answer, and there are dead letters among them. */
    static final int DEAD_LETTERS = 3;

    private final PrintStream out;

    private Application(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) {
        LogSettings.apply();
        System.exit(execute(new PrintStream(System.out, true, StandardCharsets.UTF_8), System.err, args));
    }

    /** Runs a command line and returns its exit code. */
    static int execute(PrintStream out, PrintStream err, String... args) {
        return new CommandLine(new Application(out))
                .addSubcommand(new DemoCommand(out))
                .addSubcommand(new CheckCommand(out))
                .addSubcommand(new DryRunCommand(out))
                .addSubcommand(new AccountCommand(out))
                .addSubcommand(new WhereCommand(out))
                .addSubcommand(new ReplayCommand(out, err))
                .addSubcommand(new EvaluateCommand(out))
                .addSubcommand(new ReportCommand(out))
                .addSubcommand(new LocalServiceCommand(out))
                .addSubcommand(new GenerateCompletion())
                .addSubcommand(new HelpCommand())
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(Application::refuse)
                .setExecutionExceptionHandler(Application::explain)
                .execute(args);
    }

    @Override
    public Integer call() {
        return StandaloneRun.run(Map.of(), out, any -> {});
    }

    /** A wrong command line: what is wrong with it, what may have been meant, and where to read on. */
    private static int refuse(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + wrong.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(wrong, err)
                && !command.getSubcommands().isEmpty()) {
            err.println("The commands are: "
                    + String.join(", ", command.getSubcommands().keySet()));
        }
        err.println("Read more with: " + name + " --help");
        return MISTAKE;
    }

    /** A user's mistake and a disk's failure in one line; anything else with its trace. */
    private static int explain(Exception failed, CommandLine command, ParseResult arguments) {
        if (failed instanceof AnalyzeTextException known) {
            command.getErr().println(known.getMessage());
            if (known instanceof ConfigurationException) {
                command.getErr().println(WorkingFolderProperties.places());
            }
            return MISTAKE;
        }
        if (failed instanceof IOException || failed instanceof InvalidPathException) {
            command.getErr().println(new FailureMessages().explain(failed));
            return FAILED;
        }
        LoggerFactory.getLogger(Application.class).error("the command failed", failed);
        return FAILED;
    }

    /** What {@code --version} prints. */
    static final class Release implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"analyze-text " + Version.text() + ", Java " + System.getProperty("java.version")};
        }
    }
}
