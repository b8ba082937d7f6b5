package org.analyzetext.localservice;

import java.util.ArrayList;
import java.util.List;

/**
 * How a job will end, decided when it is accepted.
 *
 * @param ending how the job as a whole ends
 * @param marks what becomes of each document; empty where all are answered
 * @param stranger whether the answer holds a document that was never sent
 */
record JobOutcome(Ending ending, List<Mark> marks, boolean stranger) {
    static final JobOutcome GOOD = new JobOutcome(Ending.SUCCEEDED, List.of(), false);

    JobOutcome {
        marks = List.copyOf(marks);
    }

    /** How a job as a whole ends. */
    enum Ending {
        SUCCEEDED,
        /** {@code failed}, with an {@code InternalServerError} among the job's errors. */
        INTERNAL_ERROR,
        /** {@code failed}, without a word why. */
        FAILED,
        /** {@code failed}, with an error that blames the first task. */
        REFUSED,
        /** The last of several tasks failed, or the second half of one task's documents. */
        PARTIALLY_COMPLETED,
        /** {@code cancelled}, though no one asked. */
        CANCELLED,
        /** Never: it runs on. */
        STUCK,
        /** The service does not know the job. */
        LOST
    }

    /** What becomes of a document. */
    enum Mark {
        ANSWERED,
        /** In the results' errors, by the service's fault: sending it again helps. */
        ERROR,
        /** In the results' errors, by its own fault. */
        REFUSED,
        /** In the results' errors, because its language is none. */
        WRONG_LANGUAGE,
        LEFT_OUT
    }

    Mark mark(int index) {
        return marks.isEmpty() ? Mark.ANSWERED : marks.get(index);
    }

    /** This outcome, with the documents in error whose language is none. */
    JobOutcome withWrongLanguages(List<SubmittedDocument> documents) {
        if (documents.stream().noneMatch(SubmittedDocument::wrongLanguage)) {
            return this;
        }
        List<Mark> wrong = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            wrong.add(documents.get(i).wrongLanguage() ? Mark.WRONG_LANGUAGE : mark(i));
        }
        return new JobOutcome(ending, wrong, stranger);
    }

    /** This outcome, with all documents of the second half in error. */
    JobOutcome withSecondHalfInError(int documents) {
        List<Mark> half = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            half.add(i < documents / 2 ? mark(i) : Mark.ERROR);
        }
        return new JobOutcome(ending, half, stranger);
    }
}
