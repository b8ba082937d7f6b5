package org.analyzetext.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextRedactorTest {
    private static final List<String> TEXTS = List.of("Nothing to see", "My parcel to\nElm Street 12 is late", "short");

    @Test
    void aMessageThatQuotesAPartOfATextIsLeftOut() {
        assertThat(TextRedactor.without("Invalid document: 'PARCEL to Elm Street' is bad", TEXTS))
                .doesNotContainIgnoringCase("parcel")
                .contains("left out");
        assertThat(TextRedactor.without("Invalid document: nothing to see", TEXTS))
                .contains("left out");
    }

    @Test
    void aMessageThatSharesWordsAloneIsKept() {
        String message = "The parcel to deploy is late; the short deployment does not exist.";

        assertThat(TextRedactor.without(message, TEXTS)).isEqualTo(message);
    }
}
