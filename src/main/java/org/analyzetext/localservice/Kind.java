package org.analyzetext.localservice;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kinds of task, of which some ask a project of that kind. */
enum Kind {
    SINGLE_LABEL("CustomSingleLabelClassification", true),
    MULTI_LABEL("CustomMultiLabelClassification", true),
    CUSTOM_ENTITIES("CustomEntityRecognition", true, Kind.INDEX),
    ENTITIES(
            "EntityRecognition",
            false,
            Kind.INDEX,
            "inclusionList",
            "exclusionList",
            "overlapPolicy",
            "inferenceOptions"),
    LINKED_ENTITIES("EntityLinking", false, Kind.INDEX),
    KEY_PHRASES("KeyPhraseExtraction", false),
    PII(
            "PiiEntityRecognition",
            false,
            Kind.INDEX,
            "domain",
            "piiCategories",
            "excludePiiCategories",
            "redactionCharacter",
            "redactionPolicy"),
    SENTIMENT("SentimentAnalysis", false, Kind.INDEX, "opinionMining"),
    HEALTHCARE("Healthcare", false, Kind.INDEX, "fhirVersion", "documentType"),
    EXTRACTIVE_SUMMARY("ExtractiveSummarization", false, Kind.INDEX, "sentenceCount", "sortBy", "query"),
    ABSTRACTIVE_SUMMARY(
            "AbstractiveSummarization", false, Kind.INDEX, "sentenceCount", "summaryLength", "query", "instruction");

    /** The parameter that says how offsets are counted. */
    static final String INDEX = "stringIndexType";

    private static final String WITHOUT_SUMMARIES = "2022-05-01";

    private final String word;
    private final boolean ofProject;

    @SuppressWarnings("ImmutableEnumChecker") // it is a copy that can't be changed
    private final Set<String> parameters;

    Kind(String word, boolean ofProject, String... parameters) {
        this.word = word;
        this.ofProject = ofProject;
        Set<String> all = new HashSet<>(List.of(parameters));
        all.add("loggingOptOut");
        all.addAll(ofProject ? List.of("projectName", "deploymentName") : List.of("modelVersion"));
        this.parameters = Set.copyOf(all);
    }

    /** The kind of a project, whose labels file spells it with a small or a capital first letter. */
    static Optional<Kind> ofProject(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.ofProject && kind.word.equalsIgnoreCase(word))
                .findAny();
    }

    /** The kind of a task, if this version has it. */
    static Optional<Kind> ofTask(String word, ApiVersion version) {
        return Arrays.stream(values())
                .filter(kind -> kind.word.equals(word))
                .filter(kind -> !(kind == EXTRACTIVE_SUMMARY || kind == ABSTRACTIVE_SUMMARY)
                        || !version.name().equals(WITHOUT_SUMMARIES))
                .findAny();
    }

    /** The word for tasks, such as {@code CustomSingleLabelClassification}. */
    String word() {
        return word;
    }

    String resultsWord() {
        return word + "LROResults";
    }

    /** Whether a project answers it; else the service's own model. */
    boolean isOfProject() {
        return ofProject;
    }

    boolean takes(String parameter) {
        return parameters.contains(parameter);
    }
}
