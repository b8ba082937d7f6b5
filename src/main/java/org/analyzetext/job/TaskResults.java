package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the tasks said of a document: one for each task, classifications first, each in the order of the tasks.
 *
 * @param classifications of the tasks that classify
 * @param answers of all others
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TaskResults(List<TaskResult> classifications, List<TaskResult> answers) {
    public static final TaskResults NONE = new TaskResults(List.of(), List.of());

    public TaskResults {
        classifications = orEmpty(classifications);
        answers = orEmpty(answers);
    }

    /** Empty lists are not written, so not there when a record is read. */
    private static List<TaskResult> orEmpty(List<TaskResult> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** Sorts what was said by the kinds of the tasks. */
    public static TaskResults of(List<TaskResult> said) {
        return new TaskResults(
                said.stream().filter(each -> each.task().kind().classifies()).toList(),
                said.stream().filter(each -> !each.task().kind().classifies()).toList());
    }

    /** By task, names for what it found in the document; never its words. */
    public Map<String, Set<String>> found() {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        all().forEach(each -> found.put(each.task().name(), each.found()));
        return found;
    }

    /** The same without the tasks that classify. */
    public TaskResults withoutClassifications() {
        return new TaskResults(List.of(), answers);
    }

    /** What the task of that name said; empty where it said nothing. */
    public Optional<TaskResult> of(String task) {
        return all().stream().filter(each -> each.task().name().equals(task)).findFirst();
    }

    /** All of them. */
    public List<TaskResult> all() {
        return Stream.concat(classifications.stream(), answers.stream()).toList();
    }
}
