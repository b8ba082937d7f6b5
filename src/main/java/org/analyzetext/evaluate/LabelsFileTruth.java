package org.analyzetext.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.analyzetext.document.LogText;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.results.Answer;
import org.analyzetext.results.RecordFile;
import org.jspecify.annotations.Nullable;

/**
 * Labels in the service's own project format. A document is found by the end of its path: {@code location} {@code
 * 01.txt} is that of the input {@code letters/01.txt}, and the other way round.
 */
final class LabelsFileTruth implements Truth {
    private final Map<String, List<Labelled>> byName = new HashMap<>();
    /** The first input that was found for each location. */
    private final Map<String, String> answered = new HashMap<>();

    private final Set<String> ambiguous = new TreeSet<>();
    private final String project;
    private final List<String> warnings = new ArrayList<>();

    private record Labelled(String location, Set<String> classes) {
        boolean isOf(String file) {
            return file.equals(location) || file.endsWith("/" + location) || location.endsWith("/" + file);
        }
    }

    private LabelsFileTruth(String project) {
        this.project = project;
    }

    /** The documents of the file, where it is a labels file; null where it is something else. */
    static @Nullable LabelsFileTruth read(Path file, Set<String> datasets) throws IOException {
        JsonNode[] first = {null};
        new RecordFile(file).forEach(record -> first[0] = first[0] == null ? record : first[0]);
        JsonNode root = first[0];
        if (root == null || !root.path("assets").path("documents").isArray()) {
            return null;
        }
        LabelsFileTruth truth =
                new LabelsFileTruth(root.path("metadata").path("projectName").asText());
        truth.add(file, root.path("assets").path("documents"), datasets);
        return truth;
    }

    private void add(Path file, JsonNode documents, Set<String> datasets) {
        boolean marked = false;
        for (JsonNode document : documents) {
            marked |= document.path("dataset").asText().equalsIgnoreCase("Test");
        }
        int training = 0;
        int taken = 0;
        for (JsonNode document : documents) {
            String dataset = document.path("dataset").asText().toLowerCase(Locale.ROOT);
            if (marked && !datasets.contains(dataset.isEmpty() ? "train" : dataset)) {
                continue;
            }
            taken++;
            training += dataset.equals("test") ? 0 : 1;
            String location = document.path("location").asText().replace('\\', '/');
            Set<String> classes = new TreeSet<>();
            document.path("classes")
                    .forEach(each -> classes.add(each.path("category").asText()));
            if (document.path("class").has("category")) {
                classes.add(document.path("class").path("category").asText());
            }
            byName.computeIfAbsent(name(location), any -> new ArrayList<>()).add(new Labelled(location, classes));
        }
        if (taken == 0) {
            throw new AnalyzeTextException(
                    LogText.of(file.toString()) + " has no document of the datasets " + String.join(", ", datasets));
        }
        if (training > 0) {
            warnings.add(training + " of the " + taken + " labelled documents "
                    + (marked
                            ? "were trained on: the figures are better than they will be"
                            : "may have been trained on, because the labels file marks no document as Test: then the"
                                    + " figures are better than they will be"));
        }
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public @Nullable Set<String> of(Answer answer) {
        String file = answer.inTable() ? String.valueOf(answer.id()) : answer.file();
        List<Labelled> found = byName.getOrDefault(name(file), List.of()).stream()
                .filter(each -> each.isOf(file))
                .toList();
        // The whole path is meant where it is there beside shorter ones.
        List<Labelled> whole = found.stream()
                .filter(each -> each.location().equals(answer.file()))
                .toList();
        List<Labelled> best = whole.isEmpty() ? found : whole;
        if (best.isEmpty()) {
            return null;
        }
        String location = best.get(0).location();
        if (best.size() > 1 || !answered.computeIfAbsent(location, any -> file).equals(file)) {
            ambiguous.add(file);
            return null;
        }
        return best.get(0).classes();
    }

    @Override
    public boolean isFor(Answer.TaskLabels task) {
        return project.isEmpty() || task.project().isEmpty() || project.equals(task.project());
    }

    @Override
    public boolean knowsTasks() {
        return !project.isEmpty();
    }

    @Override
    public List<String> withoutAnswer() {
        return byName.values().stream()
                .flatMap(List::stream)
                .map(Labelled::location)
                .filter(location -> !answered.containsKey(location))
                .sorted()
                .toList();
    }

    @Override
    public List<String> warnings() {
        List<String> all = new ArrayList<>(warnings);
        if (!ambiguous.isEmpty()) {
            all.add(ambiguous.size()
                    + " documents can't be distinguished by the ends of their paths and were not compared: "
                    + LogText.of(String.join(", ", ambiguous.stream().limit(5).toList())));
        }
        return all;
    }
}
