package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputNameTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e4", "\u65e5", "\ud83d\udc69"})
    void anInputOfTheLongestNameEndsWithAnswersAndAReplay(String letter) throws Exception {
        String name = letter.repeat((255 - ".json".length()) / InputName.bytes(letter)) + ".json";
        Scene scene = new Scene(root);
        for (String same : new String[] {"", "again/"}) {
            Input input = scene.cut(same + name, "[{\"text\":\"one\"},{\"id\":7}]", 25);
            scene.answerAll(input);
            scene.join(input);
        }

        assertThat(Scene.files(scene.folders.results())).hasSize(2);
        assertThat(Scene.files(scene.folders.deadLetters())).hasSize(2).allSatisfy(file -> assertThat(
                        InputName.bytes(".pending-" + Path.of(file).getFileName()))
                .isLessThan(255));
    }

    @Test
    void longNamesThatBeginAlikeStayApart() {
        String begin = "a".repeat(245);

        assertThat(InputName.of(begin + "1.csv"))
                .isNotEqualTo(InputName.of(begin + "2.csv"))
                .endsWith(".csv");
    }

    @Test
    void aShortNameStaysAsItIs() {
        assertThat(InputName.of("mails/march.csv")).isEqualTo("mails/march.csv");
    }

    @Test
    void noFileIsNamedIntoTheFolderOfReplayedDeadLetters() throws Exception {
        Scene scene = new Scene(root);
        Input input = scene.cut("replayed/a.jsonl", "{}\n", 25);

        scene.join(input);

        assertThat(Files.exists(FileReplay.replayed(scene.folders, "a.jsonl"))).isFalse();
        assertThat(Scene.files(scene.folders.deadLetters())).containsExactly("replayed~/a.jsonl");
    }
}
