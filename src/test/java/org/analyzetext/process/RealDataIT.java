package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.analyzetext.evaluate.Evaluation;
import org.analyzetext.evaluate.EvaluationRequest;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.results.ResultFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Texts that people labelled, put into the inbox as they come out of their archives; the local service is trained on
 * two thirds of them and judged on the others. Skipped where the archives are not.
 */
class RealDataIT {
    private static final Path ARCHIVES = Path.of(System.getProperty("analyzetext.shared-data", "../shared/data"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THIRDS = 3;
    private static final String SINGLE = "CustomSingleLabelClassification";
    private static final String MULTI = "CustomMultiLabelClassification";

    @TempDir
    Path place;

    /** Judges each of the three thirds by a model of the other two, so that every abstract is judged once. */
    @Test
    void abstractsEndInOneResultEachAndMostLandInTheRightField() throws Exception {
        int right = 0;
        int judged = 0;
        StringBuilder report = new StringBuilder("\nAbstracts, the right one of 7 fields:\n");
        for (int third = 0; third < THIRDS; third++) {
            Run run = run("abstracts-single-label.zip", "labels.json", SINGLE, "WebOfScience", third);
            assertThat(run.answers().results()).hasSize(140);
            int rightHere = (int) run.heldOut().entrySet().stream()
                    .filter(document -> run.predicted(document.getKey()).equals(document.getValue()))
                    .count();
            assertThat(run.evaluated().path("exactMatch").asDouble())
                    .isEqualTo((double) rightHere / run.heldOut().size());
            report.append(
                    accuracy("  third " + (third + 1), rightHere, run.heldOut().size()));
            right += rightHere;
            judged += run.heldOut().size();
        }
        System.out.println(report.append(accuracy("  all    ", right, judged)));
        assertThat((double) right / judged).as("accuracy").isGreaterThanOrEqualTo(0.70);
    }

    @Test
    void plotSummariesEndInOneResultEach() throws Exception {
        Run run = run("movies-multi-label.zip", "movieLabels.json", MULTI, "Movies", 0);

        assertThat(run.answers().results()).hasSize(216);
        int right = 0;
        int given = 0;
        int wanted = 0;
        for (Map.Entry<String, Set<String>> document : run.heldOut().entrySet()) {
            Set<String> predicted = run.predicted(document.getKey());
            given += predicted.size();
            wanted += document.getValue().size();
            right += (int)
                    predicted.stream().filter(document.getValue()::contains).count();
        }
        assertThat(run.evaluated().path("micro").path("f1").asDouble())
                .isCloseTo(2.0 * right / (given + wanted), within(1e-9));
        System.out.printf(
                "%nMovies: %d results; %d held-out documents: %d labels given, %d wanted, %d right: micro-F1 %.3f%n%n",
                run.answers().results().size(),
                run.heldOut().size(),
                given,
                wanted,
                right,
                2.0 * right / (given + wanted));
    }

    private static String accuracy(String what, int right, int judged) {
        return "%s: %3d of %3d held-out documents, accuracy %.3f%n"
                .formatted(what, right, judged, (double) right / judged);
    }

    /**
     * What came of an archive.
     *
     * @param heldOut the classes that people gave, by position, of the documents that were not trained on
     * @param evaluated what {@code evaluate} says of them
     */
    private record Run(PublishedOutcomes answers, Map<String, Set<String>> heldOut, JsonNode evaluated) {
        Set<String> predicted(String position) {
            return answers.results().stream()
                    .filter(answer -> answer.position().equals(position))
                    .flatMap(
                            answer -> answer
                                    .content()
                                    .path("classifications")
                                    .path(0)
                                    .path("classes")
                                    .findValuesAsText("category")
                                    .stream())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private Run run(String archive, String labelsName, String kind, String project, int third) throws Exception {
        Path zip = ARCHIVES.resolve(archive);
        assumeThat(zip).exists();
        WorkingFolder folder = new WorkingFolder(place.resolve("app-" + third));
        unzip(zip, folder.inbox());
        Set<String> inInbox = WorkingFolder.files(folder.inbox()).stream()
                .map(file -> folder.inbox().relativize(file).toString())
                .filter(name -> name.endsWith(".txt") || name.endsWith(".json"))
                .map(name -> PublishedOutcomes.position(name, 1))
                .collect(Collectors.toCollection(TreeSet::new));
        Path training = place.resolve("training-" + third);
        unzip(zip, training);
        Path labels = WorkingFolder.files(training).stream()
                .filter(file -> file.endsWith(labelsName))
                .findFirst()
                .orElseThrow();
        String below = training.relativize(labels.getParent()).toString();
        Map<String, Set<String>> heldOut = new LinkedHashMap<>();
        Set<String> trainedOn = new LinkedHashSet<>();
        split(labels, below, third, heldOut, trainedOn);
        LocalServiceSettings settings = LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(labels).withTrainingLocations(trainedOn))
                .build();
        try (LocalService service = LocalService.start(settings);
                RunningApp app = folder.calling(service)
                        .with("task.kind", kind)
                        .with("task.project-name", project)
                        .start()) {
            assertThat(app.exitCode())
                    .as("exit code; the labels file is no document")
                    .isEqualTo(3);
        }
        PublishedOutcomes answers = PublishedOutcomes.of(folder);
        assertThat(answers.positions()).containsExactlyInAnyOrderElementsOf(inInbox);
        labelsFileIsOneDeadLetter(answers, below, labelsName);
        return new Run(answers, heldOut, evaluated(folder, labels, trainedOn));
    }

    /** The held-out documents are the labels file's test documents. */
    private static JsonNode evaluated(WorkingFolder folder, Path labels, Set<String> trainedOn) throws IOException {
        JsonNode file = JSON.readTree(withoutMark(labels));
        for (JsonNode document : file.path("assets").path("documents")) {
            ((ObjectNode) document)
                    .put("dataset", trainedOn.contains(document.path("location").asText()) ? "Train" : "Test");
        }
        Path marked = Files.writeString(labels.resolveSibling("marked-labels.json"), file.toString());
        JsonNode evaluation = Evaluation.of(new EvaluationRequest(
                        ResultFiles.of(List.of(folder.results())), marked, "", "id", Set.of("test"), "", null, 0))
                .json();
        assertThat(evaluation.path("unanswered").asInt()).isZero();
        return evaluation.path("tasks").path(0);
    }

    private static void labelsFileIsOneDeadLetter(PublishedOutcomes answers, String below, String labelsName) {
        assertThat(answers.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.position()).isEqualTo(PublishedOutcomes.position(name(below, labelsName), 1));
            assertThat(letter.content().path("code").asText()).isEqualTo("MissingText");
            assertThat(letter.content().path("message").asText()).contains("/text");
        });
    }

    /** Every third document of the labels file is held out, beginning with this one. */
    private static void split(
            Path labels, String below, int third, Map<String, Set<String>> heldOut, Set<String> trainedOn)
            throws IOException {
        int index = 0;
        for (JsonNode document :
                JSON.readTree(withoutMark(labels)).path("assets").path("documents")) {
            String location = document.path("location").asText();
            if (index++ % THIRDS == third) {
                heldOut.put(
                        PublishedOutcomes.position(name(below, location), 1),
                        new TreeSet<>(document.findValuesAsText("category")));
            } else {
                trainedOn.add(location);
            }
        }
    }

    private static String withoutMark(Path file) throws IOException {
        String text = Files.readString(file);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String name(String below, String file) {
        return below.isEmpty() ? file : below + "/" + file;
    }

    private static void unzip(Path archive, Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target);
                }
            }
        }
    }
}
