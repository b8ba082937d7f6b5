package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final List<Task> tasks;
    private final CsvSettings csv;
    private final RunCounters counters;
    private final AccountBook book;
    private final InputReports reports;
    private final Clock clock;
    private final DoneFiles done;

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
        this.tasks = List.copyOf(tasks);
        this.csv = csv;
        this.counters = counters;
        this.book = new AccountBook(folders);
        this.reports = reports;
        this.clock = clock;
        this.done = new DoneFiles(folders);
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
            done.take(input);
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
        JoinedOutcomes.Count count = new JoinedOutcomes.Count();
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

    private static void checkOrDelete(Input input, JoinedOutcomes.Count count, Path aside) throws IOException {
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

    private void write(
            Input input, OutputStream plain, boolean inUtf8, JsonGenerator letters, JoinedOutcomes.Count count)
            throws IOException {
        if (Format.isGzip(resultName(input))) {
            GZIPOutputStream out = new GZIPOutputStream(plain, GZIP_BLOCK);
            writeResults(input, out, inUtf8, letters, count);
            out.finish();
        } else {
            writeResults(input, plain, inUtf8, letters, count);
        }
    }

    private void writeResults(
            Input input, OutputStream out, boolean inUtf8, JsonGenerator letters, JoinedOutcomes.Count count)
            throws IOException {
        try (JoinedOutcomes outcomes = new JoinedOutcomes(input, letters, count)) {
            if (hasRows(input)) {
                List<String> cutFor = input.manifest().tasks();
                CsvLabels labels = new CsvLabels(
                        cutFor.isEmpty() ? Task.names(tasks) : cutFor,
                        tasks,
                        csv.classColumns() ? CsvClasses.of(input).columns() : List.of());
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
}
