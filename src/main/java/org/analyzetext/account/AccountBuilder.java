package org.analyzetext.account;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.analyzetext.document.Document;
import org.analyzetext.document.Json;
import org.analyzetext.document.Source;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.job.Batch;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.NewerRecord;

/**
 * Makes up the account of the documents of one or more topics from every record of them. The account is the same in any
 * order of the records. Memory: a few bits for each document, some 70 bytes for each job, and more only for documents
 * that are recorded more than once. Not thread-safe.
 *
 * <p>Long because every kind of record changes the same counts.
 */
public final class AccountBuilder {
    private static final int SHOWN = 10;

    private final String name;
    private final Set<String> topics;
    private final Offsets documents;
    private final Offsets untaken;
    private final Offsets toSubmit;
    private final Offsets submitted;
    private final Offsets results;
    private final Offsets deadLetters;
    private final Offsets replayed;
    private final Offsets replays;
    private final Offsets recorded;
    private final Offsets toldAgain;
    private final Map<String, Long> codes = new TreeMap<>();
    private final FoundCounts found = new FoundCounts();
    private final Bill bill = new Bill();
    private long repeats;
    private long contradictions;
    private long unreadable;
    private long newer;
    private long deletedDocuments;
    private long deletedJobs;
    private long elsewhere;
    private long unpriced;

    /** What records documents, and can be read twice. */
    public interface Evidence {
        /** Reads results, dead letters and the records of jobs that are under way, in this order. */
        void read(Answers.Reader result, Answers.Reader deadLetter, Answers.Reader job) throws IOException;
    }

    /**
     * An empty ledger.
     *
     * @param name what the account is called
     * @param begins of each topic of documents the first offset of each partition that is read
     */
    public AccountBuilder(String name, Map<String, Map<Integer, Long>> begins) {
        this.name = name;
        this.topics = Set.copyOf(begins.keySet());
        this.documents = new Offsets(begins);
        this.untaken = new Offsets(begins);
        this.toSubmit = new Offsets(begins);
        this.submitted = new Offsets(begins);
        this.results = new Offsets(begins);
        this.deadLetters = new Offsets(begins);
        this.replayed = new Offsets(begins);
        this.replays = new Offsets(begins);
        this.recorded = new Offsets(begins);
        this.toldAgain = new Offsets(begins);
    }

    /**
     * Enters a document.
     *
     * @param taken whether the group has acknowledged it
     * @param isReplay whether it is a dead letter that was put in again
     */
    public void document(TopicPosition position, boolean taken, boolean isReplay) {
        documents.add(position);
        if (!taken) {
            untaken.add(position);
        }
        if (isReplay) {
            replays.add(position);
        }
    }

    /** Notes that the dead letter of a document was put in again. */
    public void replayed(TopicPosition original) {
        if (documents.contains(original)) {
            replayed.add(original);
        }
    }

    /**
     * Notes what was deleted before it was read. The documents of deleted jobs are missing by themselves, unless they were
     * deleted too.
     */
    public void deletedUnread(long lostDocuments, long lostJobs) {
        deletedDocuments = lostDocuments;
        deletedJobs = lostJobs;
    }

    /** Enters what became of the documents; they all have to be entered before. */
    public void enter(Evidence evidence) throws IOException {
        evidence.read(this::result, this::deadLetter, this::job);
        if (toldAgain.size() > 0) {
            Repeats second = new Repeats();
            evidence.read(second::answer, second::answer, second::job);
            second.settle();
        }
    }

    private void result(byte[] json) {
        AccountedAnswer answer = entered(json);
        if (answer == null) {
            return;
        }
        if (results.add((TopicPosition) answer.source())) {
            found.add(answer.said().found());
        } else {
            repeats++;
        }
    }

    private void deadLetter(byte[] json) {
        AccountedAnswer answer = entered(json);
        if (answer == null) {
            return;
        }
        if (results.contains(answer.source())) {
            contradictions++;
            repeats++;
        } else if (deadLetters.add((TopicPosition) answer.source())) {
            codes.merge(String.valueOf(answer.code()), 1L, Long::sum);
        } else {
            repeats++;
        }
    }

    /** A result or dead letter of a document of this account, entered on the bill; else null. */
    private @org.jspecify.annotations.Nullable AccountedAnswer entered(byte[] json) {
        AccountedAnswer answer = answer(json);
        if (answer == null) {
            unreadable++;
            return null;
        }
        if (!documents.contains(answer.source())) {
            elsewhere += answer.source() instanceof TopicPosition position && topics.contains(position.topic()) ? 0 : 1;
            return null;
        }
        if (answer.job() != null && answer.job().textRecords() == 0) {
            unpriced++;
        }
        report(answer.source(), Tries.of(answer));
        return answer;
    }

    private static @org.jspecify.annotations.Nullable AccountedAnswer answer(byte[] json) {
        try {
            AccountedAnswer answer = Json.MAPPER.readValue(json, AccountedAnswer.class);
            return answer == null || answer.source() == null ? null : answer;
        } catch (IOException noAnswer) {
            return null;
        }
    }

    private void report(Source source, Tries tries) {
        TopicPosition position = (TopicPosition) source;
        if (!recorded.add(position)) {
            toldAgain.add(position);
        }
        bill.add(tries);
    }

    private void job(byte[] json) throws IOException {
        JobRecord record = record(json);
        if (record == null) {
            newer(NewerRecord.read(json));
            return;
        }
        boolean toBeSubmitted = record instanceof Batch;
        for (Document document : record.documents()) {
            if (documents.contains(document.source())) {
                (toBeSubmitted ? toSubmit : submitted).add((TopicPosition) document.source());
                report(document.source(), Tries.of(record, document));
                if (toBeSubmitted && record.ambiguous() > 0) {
                    bill.ambiguous(record.name() + " " + record.attempt(), record.ambiguous(), false);
                }
            }
        }
    }

    private void newer(@org.jspecify.annotations.Nullable NewerRecord record) {
        if (record == null) {
            unreadable++;
            return;
        }
        newer++;
        for (Source source : record.documents()) {
            if (documents.contains(source)) {
                (record.submitted() ? submitted : toSubmit).add((TopicPosition) source);
            }
        }
    }

    private static @org.jspecify.annotations.Nullable JobRecord record(byte[] json) {
        try {
            return Json.MAPPER.readValue(json, JobRecord.class);
        } catch (IOException noRecord) {
            return null;
        }
    }

    /** The tries of documents that are recorded more than once, each try once. */
    private final class Repeats {
        private final Map<Source, List<Tries>> all = new HashMap<>();

        void answer(byte[] json) {
            AccountedAnswer answer = AccountBuilder.answer(json);
            if (answer != null) {
                note(answer.source(), Tries.of(answer));
            }
        }

        void job(byte[] json) {
            JobRecord record = AccountBuilder.record(json);
            if (record != null) {
                record.documents().forEach(document -> note(document.source(), Tries.of(record, document)));
            }
        }

        private void note(Source source, Tries tries) {
            if (toldAgain.contains(source)) {
                all.computeIfAbsent(source, any -> new ArrayList<>()).add(tries);
            }
        }

        void settle() {
            all.values().forEach(recorded -> {
                recorded.forEach(bill::takeBack);
                bill.add(Tries.merged(recorded));
            });
        }
    }

    /**
     * The account.
     *
     * @param remarks what the reader has to know beside what this ledger saw
     */
    public Account account(List<String> remarks) {
        Offsets inFlight = submitted.without(results, deadLetters);
        Offsets waiting = documents.and(untaken.without(results, deadLetters, submitted));
        long again = toSubmit.without(results, deadLetters, submitted, untaken).size();
        Offsets missing = documents.without(results, deadLetters, submitted, toSubmit, untaken);
        long deleted = deletedDocuments + (missing.size() == 0 ? deletedJobs : 0);
        return new Account(
                name,
                null,
                new Account.Places(
                        documents.size() + deleted, results.size(), codes, waiting.size() + again, inFlight.size()),
                new Account.Cost(bill.jobs(), bill.sentAgain(), bill.ambiguous(), bill.textRecords()),
                new Account.Again(
                        repeats,
                        contradictions,
                        replayed.and(deadLetters).size(),
                        replays.size(),
                        replays.and(results).size()),
                found.counts(),
                missing.first(SHOWN),
                remarks(remarks));
    }

    private List<String> remarks(List<String> before) {
        List<String> remarks = new ArrayList<>(before);
        if (contradictions > 0) {
            remarks.add(contradictions + " of the repeats are dead letters of documents that have a result: the result"
                    + " counts");
        }
        if (unreadable > 0) {
            remarks.add(unreadable + " records of the topics are no result, no dead letter and no job record, and are"
                    + " not counted");
        }
        if (newer > 0) {
            remarks.add(
                    newer + " job records can be read by a newer release only: their documents are counted where they"
                            + " are, what they cost is not");
        }
        if (elsewhere > 0) {
            remarks.add(elsewhere + " results and dead letters are not of the topic " + name + ", such as"
                    + " UnreadableJobRecord, and are not counted");
        }
        if (unpriced > 0) {
            remarks.add(unpriced + " results and dead letters were written by an earlier release and do not say what"
                    + " they cost: text records are too low");
        }
        return remarks;
    }
}
