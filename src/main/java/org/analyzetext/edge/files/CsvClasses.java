package org.analyzetext.edge.files;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.job.Classification;
import org.analyzetext.job.Result;

/**
 * The classes that get a column of their own: of all that results have, the most frequent. A spreadsheet has 16,384
 * columns, and each costs a character in each row.
 */
final class CsvClasses {
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

    /** Counts the classes of a result. */
    void add(Result result) {
        for (Classification each : result.classifications()) {
            for (Classification.Label label : each.classes()) {
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
