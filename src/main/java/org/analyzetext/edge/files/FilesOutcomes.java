package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.analyzetext.account.Account;
import org.analyzetext.document.Json;
import org.analyzetext.edge.KeptOutcomes;
import org.analyzetext.edge.OutcomeReader;
import org.analyzetext.edge.OutcomeTally;
import org.analyzetext.job.DeadLetter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what became of the documents of all inputs: of the finished ones from their accounts, of those under way from
 * the outcomes in the work folder. Each file is read once, and only what is new is read later. Memory: the names of the
 * accounts, and a bit for each batch under way.
 */
final class FilesOutcomes implements OutcomeReader {
    private static final Logger LOG = LoggerFactory.getLogger(FilesOutcomes.class);
    /** More inputs than anybody looks at: the first so many are counted. */
    private static final int MOST_ACCOUNTS = 100_000;

    private final Folders folders;
    private final OutcomeTally finished = new OutcomeTally();
    /** The accounts that are counted, by the names of their inputs. */
    private final Set<String> counted = new HashSet<>();

    private final Map<Path, UnderWay> underWay = new HashMap<>();

    FilesOutcomes(Folders folders) {
        this.folders = folders;
    }

    @Override
    public KeptOutcomes read(Duration longest) throws IOException {
        long until = System.nanoTime() + longest.toNanos();
        // First, so that an input that ends meanwhile is found in one of both places.
        boolean complete = readInputs(until);
        complete &= readAccounts(until);
        underWay.values().removeIf(input -> counted.contains(input.name));
        OutcomeTally all = new OutcomeTally();
        all.add(finished);
        underWay.values().forEach(input -> all.add(input.tally));
        String scope = counted.size() < MOST_ACCOUNTS
                ? "of all inputs"
                : "of the inputs under way and %,d finished ones".formatted(MOST_ACCOUNTS);
        return all.counted(scope, complete);
    }

    private boolean readAccounts(long until) throws IOException {
        if (!Files.isDirectory(folders.accounts())) {
            return true;
        }
        try (Stream<Path> tree = Files.walk(folders.accounts())) {
            for (Iterator<Path> files = tree.iterator(); files.hasNext() && counted.size() < MOST_ACCOUNTS; ) {
                Path file = files.next();
                String name = Input.slashes(folders.accounts().relativize(file));
                if (name.endsWith(".json") && !counted.contains(input(name))) {
                    if (System.nanoTime() - until >= 0) {
                        return false;
                    }
                    account(file, input(name));
                }
            }
        } catch (UncheckedIOException moving) {
            throw moving.getCause();
        }
        return true;
    }

    private static String input(String accountFile) {
        return accountFile.substring(0, accountFile.length() - ".json".length());
    }

    private void account(Path file, String name) throws IOException {
        try {
            finished.add(Json.MAPPER.readValue(file.toFile(), Account.class));
            counted.add(name);
        } catch (JsonProcessingException noAccount) {
            LOG.debug("{} is no account", file, noAccount);
            counted.add(name);
        } catch (NoSuchFileException | FileNotFoundException clearedAway) {
            LOG.trace("{} is gone", file);
        }
    }

    private boolean readInputs(long until) throws IOException {
        boolean complete = true;
        List<Path> inputs = Durable.list(folders.work()).stream()
                .filter(folder -> Files.exists(folder.resolve(Input.CLAIM_FILE)))
                .toList();
        underWay.keySet().removeIf(folder -> !inputs.contains(folder) && !Files.exists(folder));
        for (Path folder : inputs) {
            try {
                UnderWay known = underWay.get(folder);
                if (known == null) {
                    known = new UnderWay(Input.open(folder));
                    underWay.put(folder, known);
                }
                complete &= known.read(until);
            } catch (NoSuchFileException | FileNotFoundException finishedMeanwhile) {
                LOG.trace("{} is finished", folder);
            }
        }
        return complete;
    }

    @Override
    public void close() {
        underWay.values().forEach(UnderWay::close);
    }

    /** What is counted of an input in the work folder. */
    private static final class UnderWay {
        private final Input input;
        private final String name;
        private final OutcomeTally tally = new OutcomeTally();
        /** The whole batches that are counted with their first try, by number: nearly all. */
        private final BitSet batches = new BitSet();

        private final Set<String> others = new HashSet<>();
        private @Nullable MappingIterator<DeadLetter> rejected;
        private boolean rejectedAreRead;

        UnderWay(Input input) throws IOException {
            this.input = input;
            this.name = input.claim().name();
        }

        /** Returns whether all that is there is counted. */
        boolean read(long until) throws IOException {
            if (!input.isCut()) {
                return true;
            }
            if (!rejectedAreRead && !readRejected(until)) {
                return false;
            }
            for (Path file : Durable.list(input.outcomes())) {
                String fileName = Durable.fileName(file);
                if (isCounted(fileName)) {
                    continue;
                }
                if (System.nanoTime() - until >= 0) {
                    return false;
                }
                for (OutcomeLine line : OutcomeFolder.read(file)) {
                    if (line.result() != null) {
                        tally.add(line.result());
                    } else if (line.deadLetter() != null) {
                        tally.add(line.deadLetter());
                    }
                }
                count(fileName);
            }
            return true;
        }

        /** The records that could not be sent; there may be as many as documents. */
        private boolean readRejected(long until) throws IOException {
            try {
                if (rejected == null) {
                    rejected = JsonLines.read(input.rejected(), DeadLetter.class);
                }
                while (rejected.hasNext()) {
                    tally.add(rejected.next());
                    if (System.nanoTime() - until >= 0) {
                        return false;
                    }
                }
            } catch (RuntimeJsonMappingException unreadable) {
                LOG.debug("{} can't be read", input.rejected(), unreadable);
            }
            close();
            rejectedAreRead = true;
            return true;
        }

        private boolean isCounted(String fileName) {
            int number = wholeBatch(fileName);
            return number > 0 ? batches.get(number) : others.contains(fileName);
        }

        private void count(String fileName) {
            int number = wholeBatch(fileName);
            if (number > 0) {
                batches.set(number);
            } else {
                others.add(fileName);
            }
        }

        /** The number of a batch of which this is the first try; 0 for halves and further tries. */
        private static int wholeBatch(String fileName) {
            return fileName.endsWith(".1.jsonl") && fileName.indexOf('-') < 0
                    ? BatchFile.parse(fileName.replace(".jsonl", ".json"))
                            .map(batch -> Math.toIntExact(batch.number()))
                            .orElse(0)
                    : 0;
        }

        void close() {
            if (rejected != null) {
                try {
                    rejected.close();
                } catch (IOException alreadyRead) {
                    LOG.trace("{} can't be closed", input.rejected(), alreadyRead);
                }
                rejected = null;
            }
        }
    }
}
