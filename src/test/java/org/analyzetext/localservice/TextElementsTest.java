package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Characters are counted as people see them. */
class TextElementsTest {
    @ParameterizedTest
    @CsvSource(
            value = {
                "abc; 3",
                "é; 1",
                "e\u0301; 1",
                "\uD83D\uDE00; 1",
                "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67; 1"
            },
            delimiter = ';')
    void characterIsWhatIsSeenAsOne(String text, int count) {
        assertThat(TextElements.count(text)).isEqualTo(count);
    }

    @Property
    void countIsNeverMoreThanTheUtf16Length(@ForAll String text) {
        assertThat(TextElements.count(text)).isLessThanOrEqualTo(text.length());
    }

    @Property
    void countIsWhatTheRegularExpressionSees(@ForAll List<@net.jqwik.api.constraints.AlphaChars Character> letters) {
        StringBuilder text = new StringBuilder("\r\n");
        letters.forEach(text::append);
        assertThat(TextElements.count(text.toString())).isEqualTo(1 + letters.size());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "1000, 1", "1001, 2", "125000, 125"})
    void recordHasAThousandCharacters(int characters, int records) {
        assertThat(TextElements.records(characters)).isEqualTo(records);
    }
}
