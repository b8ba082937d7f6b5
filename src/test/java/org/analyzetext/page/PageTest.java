package org.analyzetext.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageTest {
    private static final String HOSTILE = "<script>alert(\"x\")</script>\u202E'&\n\u0000\uD800";

    @Test
    void textsAreEscapedAndWhatCannotBeSeenIsWritten() {
        assertThat(Html.of("<b title=\"%s\">%s</b>%%", HOSTILE, 3))
                .hasToString(
                        "<b title=\"&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;\\u202e&#39;&amp;\\u000a\\u0000"
                                + "\uFFFD\">3</b>%");
    }

    @Test
    void aLongNameIsCutBetweenCharactersAndHasTheWholeAsTitle() {
        assertThat(Html.name("\uD83D\uDE00".repeat(5), 3))
                .hasToString(
                        "<span title=\"" + "\uD83D\uDE00".repeat(5) + "\">" + "\uD83D\uDE00".repeat(2) + "…</span>");
        assertThat(Html.name("x".repeat(1_000_000), 60).toString()).hasSizeLessThan(1_200);
        assertThat(Html.name("abc", 3)).hasToString("abc");
    }

    @Test
    void aTableEscapesTextsAndShowsNumbersToTheRight() {
        assertThat(new Table("about", "name", "#count").row("<a>", 1_234).html().toString())
                .contains("<th scope=\"row\">&lt;a&gt;</th><td class=\"n\">1,234</td>");
    }

    @Test
    void aBarStaysInItsCell() {
        assertThat(Charts.bar(7, "good").toString()).contains("class=\"good\" width=\"100.0\"");
        assertThat(Charts.bar(Double.NaN, "good").toString()).contains("class=\"good\" width=\"0.0\"");
    }

    @Test
    void aDocumentAllowsItsStyleAloneAndRunsNothing() {
        String page = Page.document(HOSTILE, Html.of("now"), Html.of("<p>%s</p>", HOSTILE));

        assertThat(page)
                .contains("default-src 'none'; style-src 'sha256-", Page.style())
                .doesNotContain("<script", "unsafe", "style=\"");
    }
}
