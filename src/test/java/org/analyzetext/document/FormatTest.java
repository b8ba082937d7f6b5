package org.analyzetext.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
    @ParameterizedTest
    @CsvSource({"a.txt,TEXT", "a.b.JSONL,JSON_LINES", "x.ndjson,JSON_LINES", "x.Json,JSON", "sub/x.csv,CSV"})
    void isKnownByTheEndingOfTheName(String name, Format format) {
        assertThat(Format.ofFileName(name)).contains(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.doc", "csv", "a.csv.tmp", "", "a."})
    void isUnknownForOtherNames(String name) {
        assertThat(Format.ofFileName(name)).isEmpty();
    }

    @Test
    void isKnownForANameThatIsOnlyAnEnding() {
        assertThat(Format.ofFileName(".txt")).contains(Format.TEXT);
    }
}
