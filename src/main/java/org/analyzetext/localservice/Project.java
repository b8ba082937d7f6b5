package org.analyzetext.localservice;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A trained project. Remembers the answers for recent texts. Thread-safe. */
final class Project {
    /** About 20 MB. */
    private static final int REMEMBERED = 100_000;

    private final String name;
    private final String deploymentName;
    private final Kind kind;
    private final Model model;
    private final int trainedOn;
    private final @Nullable DurationDistribution jobDuration;
    private final ConcurrentMap<TextKey, Labels> remembered = new ConcurrentHashMap<>();
    private final ConcurrentMap<Labels, Labels> shared = new ConcurrentHashMap<>();

    private Project(
            String name,
            String deploymentName,
            Kind kind,
            Model model,
            int trainedOn,
            @Nullable DurationDistribution jobDuration) {
        this.name = name;
        this.deploymentName = deploymentName;
        this.kind = kind;
        this.model = model;
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
        for (int i = 0; i < file.documents().size(); i++) {
            LabelsFile.Labelled document = file.documents().get(i);
            if (settings.trainsOn(document, i)) {
                examples.add(new Model.Example(List.of(Words.of(text(settings, document))), document.categories()));
            }
        }
        if (examples.isEmpty()) {
            throw new IllegalArgumentException(settings.labels() + ": no documents to train on");
        }
        Model model = Model.train(file.kind(), file.categories(), examples);
        return new Project(
                file.projectName(),
                settings.deploymentName(),
                file.kind(),
                model,
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
        Labels fresh = model.classify(text);
        if (remembered.size() >= REMEMBERED) {
            remembered.clear();
            shared.clear();
        }
        Labels labels = shared.computeIfAbsent(fresh, same -> same);
        remembered.put(key, labels);
        return labels;
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
