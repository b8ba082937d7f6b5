package org.analyzetext.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.document.Json;
import org.analyzetext.document.TaskNames;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a configuration.
 *
 * @param all the models asked, at least one
 * @param named whether they have names of their own, in {@code analyze-text.tasks}
 * @param asked which of them a document asks for
 */
public record TaskSettings(List<Task> all, boolean named, TaskNames asked) {
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,99}");
    private static final Pattern SECRET = Pattern.compile("(?i)key$|secret|token|password|credential");
    private static final Map<String, String> OF_THEIR_OWN = Map.of(
            "projectName", "project-name", "deploymentName", "deployment-name", "loggingOptOut", "logging-opt-out");
    private static final ObjectReader STRICT =
            Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public TaskSettings {
        all = List.copyOf(all);
    }

    /** Reads {@code task.*}, or {@code tasks} and {@code tasks.*}, and how documents choose among them. */
    public static TaskSettings read(PropertyReader in) {
        List<Task> tasks = tasks(in);
        return new TaskSettings(tasks, !in.namesOrKeys("tasks").isEmpty(), asked(in, tasks));
    }

    private static List<Task> tasks(PropertyReader in) {
        List<String> names = in.namesOrKeys("tasks");
        if (names.isEmpty()) {
            return task(in, "task", in.text("task.name")).map(List::of).orElse(List.of());
        }
        List<Task> tasks = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                in.mistake("tasks", "names '" + name + "' twice");
            }
            task(in, "tasks." + name, name).ifPresent(tasks::add);
        }
        return tasks;
    }

    private static Optional<Task> task(PropertyReader in, String prefix, String name) {
        if (!PropertyReader.isName(name)) {
            in.mistake(prefix, "has the name '" + name + "', but a name is 1 to 50 of the characters A-Z a-z 0-9 _ -");
        }
        String word = in.required(prefix + ".kind", "what the service does, such as EntityRecognition");
        Optional<TaskKind> kind =
                word.isEmpty() ? Optional.empty() : in.checked(prefix + ".kind", () -> TaskKind.of(word));
        boolean own = kind.filter(each -> each.model() != TaskKind.Model.OWN).isEmpty();
        String project = named(in, prefix + ".project-name", own, "the name of your project");
        String deployment = named(in, prefix + ".deployment-name", own, "the name of the project's deployment");
        boolean optOut = !in.text(prefix + ".logging-opt-out").isEmpty() && in.flag(prefix + ".logging-opt-out");
        Map<String, JsonNode> parameters = parameters(in, prefix + ".parameters");
        if (kind.isEmpty() || (own && (project.isEmpty() || deployment.isEmpty()))) {
            return Optional.empty();
        }
        return in.checked(
                prefix, () -> new Task(name, kind.get(), orNull(project), orNull(deployment), optOut, parameters));
    }

    private static String named(PropertyReader in, String property, boolean required, String what) {
        return required ? in.required(property, what) : in.text(property);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Numbers, truth values, lists, objects and quoted texts as JSON; everything else as the text that it is. */
    private static Map<String, JsonNode> parameters(PropertyReader in, String prefix) {
        Map<String, JsonNode> parameters = new TreeMap<>();
        for (String name : in.namesUnder(prefix)) {
            String property = prefix + "." + name;
            if (!PARAMETER.matcher(name).matches()) {
                in.mistake(property, "is no name of a parameter; write it as the service does, such as opinionMining");
            } else if (OF_THEIR_OWN.containsKey(name)) {
                in.mistake(property, "has a property of its own: ." + OF_THEIR_OWN.get(name));
            } else if (SECRET.matcher(name).find()) {
                in.mistake(property, "looks like a secret, but parameters are kept in records and seen in logs");
            } else {
                parameters.put(name, value(in.text(property)));
            }
        }
        return parameters;
    }

    private static JsonNode value(String text) {
        try {
            JsonNode value = STRICT.readTree(text);
            return value.isMissingNode() || value.isNull() ? TextNode.valueOf(text) : value;
        } catch (JsonProcessingException | NumberFormatException noJson) {
            return TextNode.valueOf(text);
        }
    }

    /** Notes a mistake for each task whose kind this version of the service's interface does not have. */
    public void checkVersion(PropertyReader in, String property, String version) {
        for (Task task : all) {
            String since = task.kind().since();
            if (!version.endsWith("-preview") && version.compareTo(since) < 0) {
                in.mistake(
                        property(task) + ".kind",
                        "is " + task.kind() + ", which the service has from version " + since + " on, but " + property
                                + " is " + version);
            }
        }
    }

    /** Notes a mistake for each task that can't be asked about a document in parts. */
    public void checkMerges(PropertyReader in) {
        all.stream()
                .filter(task -> !task.merges())
                .forEach(
                        task -> in.mistake(
                                "document.over-long",
                                "is split, but what task '" + task.name() + "' (" + task.kind()
                                        + ") says of the parts of a document can't be made one answer: use dead-letter, or leave the task out"));
    }

    /** What is sent to the service without knowing whether it will do. */
    public List<String> warnings() {
        return all.stream()
                .filter(task -> !task.kind().isKnown())
                .map(task -> "analyze-text." + property(task) + ".kind is " + task.kind()
                        + ", a kind that this release does not know (it knows "
                        + TaskKind.known().stream().map(TaskKind::wireName).collect(Collectors.joining(", "))
                        + "): it is sent as it is, and what the service answers is passed on unread")
                .toList();
    }

    private String property(Task task) {
        return named ? "tasks." + task.name() : "task";
    }

    private static TaskNames asked(PropertyReader in, List<Task> tasks) {
        List<String> known = tasks.stream().map(Task::name).toList();
        List<String> usual = in.names("tasks.default");
        usual.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> in.mistake(
                        "tasks.default", "names '" + name + "', but the tasks are only " + String.join(", ", known)));
        return new TaskNames(in.text("document.task"), in.text("kafka.task-header"), known, usual);
    }
}
