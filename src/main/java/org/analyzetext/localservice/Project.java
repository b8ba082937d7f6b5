package org.analyzetext.localservice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.analyzetext.document.Json;
import org.jspecify.annotations.Nullable;

/** A trained project. Remembers the answers for recent texts. Thread-safe. */
final class Project {
    /** About 20 MB. */
    private static final int REMEMBERED = 100_000;

    private final String name;
    private final String deploymentName;
    private final Kind kind;
    private final @Nullable Model model;
    private final Terms dictionary;
    private final int trainedOn;
    private final @Nullable DurationDistribution jobDuration;
    private final ConcurrentMap<TextKey, Labels> remembered = new ConcurrentHashMap<>();
    private final ConcurrentMap<Labels, Labels> shared = new ConcurrentHashMap<>();

    private Project(
            String name,
            String deploymentName,
            Kind kind,
            @Nullable Model model,
            Terms dictionary,
            int trainedOn,
            @Nullable DurationDistribution jobDuration) {
        this.name = name;
        this.deploymentName = deploymentName;
        this.kind = kind;
        this.model = model;
        this.dictionary = dictionary;
        this.trainedOn = trainedOn;
        this.jobDuration = jobDuration;
    }

    static Project train(ProjectSettings settings) {
        LabelsFile file = LabelsFile.read(settings.labels());
        if (!ProjectSettings.isName(file.projectName())) {
            throw new IllegalArgumentException(settings.labels() + ": projectName '" + file.projectName()
                    + "' is not made of 1 to 50 letters, digits, dots, dashes and underscores");
        }
        List<Model.Example> examples = new ArrayList<>();
        Map<String, List<String>> terms = new TreeMap<>();
        for (int i = 0; i < file.documents().size(); i++) {
            LabelsFile.Labelled document = file.documents().get(i);
            if (settings.trainsOn(document, i)) {
                String text = text(settings, document);
                examples.add(new Model.Example(List.of(TextFeatures.of(text)), document.categories()));
                document.marks().forEach(mark -> terms.computeIfAbsent(mark.category(), any -> new ArrayList<>())
                        .add(mark.span().of(text)));
            }
        }
        if (examples.isEmpty()) {
            throw new IllegalArgumentException(settings.labels() + ": no documents to train on");
        }
        Model model =
                file.kind() == Kind.CUSTOM_ENTITIES ? null : Model.train(file.kind(), file.categories(), examples);
        return new Project(
                file.projectName(),
                settings.deploymentName(),
                file.kind(),
                model,
                Terms.of(terms),
                examples.size(),
                settings.jobDuration());
    }

    private static String text(ProjectSettings settings, LabelsFile.Labelled document) {
        Path path = settings.documents().resolve(document.location());
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(
                    settings.labels() + " names the document " + document.location() + ", but there is no " + path);
        }
        return LabelsFile.readText(path);
    }

    /** The labels if they are remembered, else null. */
    @Nullable
    Labels remembered(TextKey key) {
        return remembered.get(key);
    }

    Labels classify(TextKey key, String text) {
        Labels known = remembered.get(key);
        if (known != null) {
            return known;
        }
        Labels fresh = Objects.requireNonNull(model, "a project of entities").classify(text);
        if (remembered.size() >= REMEMBERED) {
            remembered.clear();
            shared.clear();
        }
        Labels labels = shared.computeIfAbsent(fresh, same -> same);
        remembered.put(key, labels);
        return labels;
    }

    /** What it was taught to find in texts, as whole words in any case. */
    Fields entities(Positions text) {
        ObjectNode fields = Json.MAPPER.createObjectNode();
        ArrayNode entities = fields.putArray("entities");
        dictionary.in(text.text()).forEach(found -> entities.add(EntityRules.entity(text, found)));
        return new Fields(fields);
    }

    /** The time that its jobs take, or null for that of the service. */
    @Nullable
    DurationDistribution jobDuration() {
        return jobDuration;
    }

    String name() {
        return name;
    }

    String deploymentName() {
        return deploymentName;
    }

    Kind kind() {
        return kind;
    }

    int trainedOn() {
        return trainedOn;
    }
}
