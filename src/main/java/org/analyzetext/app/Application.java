package org.analyzetext.app;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.analyzetext.config.LogSettings;
import org.analyzetext.localservice.LocalServiceCommand;
import org.analyzetext.observe.Version;

/** The standalone application: {@code java -jar analyze-text.jar}. */
public final class Application {
    /** Every document got a result. */
    static final int OK = 0;
    /** Something unforeseen; the log tells. */
    static final int FAILED = 1;
    /** A mistake in the configuration, in a route file or on the command line. */
    static final int MISTAKE = 2;
    /** Every input has its answer, and there are dead letters among them. */
    static final int DEAD_LETTERS = 3;

    private static final String HELP = """
            Labels text documents with Azure AI Language custom text classification.

              java -jar analyze-text.jar                 runs the routes; analyze-text.properties configures them
              java -jar analyze-text.jar demo            labels the sample documents with a local stand-in service
              java -jar analyze-text.jar check           tries out configuration, folders, brokers, key, and each task with
                                                         one text record; --without-submit bills nothing
              java -jar analyze-text.jar dry-run         says how many documents, jobs and text records the inbox or the
                                                         topic holds; --price P adds the cost at P for 1,000 records
              java -jar analyze-text.jar account         says where the documents of each input, or of the topic, are
                                                         and what they cost; NAME..., --json, --from TIME, --to TIME
              java -jar analyze-text.jar replay          puts the documents of dead letters in again: all, or of FILE...,
                                                         --code CODE, --from TIME, --to TIME; --again, --all
              java -jar analyze-text.jar local-service   runs the stand-in service alone; --help tells its options
              java -jar analyze-text.jar help            prints this
              java -jar analyze-text.jar --version       prints the release

            Exit codes: 0 all is well; 1 an unforeseen failure, of check one that may pass by itself (network, 429, 5xx);
            2 a mistake in the configuration or a route file;
            3 ended as told by analyze-text.exit-when-drained=true, and there are dead letters;
            143 stopped by SIGTERM: what is under way goes on with the next start.
            """;

    private Application() {}

    public static void main(String[] args) throws Exception {
        LogSettings.apply();
        String command = args.length == 0 ? "run" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int code =
                switch (command) {
                    case "run" -> StandaloneRun.run(Map.of(), out, any -> {});
                    case "demo" -> Demo.run(out);
                    case "check" -> CheckCommand.run(rest, out);
                    case "dry-run" -> DryRunCommand.run(rest, out);
                    case "account" -> AccountCommand.run(rest, out);
                    case "replay" -> ReplayCommand.run(rest, out);
                    case "local-service" -> LocalServiceCommand.run(rest);
                    case "help", "--help", "-h" -> help(out);
                    case "--version", "version" -> version(out);
                    default -> unknown(command);
                };
        System.exit(code);
    }

    private static int help(PrintStream out) {
        out.print(HELP);
        return OK;
    }

    private static int version(PrintStream out) {
        out.println("analyze-text " + Version.text() + ", Java " + System.getProperty("java.version"));
        return OK;
    }

    private static int unknown(String command) {
        System.err.println("'" + command + "' is no command of this application.\n\n" + HELP);
        return MISTAKE;
    }
}
