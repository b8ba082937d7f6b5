package org.analyzetext.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {
    @Test
    void controlCharactersAndLineSeparatorsOfANameAreEscaped() {
        assertThat(LogText.of("a\nINFO forged\r\u001b[2J\u2028b.csv"))
                .isEqualTo("a\\u000aINFO forged\\u000d\\u001b[2J\\u2028b.csv");
    }

    @Test
    void batchHasTheNameOfItsInput() {
        assertThat(LogText.ofBatch("sub%2Fmovies%7E2 %C3%A4+%0A.csv/000001"))
                .isEqualTo("sub/movies~2 ä+\\u000a.csv/000001");
        assertThat(LogText.ofBatch("documents/0-12")).isEqualTo("documents/0-12");
    }

    @Test
    void nameThatWasCutWithinAnEncodedCharacterStaysAsItIs() {
        assertThat(LogText.ofBatch("a%C-1f/000001")).isEqualTo("a%C-1f/000001");
    }
}
