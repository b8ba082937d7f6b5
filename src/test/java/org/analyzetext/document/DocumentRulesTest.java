package org.analyzetext.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentRulesTest {
    private static final String FAMILY = "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
    private static final String HALF = "\uD83D";

    private final DocumentRules rules = new DocumentRules(10);

    @Test
    void documentWithinTheRulesPasses() {
        assertThat(rules.check(document("a text", "pt-BR"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "\u00A0\u2007\u202F\u0085\u3000"})
    void blankTextIsEmpty(String text) {
        assertThat(rules.check(document(text, null)))
                .hasValueSatisfying(rejected -> assertThat(rejected.code()).isEqualTo("EmptyText"));
    }

    @Test
    void tooLongTextIsToldWithBothNumbers() {
        assertThat(rules.check(document("elevenchars", null))).hasValueSatisfying(rejected -> {
            assertThat(rejected.code()).isEqualTo("TextTooLong");
            assertThat(rejected.message())
                    .isEqualTo("The text is longer than the 10 characters (text elements) that are allowed:"
                            + " it has 11 UTF-16 units.");
            assertThat(rejected.content().get("text").textValue()).isEqualTo("elevenchars");
        });
    }

    @Test
    void textElementsCountWhereUtf16UnitsAreTooMany() {
        assertThat(rules.check(document(FAMILY.repeat(10), null))).isEmpty();
    }

    @Test
    void sizeIsInUtf16UnitsWhereTheseFit() {
        assertThat(rules.size(document(FAMILY, null))).isEqualTo(8);
    }

    @Test
    void sizeIsInTextElementsWhereUtf16UnitsDoNotFit() {
        assertThat(rules.size(document(FAMILY.repeat(3), null))).isEqualTo(3);
    }

    @Test
    void sizeOfAHugeTextIsAboveTheLimit() {
        assertThat(rules.size(document("a".repeat(10_000_000), null))).isEqualTo(11);
    }

    @Test
    void textOfOneHugeElementIsCounted() {
        assertThat(rules.size(document("a" + "\u0301".repeat(1_000_000), null))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "pt-BR", "zh-Hans-CN", "fil", "de-1996"})
    void languageTagPasses(String language) {
        assertThat(rules.check(document("text", language))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"english", "e", "en_US", "en-", " en", "e\u00F1"})
    void otherLanguageIsInvalid(String language) {
        assertThat(rules.check(document("text", language)))
                .hasValueSatisfying(rejected -> assertThat(rejected.message())
                        .isEqualTo("The language '" + language + "' is not a language tag such as en or pt-BR."));
    }

    @Test
    void hugeLanguageIsInvalidAndCutInTheMessage() {
        assertThat(rules.check(document("text", "en" + "-aa".repeat(1_000_000))))
                .hasValueSatisfying(rejected -> assertThat(rejected.message()).hasSizeLessThan(200));
    }

    @Test
    void halfASurrogatePairIsInvalidAnywhereAndKeptAsEscapes() throws JsonProcessingException {
        ObjectNode metadata = Json.MAPPER.createObjectNode();
        metadata.putArray("a").addObject().put("key" + HALF, 1);
        Document document = new Document(new FilePosition("f", 1, null), "7", "en", "text", metadata);

        Rejected rejected = rules.check(document).orElseThrow();

        assertThat(rejected.code()).isEqualTo("InvalidUnicode");
        assertThat(rejected.message()).startsWith("The metadata has");
        assertThat(rejected.id()).isEqualTo("7");
        String raw = rejected.content().get("raw").textValue();
        assertThat(raw).isASCII();
        assertThat(Json.MAPPER.readTree(Unicode.unescapedHalves(raw)).get("metadata"))
                .isEqualTo(metadata);
    }

    @Test
    void invalidIdIsNotRepeated() {
        Document document =
                new Document(new FilePosition("f", 1, null), HALF, null, "text", Json.MAPPER.createObjectNode());

        assertThat(rules.check(document).orElseThrow().id()).isNull();
    }

    @Test
    void limitBelowOneIsRefused() {
        assertThatThrownBy(() -> new DocumentRules(0)).hasMessage("max-characters is 0, but must be at least 1");
    }

    private static Document document(String text, @Nullable String language) {
        return new Document(new FilePosition("f", 1, null), null, language, text, Json.MAPPER.createObjectNode());
    }
}
