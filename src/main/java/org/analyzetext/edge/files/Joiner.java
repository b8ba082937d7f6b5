package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.analyzetext.account.Account;
import org.analyzetext.document.CsvTable;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Format;
import org.analyzetext.document.LogText;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.Result;
import org.analyzetext.job.Task;
import org.analyzetext.observe.RunCounters;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the answers of a complete input to one results file and one dead-letter file, in the order of the documents,
 * and lets the input go. Publishes only when every document has its outcome. Killed anywhere, it is done again with the
 * same outcome. Thread-safe for different inputs.
 */
public final class Joiner {
    static final String TRASH = ".trash-";
    private static final int GZIP_BLOCK = 1 << 13;
    private static final Logger LOG = LoggerFactory.getLogger(Joiner.class);

    private final Folders folders;
    private final DocumentReader reader;
    private final List<String> tasks;
    private final CsvSettings csv;
    private final RunCounters counters;
    private final AccountBook book;
    private final InputReports reports;
    private final Clock clock;

    /**
     * Joins in these folders.
     *
     * @param reader reads the inputs
     * @param tasks the tasks whose labels become columns of CSV results, where the cut did not note them
     */
    Joiner(
            Folders folders,
            DocumentReader reader,
            List<Task> tasks,
            CsvSettings csv,
            RunCounters counters,
            InputReports reports,
            Clock clock) {
        this.folders = folders;
        this.reader = reader;
        this.tasks = tasks.stream().map(Task::name).toList();
        this.csv = csv;
        this.counters = counters;
        this.book = new AccountBook(folders);
        this.reports = reports;
        this.clock = clock;
    }

    /** Where the results of an input are: beside a file of rows or lines one like it, compressed if it is. */
    static String resultName(String input) {
        Format format = Format.ofFileName(input).orElse(Format.TEXT);
        return format.isTable() || format == Format.JSON_LINES ? input : input + ".jsonl";
    }

    /** The same of an input whose rows may be gone. */
    private static String resultName(Input input) throws IOException {
        String name = input.claim().name();
        return hasRows(input) || !input.claim().format().isTable() ? resultName(name) : name + ".jsonl";
    }

    /** Whether there are rows to add columns to: of a table that was changed after the cut they may be gone. */
    private static boolean hasRows(Input input) throws IOException {
        return input.claim().format().isTable() && input.changed().isEmpty();
    }

    /** Where the dead letters of an input are; never compressed. */
    static String deadLetterName(String input) {
        boolean lines = Format.ofFileName(input)
                .filter(format -> format == Format.JSON_LINES)
                .isPresent();
        return lines && !Format.isGzip(input) ? input : input + ".jsonl";
    }

    /** Joins the input whose manifest lies in this file. */
    public void join(@Body File manifestFile) throws IOException {
        Path folder = Durable.parent(manifestFile.toPath());
        if (!Files.exists(folder)) {
            return;
        }
        Input input = Input.open(folder);
        if (input.hasSourceFiles()) {
            publish(input);
            Account account = AccountBook.of(input, clock.instant());
            keepAccount(input, account);
            reports.write(input, account, clock.instant());
        }
        letGo(input);
    }

    /**
     * The records of an input that could not be sent, one by one, for a sink that has the batches' answers already. The
     * input's manifest is this file.
     */
    public Iterator<BatchOutcome> rejected(@Body File manifestFile) throws IOException {
        Input input = Input.open(Durable.parent(manifestFile.toPath()));
        List<DeadLetter> letters = new ArrayList<>();
        try (MappingIterator<DeadLetter> lines = JsonLines.read(input.rejected(), DeadLetter.class)) {
            lines.forEachRemaining(letters::add);
        }
        return letters.stream()
                .map(letter -> BatchOutcome.rejected(List.of(letter)))
                .iterator();
    }

    /** Adds dead letters of records that were read later, and drops those of records that are read otherwise now. */
    static void addRejected(Input input, Path more, List<FilePosition> superseded) throws IOException {
        Map<FilePosition, DeadLetter> letters = new TreeMap<>(OutcomeLine.POSITIONS);
        JsonLines.all(input.rejected(), DeadLetter.class)
                .forEach(letter -> letters.put((FilePosition) letter.source(), letter));
        superseded.forEach(letters::remove);
        JsonLines.all(more, DeadLetter.class).forEach(letter -> letters.put((FilePosition) letter.source(), letter));
        Durable.write(input.rejected(), out -> {
            try (JsonGenerator lines = JsonLines.generator(out)) {
                for (DeadLetter letter : letters.values()) {
                    JsonLines.write(lines, letter);
                }
            }
        });
        Files.delete(more);
    }

    /** Lets an input go whose answers are all published elsewhere, after checking that there is one for each. */
    public void close(@Body File manifestFile) throws IOException {
        Input input = Input.open(Durable.parent(manifestFile.toPath()));
        Account account = AccountBook.of(input, clock.instant());
        check(input, account.places().results() + account.places().deadLettersInAll());
        keepAccount(input, account);
        counters.completed(account.places().deadLettersInAll());
        LOG.info(
                "input {} is complete: {} results, {} dead letters",
                LogText.of(account.input()),
                account.places().results(),
                account.places().deadLettersInAll());
        letGo(input);
    }

    /** A host makes calls without end: an account for each second of them would serve no one. */
    private void keepAccount(Input input, Account account) throws IOException {
        if (!input.claim().fromCalls()) {
            book.keep(account);
        }
    }

    private void letGo(Input input) throws IOException {
        if (!SourceCheck.isAsCut(input)) {
            // Written to in this moment: the next round reads it.
            return;
        }
        if (!input.claim().fromCalls()) {
            moveToDone(input);
        }
        Path trash = folders.work().resolve(TRASH + input.key());
        Durable.deleteTree(trash);
        Durable.rename(input.folder(), trash);
        Durable.deleteTree(trash);
    }

    private void publish(Input input) throws IOException {
        try {
            publish(input, false);
        } catch (CharacterCodingException e) {
            LOG.info(
                    "results of {} are in UTF-8: a label can't be written in the input's charset",
                    input.claim().name());
            publish(input, true);
        }
    }

    private void publish(Input input, boolean inUtf8) throws IOException {
        String name = input.claim().name();
        Path results = folders.results().resolve(resultName(input));
        Path deadLetters = folders.deadLetters().resolve(deadLetterName(name));
        Count count = new Count();
        Path deadAside = Durable.writeAside(
                deadLetters,
                dead -> {
                    try (JsonGenerator letters = JsonLines.generator(dead)) {
                        Path aside = Durable.writeAside(results, out -> write(input, out, inUtf8, letters, count));
                        checkOrDelete(input, count, aside);
                    }
                },
                () -> count.deadLetters > 0);
        if (count.deadLetters > 0) {
            Durable.rename(deadAside, deadLetters);
        } else {
            Files.delete(deadAside);
        }
        Durable.rename(Durable.aside(results), results);
        counters.completed(count.deadLetters);
        LOG.info(
                "input {} is complete: {} results, {} dead letters",
                LogText.of(name),
                count.results,
                count.deadLetters);
    }

    private static void checkOrDelete(Input input, Count count, Path aside) throws IOException {
        try {
            check(input, count.results + count.deadLetters);
        } catch (AnalyzeTextException incomplete) {
            Files.deleteIfExists(aside);
            throw incomplete;
        }
    }

    private static void check(Input input, long found) throws IOException {
        long expected = input.manifest().documents();
        if (found != expected) {
            throw new AnalyzeTextException(
                    "input " + LogText.of(input.claim().name()) + " has " + expected + " documents, but " + found
                            + " of them have a result or a dead letter; nothing is published, the work folder keeps all");
        }
    }

    private void write(Input input, OutputStream plain, boolean inUtf8, JsonGenerator letters, Count count)
            throws IOException {
        if (Format.isGzip(resultName(input))) {
            GZIPOutputStream out = new GZIPOutputStream(plain, GZIP_BLOCK);
            writeResults(input, out, inUtf8, letters, count);
            out.finish();
        } else {
            writeResults(input, plain, inUtf8, letters, count);
        }
    }

    private void writeResults(Input input, OutputStream out, boolean inUtf8, JsonGenerator letters, Count count)
            throws IOException {
        try (Outcomes outcomes = new Outcomes(input, letters, count)) {
            if (hasRows(input)) {
                List<String> cutFor = input.manifest().tasks();
                CsvLabels labels = new CsvLabels(cutFor.isEmpty() ? tasks : cutFor, classColumns(input));
                Path source = input.sourceFiles().get(0);
                CsvTable.Added added = new CsvTable.Added(
                        labels.columns(), csv.defused(), ordinal -> Optional.ofNullable(outcomes.resultOf(ordinal))
                                .map(labels::values));
                reader.addColumns(source, input.relative(source), out, inUtf8, added);
                if (outcomes.nextResult() != null) {
                    throw new AnalyzeTextException("input " + input.claim().name()
                            + " has a result for a row that its source does not have; nothing is published");
                }
            } else {
                try (JsonGenerator lines = JsonLines.generator(out)) {
                    for (Result result = outcomes.nextResult(); result != null; result = outcomes.nextResult()) {
                        JsonLines.write(lines, result);
                    }
                }
            }
        }
    }

    /** The classes that get a column, where they get one: the outcomes are read once more to know them. */
    private List<CsvClasses.TaskClass> classColumns(Input input) throws IOException {
        if (!csv.classColumns()) {
            return List.of();
        }
        CsvClasses classes = new CsvClasses();
        OutcomeStream outcomes = new OutcomeStream(input.outcomes());
        for (OutcomeLine outcome = outcomes.next(); outcome != null; outcome = outcomes.next()) {
            if (outcome.result() != null) {
                classes.add(outcome.result());
            }
        }
        if (classes.areTooMany()) {
            LOG.warn(
                    "the results of {} have more than {} classes: the most frequent have a column of their own, the column"
                            + " category has all",
                    LogText.of(input.claim().name()),
                    CsvClasses.MOST_COLUMNS);
        }
        return classes.columns();
    }

    private void moveToDone(Input input) throws IOException {
        Set<String> changed = input.changed();
        for (Path file : input.sourceFiles()) {
            if (changed.contains(input.relative(file))) {
                moveBack(input, file);
                continue;
            }
            Path done = input.claim().path() == null
                    ? folders.done().resolve(input.claim().name()).resolve(input.relative(file))
                    : folders.done().resolve(input.claim().name());
            Files.createDirectories(Durable.parent(done));
            Durable.rename(file, done);
        }
    }

    /** What stands in a file that was changed after the cut is labelled as an input of its own. */
    private void moveBack(Input input, Path file) throws IOException {
        Path inbox = folders.inbox().resolve(input.relative(file));
        Files.createDirectories(Durable.parent(inbox));
        Path free = inbox;
        String name = Durable.fileName(inbox);
        int dot = name.lastIndexOf('.');
        for (int number = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); number++) {
            free = inbox.resolveSibling(name.substring(0, dot) + "~" + number + name.substring(dot));
        }
        Durable.rename(file, free);
        LOG.warn(
                "{} was changed, not only written on, after it was cut for input {}: the answers are of what stood there"
                        + " before; as it is now it is back in the inbox as {}",
                input.relative(file),
                input.claim().name(),
                Durable.fileName(free));
    }

    private static final class Count {
        private long results;
        private long deadLetters;
    }

    /** The results in order; dead letters go to their file on the way, in order with those of the cut. */
    private static final class Outcomes implements AutoCloseable {
        private final OutcomeStream stream;
        private final MappingIterator<DeadLetter> rejected;
        private final JsonGenerator letters;
        private final Count count;
        private @Nullable DeadLetter nextRejected;
        private @Nullable Result waiting;

        Outcomes(Input input, JsonGenerator letters, Count count) throws IOException {
            this.stream = new OutcomeStream(input.outcomes());
            this.rejected = JsonLines.read(input.rejected(), DeadLetter.class);
            this.letters = letters;
            this.count = count;
            this.nextRejected = rejected.hasNext() ? rejected.next() : null;
        }

        /** The next result; null at the end, when all dead letters are written too. */
        @Nullable
        Result nextResult() throws IOException {
            if (waiting != null) {
                Result result = waiting;
                waiting = null;
                return result;
            }
            for (OutcomeLine outcome = stream.next(); outcome != null; outcome = stream.next()) {
                writeRejectedBefore(outcome);
                if (outcome.result() != null) {
                    count.results++;
                    return outcome.result();
                }
                writeLetter(Objects.requireNonNull(outcome.deadLetter()));
            }
            writeRejectedBefore(null);
            return null;
        }

        /** The result of the document with that ordinal, asked for in rising order; null if it has none. */
        @Nullable
        Result resultOf(long ordinal) throws IOException {
            if (waiting == null) {
                waiting = nextResult();
            }
            if (waiting == null || new OutcomeLine(waiting, null).position().ordinal() != ordinal) {
                return null;
            }
            return nextResult();
        }

        private void writeRejectedBefore(@Nullable OutcomeLine outcome) throws IOException {
            while (nextRejected != null
                    && (outcome == null
                            || OutcomeLine.BY_POSITION.compare(new OutcomeLine(null, nextRejected), outcome) < 0)) {
                writeLetter(nextRejected);
                nextRejected = rejected.hasNext() ? rejected.next() : null;
            }
        }

        private void writeLetter(DeadLetter letter) throws IOException {
            count.deadLetters++;
            JsonLines.write(letters, letter);
        }

        @Override
        public void close() throws IOException {
            rejected.close();
        }
    }
}
