package org.analyzetext.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.analyzetext.document.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * An error as the service describes it.
 *
 * @param code its code, such as {@code InvalidArgument}
 * @param message its message
 * @param innerCode the more precise code inside, such as {@code InvalidDocument}
 * @param task what it names of the request's tasks, such as {@code #/tasks/0}; null where it names none
 */
public record ServiceError(
        String code,
        String message,
        @Nullable String innerCode,
        @Nullable String task) {
    private static final String UNKNOWN = "Unknown";
    private static final int LONGEST_CODE = 100;
    private static final int LONGEST_MESSAGE = 1_000;
    private static final Set<String> PASSING = Set.of(
            // An error that says nothing blames no document.
            UNKNOWN,
            "InternalServerError",
            "ServiceUnavailable",
            "ServiceTemporarilyUnavailable",
            "Timeout",
            "TooManyRequests",
            "408",
            "429",
            "500",
            "502",
            "503",
            "504");

    private static final Set<String> OF_TASKS =
            Set.of("InvalidTask", "InvalidParameterValue", "ProjectNotFound", "DeploymentNotFound");
    private static final Set<String> OF_DOCUMENTS =
            Set.of("InvalidDocument", "InvalidDocumentBatch", "UnsupportedLanguageCode");
    private static final Pattern TASK =
            Pattern.compile("(?i)[#$]?[/.]?tasks(?:[/.][a-z]+)?(?:[/.\\[](\\d{1,3})(?:\\D.*)?)?", Pattern.DOTALL);

    /** An error that names no task. */
    public ServiceError(String code, String message, @Nullable String innerCode) {
        this(code, message, innerCode, null);
    }

    /** Keeps a line's worth of each: it stands in logs and, for each document and try, in dead letters. */
    public ServiceError {
        code = Excerpt.of(code, LONGEST_CODE);
        message = Excerpt.of(message, LONGEST_MESSAGE);
        innerCode = innerCode == null ? null : Excerpt.of(innerCode, LONGEST_CODE);
        task = task == null ? null : Excerpt.of(task, LONGEST_CODE);
    }

    /** Reads {@code {code, message, innererror?}}; the inner error's spelling varies, and it may have an inner one. */
    public static ServiceError of(JsonNode error) {
        JsonNode inner = inner(error);
        String innerCode = null;
        String task = task(error);
        String message = error.path("message").asText("");
        while (inner.isObject()) {
            String code = said(inner.path("code"), "");
            innerCode = code.isEmpty() ? innerCode : code;
            task = task == null ? task(inner) : task;
            String innerMessage = inner.path("message").asText("");
            if (!innerMessage.isBlank() && !message.contains(innerMessage)) {
                message = message.isBlank() ? innerMessage : message + " " + innerMessage;
            }
            inner = inner(inner);
        }
        String words = message.isBlank() ? "the service gave no message" : message;
        return new ServiceError(said(error.path("code"), UNKNOWN), words, innerCode, task);
    }

    /** The first target, here or in the details, that lies among the request's tasks. */
    private static @Nullable String task(JsonNode error) {
        return Stream.concat(Stream.of(error), error.path("details").valueStream())
                .map(node -> node.path("target").asText(""))
                .filter(target -> TASK.matcher(target).matches())
                .findFirst()
                .orElse(null);
    }

    private static String said(JsonNode code, String otherwise) {
        return code.isTextual() || code.isNumber() ? code.asText() : otherwise;
    }

    /** The error inside, however it is spelled; missing where there is none. */
    static JsonNode inner(JsonNode error) {
        JsonNode inner = error.path("innererror");
        return inner.isMissingNode() ? error.path("innerError") : inner;
    }

    /** The most precise code. */
    public String bestCode() {
        return innerCode == null ? code : innerCode;
    }

    /** Whether sending the same document again can help. */
    public boolean passing() {
        return PASSING.contains(code) || (innerCode != null && PASSING.contains(innerCode));
    }

    /** Whether the task is at fault, so its configuration: no document can help it. */
    public boolean blamesTasks() {
        return !passing()
                && (task != null
                        || OF_TASKS.contains(code)
                        || OF_TASKS.contains(bestCode())
                        || message.contains("InvalidTask"));
    }

    /** Whether it is surely about a document. */
    public boolean blamesDocuments() {
        return OF_DOCUMENTS.contains(bestCode());
    }

    /** Those of the request's tasks that are at fault: the one that is named, else all. */
    public List<String> blamed(List<String> tasks) {
        Matcher matcher = TASK.matcher(task == null ? "" : task);
        boolean named = matcher.matches() && matcher.group(1) != null;
        int index = named ? Integer.parseInt(matcher.group(1)) : tasks.size();
        return index < tasks.size() ? List.of(tasks.get(index)) : tasks;
    }
}
