package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projects are read from labels files in the service's own format, and trained. */
class ProjectTest {
    @TempDir
    Path folder;

    private ProjectSettings project(String labels) throws IOException {
        return ProjectSettings.of(Files.writeString(folder.resolve("labels.json"), labels));
    }

    private static Labels classify(Project project, String text) {
        return project.classify(TextKey.of(text), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CustomSingleLabelClassification", "customSingleLabelClassification"})
    void kindIsSpelledInEitherCase(String kind) throws IOException {
        ProjectSettings fields = TestProjects.fields(folder);
        String labels = Files.readString(fields.labels()).replace("CustomSingleLabelClassification", kind);
        Files.writeString(fields.labels(), labels);
        assertThat(Project.train(fields).kind()).isEqualTo(Kind.SINGLE_LABEL);
    }

    @Test
    void kindMayStandInTheAssetsOnly() throws IOException {
        ProjectSettings fields = TestProjects.fields(folder);
        Files.writeString(
                fields.labels(),
                Files.readString(fields.labels())
                        .replaceFirst(",\"projectKind\":\"CustomSingleLabelClassification\"", ""));
        assertThat(Project.train(fields).kind()).isEqualTo(Kind.SINGLE_LABEL);
    }

    @Test
    void byteOrderMarksDoNoHarm() throws IOException {
        ProjectSettings fields = TestProjects.fields(folder);
        Files.writeString(fields.labels(), "\uFEFF" + Files.readString(fields.labels()));
        Path document = fields.documents().resolve("document 0.txt");
        Files.writeString(document, "\uFEFF" + Files.readString(document));
        assertThat(LabelsFile.readText(document)).startsWith("Boil");
        assertThat(Project.train(fields).trainedOn()).isEqualTo(6);
    }

    @Test
    void documentsMayLieElsewhere() throws IOException {
        ProjectSettings fields = TestProjects.fields(folder);
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere")).resolve("labels.json");
        Files.move(fields.labels(), elsewhere);
        Project project = Project.train(ProjectSettings.of(elsewhere, fields.documents()));
        assertThat(project.trainedOn()).isEqualTo(6);
    }

    @Test
    void textIsGivenTheClassOfItsWords() {
        Project project = Project.train(TestProjects.fields(folder));
        assertThat(classify(project, TestProjects.COOKING).classes())
                .extracting(Labels.Scored::category)
                .containsExactly("Cooking");
        assertThat(classify(project, TestProjects.SPORT).classes())
                .extracting(Labels.Scored::category)
                .containsExactly("Sport");
    }

    @Test
    void classesComeBestFirst() {
        Project project = Project.train(TestProjects.moods(folder));
        List<Labels.Scored> classes =
                classify(project, "rain rain rain drizzle puddle tears").classes();
        assertThat(classes).extracting(Labels.Scored::hundredths).isSortedAccordingTo((a, b) -> b - a);
        assertThat(classes).extracting(Labels.Scored::category).startsWith("Wet");
    }

    @Test
    void sameTextIsClassifiedOnce() {
        Project project = Project.train(TestProjects.fields(folder));
        TextKey key = TextKey.of(TestProjects.SPORT);
        assertThat(project.remembered(key)).isNull();
        Labels labels = project.classify(key, TestProjects.SPORT);
        assertThat(project.remembered(key)).isSameAs(labels);
    }

    @Test
    void emptyWordsAreClassifiedToo() {
        assertThat(classify(Project.train(TestProjects.fields(folder)), "?!").classes())
                .hasSize(1);
        assertThat(classify(Project.train(TestProjects.moods(folder)), "?!")).isNotNull();
    }

    @Test
    void trainingIsLimitedToLocations() {
        ProjectSettings some =
                TestProjects.fields(folder).withTrainingLocations(Set.of("document 0.txt", "document 4.txt"));
        assertThat(Project.train(some).trainedOn()).isEqualTo(2);
    }

    @Test
    void trainingIsLimitedToAShareOverTheWholeFile() {
        ProjectSettings some = TestProjects.fields(folder).withTrainingShare(2 / 3.0);
        Project project = Project.train(some);
        assertThat(project.trainedOn()).isEqualTo(4);
        assertThat(classify(project, TestProjects.COOKING).classes().get(0).category())
                .isEqualTo("Cooking");
        assertThat(classify(project, TestProjects.SPORT).classes().get(0).category())
                .isEqualTo("Sport");
    }

    @Test
    void documentsOfTheTestSetAreNotTrainedOn() throws IOException {
        ProjectSettings fields = TestProjects.fields(folder);
        Files.writeString(
                fields.labels(),
                Files.readString(fields.labels())
                        .replace(
                                "\"location\":\"document 0.txt\"",
                                "\"location\":\"document 0.txt\",\"dataset\":\"Test\""));
        assertThat(Project.train(fields).trainedOn()).isEqualTo(5);
    }

    @Test
    void projectOfOneClassAlwaysGivesIt() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "words");
        Project project = Project.train(project("{\"metadata\":{\"projectName\":\"P\",\"projectKind\":"
                + "\"CustomSingleLabelClassification\"},\"assets\":{\"documents\":[{\"location\":\"a.txt\",\"class\":"
                + "{\"category\":\"Only\"}}]}}"));
        assertThat(classify(project, "anything").classes()).containsExactly(new Labels.Scored("Only", 100));
    }

    @Test
    void missingDocumentIsNamed() throws IOException {
        ProjectSettings fields = TestProjects.fields(folder);
        Files.delete(fields.documents().resolve("document 3.txt"));
        assertThatThrownBy(() -> Project.train(fields))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("document 3.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "{\"metadata\":{\"projectName\":\"P\",\"projectKind\":\"CustomEntityRecognition\"}}",
                "{\"metadata\":{\"projectName\":\"P\",\"projectKind\":\"CustomSingleLabelClassification\"}}",
                "{\"metadata\":{\"projectName\":\"a b\",\"projectKind\":\"CustomSingleLabelClassification\"},\"assets\":"
                        + "{\"classes\":[{\"category\":\"A\"}]}}"
            })
    void fileThatIsNoLabelsFileIsNamed(String content) {
        assertThatThrownBy(() -> Project.train(project(content)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("labels.json");
    }

    @Test
    void oneProjectTwiceIsRefusedUnlessItsDeploymentsDiffer() {
        ProjectSettings fields = TestProjects.fields(folder);
        assertThatThrownBy(() -> Projects.train(List.of(fields, fields))).isInstanceOf(IllegalArgumentException.class);
        assertThat(Projects.train(List.of(fields, fields.withDeploymentName("staging")))
                        .all())
                .hasSize(2);
    }
}
