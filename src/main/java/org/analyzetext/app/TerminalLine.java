package org.analyzetext.app;

import java.io.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The last line of a terminal, which is updated in place while other lines, such as logs, appear above it. It is cut where
 * the terminal ends. Thread-safe.
 */
final class TerminalLine {
    private static final String CLEAR = "\r\u001B[K";
    /** Without line wrapping what is too long for the terminal is cut off, however wide that is. */
    private static final String NO_WRAP = "\u001B[?7l";

    private static final String WRAP = "\u001B[?7h";

    private final PrintStream terminal;
    private String shown = "";
    /** Whether something else has begun a line and not ended it. */
    private boolean interrupted;

    TerminalLine(PrintStream terminal) {
        this.terminal = terminal;
    }

    /**
     * The last line of the terminal that standard output is; from then on standard output and standard error pass around
     * it. Null where standard output is no terminal that is known to take control sequences.
     */
    static @Nullable TerminalLine ofStandardOutput() {
        if (!takesControlSequences(System.getenv("TERM"), System.getenv("WT_SESSION")) || !isTerminal()) {
            return null;
        }
        TerminalLine line = new TerminalLine(new PrintStream(System.out, false, StandardCharsets.UTF_8));
        System.setOut(line.around(System.out));
        System.setErr(line.around(System.err));
        return line;
    }

    static boolean takesControlSequences(@Nullable String term, @Nullable String windowsTerminal) {
        return windowsTerminal != null
                || (term != null
                        && !term.isEmpty()
                        && !term.toLowerCase(Locale.ROOT).equals("dumb"));
    }

    /** Whether standard output is a terminal. Java says it of newer releases, or if standard input is one too. */
    @SuppressWarnings(
            "SystemConsoleNull") // Before Java 22 it is null without a terminal; since then isTerminal is asked.
    private static boolean isTerminal() {
        Path output = Path.of("/proc/self/fd/1");
        try {
            return Files.isSymbolicLink(output)
                    ? isTerminal(Files.readSymbolicLink(output).toString())
                    : System.console() != null && isTerminal(System.console());
        } catch (IOException unknown) {
            return false;
        }
    }

    static boolean isTerminal(String device) {
        return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
    }

    /** Since Java 22 there is a console without a terminal too. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException olderJava) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }

    /** Shows this text, which has no line ends, instead of what stood there. */
    synchronized void show(String text) {
        if (!interrupted && !text.equals(shown)) {
            terminal.print(CLEAR + (text.isEmpty() ? "" : NO_WRAP + text + WRAP));
            terminal.flush();
            shown = text;
        }
    }

    /** The stream, whose lines appear above this one. */
    PrintStream around(PrintStream stream) {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int one) {
                        write(new byte[] {(byte) one}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) {
                        pass(stream, bytes, from, length);
                    }

                    @Override
                    public void flush() {
                        stream.flush();
                    }
                },
                true,
                StandardCharsets.UTF_8);
    }

    private synchronized void pass(PrintStream stream, byte[] bytes, int from, int length) {
        if (length == 0) {
            return;
        }
        String again = shown;
        boolean within = interrupted;
        if (!within) {
            show("");
        }
        stream.write(bytes, from, length);
        stream.flush();
        interrupted = bytes[from + length - 1] != '\n';
        if (!interrupted) {
            show(within ? "" : again);
        }
    }
}
