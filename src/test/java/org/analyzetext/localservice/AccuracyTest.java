package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Trained on two thirds of real labelled documents, the service is right about most of the others. */
class AccuracyTest {
    private static final double TWO_THIRDS = 2 / 3.0;

    @RegisterExtension
    final Running running = new Running();

    @TempDir
    Path folder;

    @Test
    void mostUnseenAbstractsLandInTheRightOneOfSevenFields() throws IOException {
        ProjectSettings project = SharedData.abstracts(folder).withTrainingShare(TWO_THIRDS);
        Map<String, Set<String>> truth = unseen(project);
        Map<String, Set<String>> answers = answers(project, "CustomSingleLabelClassification", truth.keySet());
        long right = truth.entrySet().stream()
                .filter(entry -> answers.get(entry.getKey()).equals(entry.getValue()))
                .count();
        double accuracy = (double) right / truth.size();
        System.out.printf(Locale.ROOT, "abstracts: accuracy %.2f over %d documents%n", accuracy, truth.size());
        assertThat(accuracy).isGreaterThanOrEqualTo(0.70);
    }

    @Test
    void unseenMoviesGetMoreRightGenresThanWrongOnes() throws IOException {
        ProjectSettings project = SharedData.movies(folder).withTrainingShare(TWO_THIRDS);
        Map<String, Set<String>> truth = unseen(project);
        Map<String, Set<String>> answers = answers(project, "CustomMultiLabelClassification", truth.keySet());
        int hits = 0;
        int given = 0;
        int wanted = 0;
        for (Map.Entry<String, Set<String>> entry : truth.entrySet()) {
            Set<String> answer = answers.get(entry.getKey());
            hits += (int) answer.stream().filter(entry.getValue()::contains).count();
            given += answer.size();
            wanted += entry.getValue().size();
        }
        double f1 = 2.0 * hits / (given + wanted);
        System.out.printf(Locale.ROOT, "movies: micro-F1 %.2f over %d documents%n", f1, truth.size());
        assertThat(f1).isGreaterThanOrEqualTo(0.60);
    }

    private static Map<String, Set<String>> unseen(ProjectSettings project) {
        Map<String, Set<String>> unseen = new TreeMap<>();
        List<LabelsFile.Labelled> documents = LabelsFile.read(project.labels()).documents();
        for (int i = 0; i < documents.size(); i++) {
            if (!project.trainsOn(documents.get(i), i)) {
                unseen.put(documents.get(i).location(), documents.get(i).categories());
            }
        }
        return unseen;
    }

    private Map<String, Set<String>> answers(ProjectSettings project, String kind, Set<String> locations) {
        LocalService service = running.start(builder -> builder.project(project).pageSize(25));
        Client client = new Client(service);
        String name = LabelsFile.read(project.labels()).projectName();
        Map<String, Set<String>> answers = new TreeMap<>();
        List<String> all = new ArrayList<>(locations);
        for (int start = 0; start < all.size(); start += 25) {
            List<String> batch = all.subList(start, Math.min(all.size(), start + 25));
            String[] texts = batch.stream()
                    .map(location -> LabelsFile.readText(project.documents().resolve(location)))
                    .toArray(String[]::new);
            String address =
                    client.submit(Client.body(Client.task(kind, name), texts)).header("operation-location");
            for (JsonNode document : client.get(address).json().at("/tasks/items/0/results/documents")) {
                answers.put(
                        batch.get(document.path("id").asInt() - 1),
                        Set.copyOf(document.path("class").findValuesAsText("category")));
            }
        }
        return answers;
    }
}
