package org.analyzetext.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnicodeTest {
    @ParameterizedTest
    @CsvSource({
        "\u0915\u094D\u0937, 2",
        "\u0928\u092E\u0938\u094D\u0924\u0947, 4",
        "\u0995\u09CD\u200D\u09B7, 2",
        "\u0E19\u0E49\u0E33, 1",
        "\u1100\u1161\u11A8, 1",
        "\uD83D\uDC69\u200D\uD83D\uDC67, 1",
        "e\u0301, 1"
    })
    void charactersAreAsManyAsAnyUnicodeSees(String text, int characters) {
        assertThat(Unicode.characters(text)).isEqualTo(characters);
        assertThat(Unicode.isLonger(text, characters - 1)).isTrue();
        assertThat(Unicode.isLonger(text, characters)).isFalse();
        assertThat(Unicode.characterEnds(text, 0, 10)).hasSize(characters).endsWith(text.length());
    }

    /** A half of a pair becomes a question mark in any UTF. */
    @Property
    void aStringIsValidWhenItSurvivesBeingWritten(@ForAll @Size(max = 6) List<@From("units") Character> units) {
        StringBuilder text = new StringBuilder();
        units.forEach(text::append);
        byte[] written = text.toString().getBytes(StandardCharsets.UTF_8);

        assertThat(Unicode.isValid(text.toString()))
                .isEqualTo(new String(written, StandardCharsets.UTF_8).contentEquals(text));
    }

    @Provide
    Arbitrary<Character> units() {
        return Arbitraries.of('a', '\u00e9', '\u20ac', '\ud83d', '\udc4d', '\udbff', '\udfff');
    }
}
