package org.analyzetext.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DocumentFieldsTest {
    @Test
    void emptyPlaceIsRefusedInPlainWords() {
        assertThatThrownBy(() -> new DocumentFields("/id", " ", "/language"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "document.text is ' ', but must be a JSON pointer such as /text or the name of a CSV column");
    }

    @Test
    void samePlaceTwiceIsRefused() {
        assertThatThrownBy(() -> new DocumentFields("/id", "id", "/language"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("document.id is '/id' and document.text is 'id'");
    }

    @Test
    void placeInsideAnotherIsRefused() {
        assertThatThrownBy(() -> new DocumentFields("/doc/id", "/doc", "/language"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither inside the other");
    }

    @Test
    void pointerIsAColumnInCsv() {
        assertThat(DocumentFields.column("/full text~1body")).isEqualTo("full text/body");
    }

    @Test
    void nameIsATopLevelKeyInJson() {
        assertThat(DocumentFields.pointer("a/b")).hasToString("/a~1b");
    }
}
