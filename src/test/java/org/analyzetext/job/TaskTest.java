package org.analyzetext.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "My_Project.v-2", "12345678901234567890123456789012345678901234567890"})
    void namesOfTheServiceAreTaken(String name) {
        assertThat(new Task("t", TaskKind.SINGLE_LABEL, name, name, false).projectName())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "ü", "a\n", "123456789012345678901234567890123456789012345678901"})
    void otherProjectNamesAreRefusedWithTheName(String name) {
        assertThatThrownBy(() -> new Task("t", TaskKind.SINGLE_LABEL, name, "production", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("project-name '" + name + "'");
    }

    @Test
    void otherDeploymentNamesAreRefusedToo() {
        assertThatThrownBy(() -> new Task("t", TaskKind.SINGLE_LABEL, "Project", "no good", false))
                .hasMessageContaining("deployment-name 'no good'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CustomSingleLabelClassification", "customsinglelabelclassification"})
    void kindsAreReadInAnyCase(String name) {
        assertThat(TaskKind.of(name)).isEqualTo(TaskKind.SINGLE_LABEL);
    }

    @Test
    void anUnknownKindIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> TaskKind.of("Sentiment"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'Sentiment' is no kind of task; use CustomSingleLabelClassification or"
                        + " CustomMultiLabelClassification");
    }

    @Test
    void resultsAreNamedAfterTheKind() {
        assertThat(TaskKind.MULTI_LABEL.resultsName()).isEqualTo("CustomMultiLabelClassificationLROResults");
    }
}
