package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.analyzetext.document.Json;
import org.jspecify.annotations.Nullable;

/**
 * A kind of task in a job of the service: what it needs, since when it exists, and what it answers. Nothing else in the
 * pipeline knows one kind from another. A kind that is not among the {@link #known} ones is sent as it is named, and
 * what it answers is passed on.
 *
 * @param wireName the service's name for it
 * @param model whose model answers
 * @param since the first API version that has it
 * @param offsets whether its answers hold offsets, and the service takes {@code stringIndexType}
 * @param answer the field without which a document is not answered; empty where any will do
 * @param merge makes one answer of those to a document's parts; null where that can't be done
 */
public record TaskKind(
        String wireName,
        Model model,
        String since,
        boolean offsets,
        String answer,
        @Nullable Function<List<AnsweredPart>, Map<String, JsonNode>> merge) {
    private static final String FIRST = "2022-05-01";
    private static final String RESULTS = "LROResults";
    private static final String CLASS = "class";
    private static final String ENTITIES = "entities";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,99}");
    /** Of a document of the service, what is no answer; and what stands beside the answer in a result. */
    private static final Set<String> NO_ANSWER = Set.of("id", "warnings", "statistics");

    private static final String BESIDE = "task";
    /** What stands for findings that have no name but words of the document. */
    static final String SOME = "(some)";

    public static final TaskKind SINGLE_LABEL =
            new TaskKind("CustomSingleLabelClassification", Model.OWN, FIRST, false, CLASS, Classes::heaviest);
    public static final TaskKind MULTI_LABEL =
            new TaskKind("CustomMultiLabelClassification", Model.OWN, FIRST, false, CLASS, Classes::highest);

    private static final List<TaskKind> KNOWN = List.of(
            SINGLE_LABEL,
            MULTI_LABEL,
            new TaskKind("CustomEntityRecognition", Model.OWN, FIRST, true, ENTITIES, PartMerge::joined),
            new TaskKind("EntityRecognition", Model.SERVICE, FIRST, true, ENTITIES, PartMerge::joined),
            new TaskKind("EntityLinking", Model.SERVICE, FIRST, true, ENTITIES, PartMerge::linked),
            new TaskKind("KeyPhraseExtraction", Model.SERVICE, FIRST, false, "keyPhrases", PartMerge::joined),
            new TaskKind("PiiEntityRecognition", Model.SERVICE, FIRST, true, ENTITIES, PartMerge::redacted),
            new TaskKind("SentimentAnalysis", Model.SERVICE, FIRST, true, "sentences", PartMerge::sentiment),
            new TaskKind("Healthcare", Model.SERVICE, FIRST, true, ENTITIES, PartMerge::joined),
            new TaskKind("ExtractiveSummarization", Model.SERVICE, "2023-04-01", true, "sentences", null),
            new TaskKind("AbstractiveSummarization", Model.SERVICE, "2023-04-01", true, "summaries", null));

    /** Whose model answers. */
    public enum Model {
        /** One of a project of one's own: the task names project and deployment. */
        OWN,
        /** The service's. */
        SERVICE,
        /** It is not known whose: the task may name project and deployment. */
        ANY
    }

    /** The kinds that this release knows. */
    public static List<TaskKind> known() {
        return KNOWN;
    }

    /** The known kind of that name, in any case; else one about which nothing is known. */
    @JsonCreator
    public static TaskKind of(String name) {
        return KNOWN.stream()
                .filter(kind -> kind.wireName.equalsIgnoreCase(name))
                .findFirst()
                .orElseGet(() -> unknown(name));
    }

    private static TaskKind unknown(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no kind of task; use one of "
                    + KNOWN.stream().map(TaskKind::wireName).collect(Collectors.joining(", ")));
        }
        if (name.equalsIgnoreCase("LanguageDetection")) {
            throw new IllegalArgumentException(
                    name + " is no kind of task in a job: the service detects languages in another call");
        }
        return new TaskKind(name, Model.ANY, FIRST, false, "", null);
    }

    /** The kind that an answer's item belongs to, by its own word; empty where that names no known one. */
    public static Optional<TaskKind> ofResults(String word) {
        return KNOWN.stream().filter(kind -> kind.resultsName().equals(word)).findFirst();
    }

    /** The service's name for it. */
    @Override
    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** The kind that an answer's item ({@code ...LROResults}) has. */
    public String resultsName() {
        return wireName + RESULTS;
    }

    /** Whether this release knows what it needs and answers. */
    public boolean isKnown() {
        return KNOWN.contains(this);
    }

    /** Whether it gives classes. */
    boolean classifies() {
        return answer.equals(CLASS);
    }

    /** The answer in a document of the service; null where there is none, or none that can be read. */
    public @Nullable Map<String, JsonNode> read(JsonNode document) {
        if (classifies()) {
            return Classes.read(document);
        }
        ObjectNode fields = answer.isEmpty() || document.path(answer).isArray() ? fields(document) : null;
        if (fields == null) {
            return null;
        }
        Map<String, JsonNode> said = new LinkedHashMap<>();
        fields.properties().forEach(field -> said.put(field.getKey(), field.getValue()));
        return said;
    }

    /**
     * Names for what an answer with these fields found: classes, the sentiment, categories of entities; {@value #SOME} for
     * what has no name, such as key phrases. Never words of the document. Empty where nothing was found.
     */
    public Set<String> found(Function<String, @Nullable JsonNode> fields) {
        JsonNode sentiment = isKnown() ? fields.apply("sentiment") : null;
        if (sentiment != null && sentiment.isTextual()) {
            return Set.of(sentiment.asText());
        }
        JsonNode items = fields.apply(classifies() ? Classes.FIELD : answer);
        return items == null ? Set.of(SOME) : categories(items);
    }

    /** The same, of a kind that a record names. */
    public static Set<String> found(String kind, Function<String, @Nullable JsonNode> fields) {
        return KNOWN.stream()
                .filter(each -> each.wireName.equals(kind))
                .findFirst()
                .map(each -> each.found(fields))
                .orElse(Set.of(SOME));
    }

    /** The categories of what an array lists; {@value #SOME} for what has none. */
    static Set<String> categories(JsonNode items) {
        Set<String> names = new TreeSet<>();
        items.forEach(item -> names.add(item.path("category").asText(SOME)));
        return names;
    }

    /** The fields of a document of the service that are its answer, whatever its kind; null where there are none. */
    public static @Nullable ObjectNode fields(JsonNode document) {
        ObjectNode fields = Json.MAPPER.createObjectNode();
        document.properties().forEach(field -> fields.set(field.getKey(), field.getValue()));
        fields.remove(NO_ANSWER);
        // A field of that name could not be told from the task that the result names.
        return fields.isEmpty() || fields.has(BESIDE) ? null : fields;
    }

    @Override
    public String toString() {
        return wireName;
    }
}
