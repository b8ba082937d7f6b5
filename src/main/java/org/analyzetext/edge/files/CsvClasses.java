package org.analyzetext.edge.files;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.document.LogText;
import org.analyzetext.job.Label;
import org.analyzetext.job.Result;
import org.analyzetext.job.TaskResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes that get a column of their own: of all that results have, the most frequent. A spreadsheet has 16,384
 * columns, and each costs a character in each row.
 */
final class CsvClasses {
    private static final Logger LOG = LoggerFactory.getLogger(CsvClasses.class);
    static final int MOST_COLUMNS = 1_000;
    /** Of a service that makes up its classes, no more are counted. */
    private static final int MOST_COUNTED = 100_000;

    private final Map<TaskClass, Long> documents = new HashMap<>();
    private boolean all = true;

    /** A class of a task. */
    record TaskClass(String task, String category) {
        private static final Comparator<TaskClass> ORDER =
                Comparator.comparing(TaskClass::task).thenComparing(TaskClass::category);
    }

    /** The classes of an input's results: its outcomes are read once more to know them. */
    static CsvClasses of(Input input) throws IOException {
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
                    MOST_COLUMNS);
        }
        return classes;
    }

    /** Counts the classes of a result. */
    void add(Result result) {
        for (TaskResult each : result.classifications()) {
            for (Label label : each.classes()) {
                TaskClass one = new TaskClass(each.task().name(), label.category());
                if (documents.size() < MOST_COUNTED || documents.containsKey(one)) {
                    documents.merge(one, 1L, Long::sum);
                } else {
                    all = false;
                }
            }
        }
    }

    /** Those that get a column, by task and name. */
    List<TaskClass> columns() {
        return documents.entrySet().stream()
                .sorted(Map.Entry.<TaskClass, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry::getKey, TaskClass.ORDER))
                .limit(MOST_COLUMNS)
                .map(Map.Entry::getKey)
                .sorted(TaskClass.ORDER)
                .toList();
    }

    /** Whether there are classes without a column. */
    boolean areTooMany() {
        return !all || documents.size() > MOST_COLUMNS;
    }
}
