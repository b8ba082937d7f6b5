package org.analyzetext.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TextSplitterTest {
    private static final String FAMILY = "👩‍👩‍👧";

    @Property(tries = 300)
    void thePartsTogetherAreTheText(@ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 40) int most) {
        assertThat(String.join("", parts(text, most))).isEqualTo(text);
    }

    @Property(tries = 300)
    void noPartBeginsOrEndsInsideATextElement(
            @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 40) int most) {
        TreeSet<Integer> ends = new TreeSet<>();
        Matcher elements = Pattern.compile("\\X").matcher(text);
        while (elements.find()) {
            ends.add(elements.end());
        }

        assertThat(ranges(text, most)).extracting(TextRange::to).isSubsetOf(ends);
    }

    @Property(tries = 300)
    void everyPartIsWithinTheLimitAndKnowsItsCharacters(
            @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 40) int most) {
        assertThat(ranges(text, most)).allSatisfy(part -> assertThat(part.characters())
                .isLessThanOrEqualTo(most)
                .isEqualTo((int)
                        Pattern.compile("\\X").matcher(part.of(text)).results().count()));
    }

    @Property(tries = 300)
    void noPartIsShorterThanAQuarterOfTheLimit(
            @ForAll("texts") String text, @ForAll @IntRange(min = 8, max = 40) int most) {
        List<TextRange> ranges = ranges(text, most);

        if (ranges.size() > 1) {
            assertThat(ranges).allSatisfy(part -> assertThat(part.characters()).isGreaterThanOrEqualTo(most / 4 - 1));
        }
    }

    @Example
    void aParagraphIsBetterThanASentence() {
        assertThat(parts("One two. Three four.\n\nFive six. Seven eight.", 40))
                .containsExactly("One two. Three four.\n\n", "Five six. Seven eight.");
        assertThat(parts("One. Two three four five\r\n \r\nsix. Seven eight nine.", 30))
                .containsExactly("One. Two three four five\r\n \r\n", "six. Seven eight nine.");
    }

    @Example
    void aSentenceIsBetterThanAWord() {
        assertThat(parts("One two three four. Five six seven eight nine ten.", 40))
                .containsExactly("One two three four. ", "Five six seven eight nine ten.");
    }

    @Example
    void aWordIsBetterThanACharacter() {
        assertThat(parts("one two three four five six", 20)).containsExactly("one two three ", "four five six");
    }

    @Example
    void whereNothingIsBetterThePartsAreEven() {
        assertThat(parts("x".repeat(100), 40)).extracting(String::length).containsExactly(34, 33, 33);
    }

    @Example
    void familiesStayTogether() {
        assertThat(parts(FAMILY.repeat(9), 4)).containsExactly(FAMILY.repeat(3), FAMILY.repeat(3), FAMILY.repeat(3));
    }

    @Example
    void theLongestTextThatIsReadIsSplitIntoPartsOfTheServicesLimit() {
        String text = "Where is my parcel? ".repeat(DocumentReader.MAX_RECORD_BYTES / 20);

        List<TextRange> ranges = ranges(text, 125_000);

        assertThat(ranges).hasSizeBetween(134, 140);
        assertThat(ranges).allSatisfy(part -> assertThat(part.of(text)).startsWith("Where"));
    }

    private static List<String> parts(String text, int most) {
        return ranges(text, most).stream().map(part -> part.of(text)).collect(Collectors.toList());
    }

    private static List<TextRange> ranges(String text, int most) {
        return new TextSplitter(text, most, Locale.ROOT).parts();
    }

    /** Words of many scripts, marks that combine, flags, emoji of many units, and white space of every kind. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a",
                        "word ",
                        "Where is it? ",
                        "Ende. ",
                        " ",
                        "\n",
                        "\r\n",
                        "\n\n",
                        "\u2029",
                        "\r\n \r\n",
                        "e\u0301",
                        "\u0301",
                        FAMILY,
                        "🇩🇪",
                        "🇫",
                        "👍🏽",
                        "각",
                        "각",
                        "สวัสดี",
                        "漢字。",
                        "नि",
                        "\u200d",
                        "\uFE0F",
                        "x".repeat(30))
                .list()
                .ofMinSize(1)
                .ofMaxSize(60)
                .map(pieces -> String.join("", pieces));
    }
}
