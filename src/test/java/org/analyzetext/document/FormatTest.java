package org.analyzetext.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
    @ParameterizedTest
    @CsvSource({
        "a.txt,TEXT",
        "a.b.JSONL,JSON_LINES",
        "x.ndjson,JSON_LINES",
        "x.Json,JSON",
        "sub/x.csv,CSV",
        "x.TSV,TSV",
        "x.jsonl.gz,JSON_LINES",
        "x.csv.GZ,CSV"
    })
    void isKnownByTheEndingOfTheName(String name, Format format) {
        assertThat(Format.ofFileName(name)).contains(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.doc", "csv", "a.csv.tmp", "", "a.", "a.gz", "csv.gz", ".gz"})
    void isUnknownForOtherNames(String name) {
        assertThat(Format.ofFileName(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a.csv,a", "s.x/a.b.csv.gz,s.x/a.b", "s.x/a,s.x/a", "texts,texts", "a.GZ,a"})
    void stemIsTheNameBeforeItsEnding(String name, String stem) {
        assertThat(Format.stem(name)).isEqualTo(stem);
    }

    @Test
    void isKnownForANameThatIsOnlyAnEnding() {
        assertThat(Format.ofFileName(".txt")).contains(Format.TEXT);
    }
}
