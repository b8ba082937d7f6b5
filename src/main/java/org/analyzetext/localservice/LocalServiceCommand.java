package org.analyzetext.localservice;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The command {@code local-service}: runs the stand-in until the process is ended. */
public final class LocalServiceCommand {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    private LocalServiceCommand() {}

    /**
     * Runs until the process is ended.
     *
     * @param args the arguments after the command's name
     * @return 0 after help or an end, 1 if it could not start, 2 for wrong arguments
     */
    public static int run(String[] args) {
        return run(args, System.out, System.err, new CountDownLatch(1));
    }

    static int run(String[] args, PrintStream out, PrintStream err, CountDownLatch end) {
        if (List.of(args).contains("--help")) {
            out.print(Options.help());
            return OK;
        }
        LocalServiceSettings settings = settings(args, err);
        return settings == null ? WRONG_ARGUMENTS : serve(settings, out, err, end);
    }

    private static @Nullable LocalServiceSettings settings(String[] args, PrintStream err) {
        try {
            return Options.parse(args).settings();
        } catch (IllegalArgumentException e) {
            err.println("local-service: " + e.getMessage() + " (--help lists the options)");
            return null;
        }
    }

    private static int serve(LocalServiceSettings settings, PrintStream out, PrintStream err, CountDownLatch end) {
        try (LocalService service = LocalService.start(settings)) {
            out.print(Greeting.of(service, settings));
            out.flush();
            end.await();
            return OK;
        } catch (RuntimeException e) {
            err.println("local-service: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OK;
        }
    }
}
