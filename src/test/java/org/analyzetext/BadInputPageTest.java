package org.analyzetext;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.analyzetext.job.TaskKind;
import org.junit.jupiter.api.Test;

/** The page of all codes has all codes. */
class BadInputPageTest {
    private static final Path PAGE = Path.of("docs/bad-input.md");
    private static final Path SOURCES = Path.of("src/main/java/org/analyzetext");
    /** The packages that make dead letters. */
    private static final List<String> PACKAGES =
            List.of("document", "job", "service", "schedule", "stage", "edge/files", "edge/kafka");

    /** A literal of one word in capitals and small letters, as codes are written. */
    private static final Pattern LITERAL = Pattern.compile("\"((?:[A-Z][a-z0-9]+)+)\"");

    private static final Pattern SUPPRESSED = Pattern.compile("@SuppressWarnings\\(.*\\)");

    private static final Set<String> NO_CODES =
            Set.of("BigInteger", "LogAppendTime", "LanguageDetection", "UnicodeCodePoint", "Utf16CodeUnit");

    @Test
    void everyCodeOfADeadLetterIsExplained() throws IOException {
        String page = Files.readString(PAGE);

        Set<String> codes = codes();

        assertThat(codes).hasSizeGreaterThan(20).contains("EmptyText", "TextTooLong", "JobFailed", "NoAnswer");
        assertThat(codes).allSatisfy(code -> assertThat(page).contains("`" + code + "`"));
    }

    private static Set<String> codes() throws IOException {
        Set<String> codes = new TreeSet<>();
        for (String folder : PACKAGES) {
            try (Stream<Path> files = Files.list(SOURCES.resolve(folder))) {
                files.filter(Files::isRegularFile).forEach(file -> LITERAL.matcher(
                                SUPPRESSED.matcher(read(file)).replaceAll(""))
                        .results()
                        .map((MatchResult literal) -> literal.group(1))
                        .filter(literal ->
                                literal.chars().filter(Character::isUpperCase).count() > 1
                                        || literal.equals("Http")
                                        || literal.equals("Unknown"))
                        .forEach(codes::add));
            }
        }
        codes.removeAll(NO_CODES);
        TaskKind.known().forEach(kind -> codes.remove(kind.wireName()));
        return codes;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
