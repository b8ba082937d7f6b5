package org.analyzetext.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.results.Answer;
import org.analyzetext.results.Answer.TaskLabels;
import org.jspecify.annotations.Nullable;

/**
 * The labels of results beside those that people gave. Nothing is dropped in silence: what could not be compared is
 * counted, and the first of each kind are named.
 */
public final class Evaluation {
    private static final int MOST_NAMED = 100;

    private final SortedMap<String, TaskEvaluation> tasks = new TreeMap<>();
    private final Named unmatched = new Named();
    private final Named deadLetters = new Named();
    private final Named duplicates = new Named();
    private final Named unanswered = new Named();
    private final List<String> warnings = new ArrayList<>();

    private Evaluation() {}

    /** How many there are, and the first of them. */
    static final class Named {
        private final List<String> first = new ArrayList<>();
        private long all;

        void add(String name) {
            all++;
            if (first.size() < MOST_NAMED) {
                first.add(name);
            }
        }

        long all() {
            return all;
        }

        List<String> first() {
            return first;
        }
    }

    /**
     * Evaluates results.
     *
     * @throws AnalyzeTextException where files can't be read, or nothing can be compared
     */
    public static Evaluation of(EvaluationRequest request) throws IOException {
        Evaluation evaluation = new Evaluation();
        Truth truth = request.truth();
        Map<String, Map<String, Set<String>>> before = earlier(request);
        Set<Object> seen = new HashSet<>();
        request.results().forEach(answer -> evaluation.add(answer, truth, request, before, seen));
        truth.withoutAnswer().forEach(evaluation.unanswered::add);
        evaluation.warnings.addAll(truth.warnings());
        evaluation.requireComparable(request, truth);
        return evaluation;
    }

    private static Map<String, Map<String, Set<String>>> earlier(EvaluationRequest request) throws IOException {
        Map<String, Map<String, Set<String>>> before = new HashMap<>();
        if (request.against() != null) {
            request.against().forEach(answer -> answer.tasks()
                    .forEach((task, labels) -> before.computeIfAbsent(task, any -> Changes.none())
                            .put(Changes.identity(answer), Set.copyOf(labels.classes(request.threshold())))));
        }
        return before;
    }

    private void add(
            Answer answer,
            Truth truth,
            EvaluationRequest request,
            Map<String, Map<String, Set<String>>> before,
            Set<Object> seen) {
        if (!seen.add(fingerprint(answer))) {
            duplicates.add(answer.key());
            return;
        }
        Set<String> wanted = truth.of(answer);
        if (answer.deadLetter()) {
            deadLetters.add(answer.key());
            return;
        }
        boolean compared = false;
        for (Map.Entry<String, TaskLabels> each : answer.tasks().entrySet()) {
            if (request.isAsked(each.getKey()) && truth.isFor(each.getValue())) {
                compared = true;
                add(answer, each.getKey(), each.getValue(), wanted, request, before);
            }
        }
        if (wanted == null || !compared) {
            unmatched.add(answer.key());
        }
    }

    private void add(
            Answer answer,
            String task,
            TaskLabels labels,
            @Nullable Set<String> wanted,
            EvaluationRequest request,
            Map<String, Map<String, Set<String>>> before) {
        TaskEvaluation evaluation = tasks.computeIfAbsent(task, name -> {
            TaskEvaluation made = new TaskEvaluation(request.threshold());
            if (request.against() != null) {
                made.compareWith(new Changes(before.getOrDefault(name, Map.of())));
            }
            return made;
        });
        Changes changes = evaluation.changes();
        if (changes != null) {
            changes.compare(answer, labels.classes(request.threshold()));
        }
        if (wanted != null) {
            evaluation.add(answer, labels, wanted);
        }
    }

    /** Of a million documents the names would not fit into the memory of a small machine: 64 bits of each do. */
    private static Object fingerprint(Answer answer) {
        String name = answer.key();
        long hash = 1125899906842597L;
        for (int i = 0; i < name.length(); i++) {
            hash = 31 * hash + name.charAt(i);
        }
        return hash;
    }

    private void requireComparable(EvaluationRequest request, Truth truth) {
        if (tasks.isEmpty()) {
            throw new AnalyzeTextException("the results have no labels"
                    + (request.task().isEmpty() ? "" : " of the task '" + request.task() + "'") + " to compare");
        }
        if (tasks.size() > 1 && request.task().isEmpty() && !truth.knowsTasks()) {
            throw new AnalyzeTextException("the results have labels of the tasks " + String.join(", ", tasks.keySet())
                    + ": say with --task whose labels these are");
        }
        if (request.hasTruth() && tasks.values().stream().allMatch(task -> task.documents() == 0)) {
            throw new AnalyzeTextException("none of the " + unmatched.all()
                    + " results has a label of a person: the first is "
                    + unmatched.first().get(0)
                    + (unanswered.all() == 0
                            ? ""
                            : ", and the first labelled document "
                                    + unanswered.first().get(0)));
        }
    }

    /** The figures as JSON, and what could not be compared (docs/evaluate.md). */
    public ObjectNode json() {
        return EvaluationJson.of(this);
    }

    /** Prints the figures as a table. */
    public void print(PrintStream out) {
        EvaluationTable.print(this, out);
    }

    /** A page of HTML with figures, matrix and charts, which needs nothing else. */
    public String page(String title) {
        return EvaluationPage.of(this, title);
    }

    /** Writes a table of what a person should check first, and returns its rows. */
    public long writeReview(Path file) throws IOException {
        return ReviewFile.write(this, file);
    }

    SortedMap<String, TaskEvaluation> tasks() {
        return tasks;
    }

    /** Results without a person's labels. */
    Named unmatched() {
        return unmatched;
    }

    /** Documents without a result. */
    Named deadLetters() {
        return deadLetters;
    }

    /** Answers of a document that had one before; the first counts. */
    Named duplicates() {
        return duplicates;
    }

    /** People's labels whose documents have no answer here. */
    Named unanswered() {
        return unanswered;
    }

    List<String> warnings() {
        return warnings;
    }

    /** How many documents a task was compared for; 0 for one that is not there. */
    public long documents(String task) {
        TaskEvaluation found = tasks.get(task);
        return found == null ? 0 : found.documents();
    }

    /** For how many of them its labels are exactly the person's. */
    public long right(String task) {
        TaskEvaluation found = tasks.get(task);
        return found == null ? 0 : found.right();
    }

    /** Whether a figure of every task is below what it must be: {@code f1}, {@code macro-f1}, {@code exact-match}, ... */
    public boolean isBelow(String figure, double least) {
        return tasks.values().stream().anyMatch(task -> figure(task, figure) < least);
    }

    private static double figure(TaskEvaluation task, String figure) {
        return switch (figure) {
            case "f1", "micro-f1" -> task.micro().f1();
            case "precision" -> task.micro().precision();
            case "recall" -> task.micro().recall();
            case "macro-f1" -> task.macro().f1();
            case "weighted-f1" -> task.weighted().f1();
            case "exact-match", "accuracy" -> task.exactMatch();
            default ->
                throw new AnalyzeTextException("'" + figure + "' is none of the figures f1, precision, recall,"
                        + " macro-f1, weighted-f1, exact-match");
        };
    }
}
