package org.analyzetext.edge.files;

import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.analyzetext.account.Account;
import org.analyzetext.account.FoundCounts;
import org.analyzetext.account.Window;
import org.analyzetext.document.Json;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.SubmittedJob;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of all inputs: of the finished ones as they were written when their results appeared, of those under way
 * from the work folder. Thread-safe; an account of an input that moves meanwhile may be a moment old.
 */
public final class AccountBook {
    private static final String ELSEWHERE = "results and dead letters are counted as the topics took them, noted in the"
            + " work folder; the topics themselves were not read";

    private final Folders folders;

    public AccountBook(Folders folders) {
        this.folders = folders;
    }

    /** The accounts of all inputs, finished ones first, by name. */
    public List<Account> accounts() throws IOException {
        List<Account> accounts = new ArrayList<>();
        if (Files.isDirectory(folders.accounts())) {
            try (Stream<Path> tree = Files.walk(folders.accounts())) {
                for (Path file : tree.filter(path -> path.toString().endsWith(".json"))
                        .sorted()
                        .toList()) {
                    accounts.add(Json.MAPPER.readValue(file.toFile(), Account.class));
                }
            }
        }
        for (Path folder : Durable.list(folders.work())) {
            if (Files.exists(folder.resolve(Input.CLAIM_FILE))) {
                Account account = underWay(folder);
                if (account != null
                        && accounts.stream().noneMatch(known -> known.input().equals(account.input()))) {
                    accounts.add(account);
                }
            }
        }
        List<Account> all = new ArrayList<>();
        Map<String, Long> rescued = rescued(accounts);
        for (Account account : accounts) {
            String deadLetters = Joiner.deadLetterName(account.input());
            long bytes = account.places().bytes();
            long now = bytes == 0 ? 0 : bytes(folders.done().resolve(account.input()));
            all.add(account.withReplayed(replayed(account.input()), rescued.getOrDefault(deadLetters, 0L))
                    .ofBytes(bytes, Math.max(0, now - bytes)));
        }
        return all;
    }

    /**
     * Those of inputs of these names, or below a folder of one, that were finished in the time; one that is under way is
     * of now.
     *
     * @param elsewhere whether results and dead letters are in topics or with the host
     * @throws AnalyzeTextException for a name that no input has
     */
    List<Account> accounts(List<String> names, Window window, boolean elsewhere) throws IOException {
        List<Account> accounts = accounts();
        for (String name : names) {
            if (accounts.stream().noneMatch(account -> isNamed(account, name))) {
                throw new AnalyzeTextException("there is no input '" + name + "'");
            }
        }
        return accounts.stream()
                .filter(account -> names.isEmpty() || names.stream().anyMatch(name -> isNamed(account, name)))
                .filter(account -> isIn(window, account.finishedAt()))
                .map(account -> elsewhere ? account.remarked(ELSEWHERE) : account)
                .toList();
    }

    private static boolean isNamed(Account account, String name) {
        return account.input().equals(name) || account.input().startsWith(name.endsWith("/") ? name : name + "/");
    }

    private static boolean isIn(Window window, @Nullable String finishedAt) {
        return window.equals(Window.ALL)
                || window.contains(finishedAt == null ? Instant.now() : Instant.parse(finishedAt));
    }

    /** The bytes of a file, or of all files in a folder; none where it is gone, because somebody has cleared it away. */
    private static long bytes(Path done) throws IOException {
        if (!Files.exists(done)) {
            return 0;
        }
        long bytes = 0;
        try (Stream<Path> tree = Files.walk(done)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /** The results of replays, by the dead letters that their documents come from. */
    private Map<String, Long> rescued(List<Account> accounts) throws IOException {
        Map<String, Long> rescued = new TreeMap<>();
        for (ReplayIndex index : ReplayIndex.all(folders)) {
            accounts.stream()
                    .filter(account -> account.input().equals(index.replay()))
                    .forEach(account ->
                            rescued.merge(index.deadLetters(), account.places().results(), Long::sum));
        }
        return rescued;
    }

    private long replayed(String input) throws IOException {
        Path letters = FileReplay.replayed(folders, Joiner.deadLetterName(input));
        if (!Files.exists(letters)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(letters)) {
            return lines.count();
        }
    }

    private static @Nullable Account underWay(Path folder) throws IOException {
        try {
            return new Count(Input.open(folder)).account(null);
        } catch (NoSuchFileException finishedMeanwhile) {
            return null;
        }
    }

    /** The account of an input whose batches are all over. */
    static Account of(Input input, Instant now) throws IOException {
        long bytes = 0;
        for (FileMark mark : input.marks()) {
            bytes += input.changed().contains(mark.file()) ? 0 : mark.size();
        }
        return new Count(input).account(now.toString()).ofBytes(bytes, 0);
    }

    /** Writes the account of an input that leaves its work folder. */
    void keep(Account account) throws IOException {
        Path file = folders.accounts().resolve(account.input() + ".json");
        Durable.write(file, out -> Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(out, account));
    }

    /** Adds up what lies in an input's folder. */
    private static final class Count {
        private final Input input;
        private final Map<String, Long> deadLetters = new TreeMap<>();
        private final Map<String, Long> textRecords = new TreeMap<>();
        private final FoundCounts found = new FoundCounts();
        private long documents = -1;
        private long results;
        private long waiting;
        private long inFlight;
        private long jobs;
        private long sentAgain;
        private long ambiguous;

        Count(Input input) throws IOException {
            this.input = input;
            if (!input.isCut()) {
                return;
            }
            documents = input.manifest().documents();
            outcomes();
            rejected();
            for (Path file : Durable.list(input.todo())) {
                waiting += live(file);
            }
            for (Path file : Durable.list(input.posting())) {
                waiting += live(file);
            }
            for (Path file : Durable.list(input.jobs())) {
                inFlight += live(file);
            }
        }

        private void outcomes() throws IOException {
            OutcomeStream outcomes = new OutcomeStream(input.outcomes());
            for (OutcomeLine outcome = outcomes.next(); outcome != null; outcome = outcomes.next()) {
                if (outcome.result() != null) {
                    results++;
                    found.add(outcome.result().said().found());
                } else if (outcome.deadLetter() != null) {
                    dead(outcome.deadLetter());
                }
            }
            for (Path file : Durable.list(input.outcomes())) {
                JobNote note = OutcomeFolder.note(file);
                if (note != null) {
                    add(note);
                }
            }
        }

        private void rejected() throws IOException {
            try (MappingIterator<DeadLetter> lines = JsonLines.read(input.rejected(), DeadLetter.class)) {
                while (lines.hasNext()) {
                    dead(lines.next());
                }
            }
        }

        private void dead(DeadLetter letter) {
            deadLetters.merge(letter.code(), 1L, Long::sum);
        }

        /** The documents of a batch that is on its way; none if it has moved on or has its outcomes already. */
        private int live(Path file) throws IOException {
            BatchFile name = BatchFile.parse(Durable.fileName(file)).orElse(null);
            if (name == null) {
                return 0;
            }
            Path outcomes = input.outcomes().resolve(OutcomeFolder.name(name));
            boolean someOutcomes = Files.exists(outcomes);
            if (someOutcomes && (OutcomeFolder.note(outcomes) != null || input.knows(name.half(2)))) {
                return 0;
            }
            JobRecord record;
            try {
                record = Json.MAPPER.readValue(file.toFile(), JobRecord.class);
            } catch (NoSuchFileException movedOn) {
                return 0;
            }
            if (record instanceof SubmittedJob) {
                add(JobNote.of(record));
            } else {
                ambiguous += record.ambiguous();
            }
            // Of a batch that was refused, the documents that the service named have their outcomes first.
            return Math.max(
                    0,
                    record.size() - (someOutcomes ? OutcomeFolder.read(outcomes).size() : 0));
        }

        private void add(JobNote note) {
            ambiguous += note.ambiguous();
            if (note.jobId() == null) {
                return;
            }
            jobs++;
            if (note.attempt() > 1) {
                sentAgain += note.documents();
            }
            for (String task : note.tasks()) {
                textRecords.merge(
                        note.resource() + "/" + task,
                        note.textRecords() / note.tasks().size(),
                        Long::sum);
            }
        }

        Account account(@Nullable String finishedAt) {
            return new Account(
                    input.claim().name(),
                    finishedAt,
                    new Account.Places(documents, results, deadLetters, waiting, inFlight),
                    new Account.Cost(jobs, sentAgain, ambiguous, textRecords),
                    Account.Again.NOTHING,
                    found.counts(),
                    List.of(),
                    List.of());
        }
    }
}
