package org.analyzetext.live;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.analyzetext.page.Html;
import org.analyzetext.page.Table;

/** What the codes of dead letters mean, as {@code docs/bad-input.md} says it. */
final class DeadLetterCodes {
    /** Of all codes that are made of a status. */
    private static final String HTTP = "Http413";

    private final Map<String, Meaning> meanings;

    /**
     * What a code means, and what to do.
     *
     * @param code the code under which the page of codes has it
     */
    record Meaning(String code, String meaning, String remedy) {}

    private DeadLetterCodes(Map<String, Meaning> meanings) {
        this.meanings = meanings;
    }

    static DeadLetterCodes read() {
        Map<String, Meaning> meanings = new LinkedHashMap<>();
        LivePage.resource("codes.tsv")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    String[] cells = line.split("\t", -1);
                    meanings.put(cells[0], new Meaning(cells[0], cells[1], cells[2]));
                });
        return new DeadLetterCodes(meanings);
    }

    /** All that are explained, in the order of the page. */
    Map<String, Meaning> all() {
        return meanings;
    }

    Optional<Meaning> of(String code) {
        return Optional.ofNullable(meanings.get(code.matches("Http\\d{3}") ? HTTP : code));
    }

    /** All codes, each to be linked to by its name. */
    Html html() {
        Html html = new Html();
        html.add(
                "<p><a href=\"./\">Back to the live page</a></p><section><p>A dead letter has one of these codes, or the"
                        + " service’s own, such as <code>InvalidDocument</code>; its <code>message</code> says more.</p>%n");
        Table table = new Table("Codes of dead letters", "code", "meaning", "what to do");
        meanings.forEach((code, meaning) ->
                table.row(Html.of("<code id=\"%s\">%s</code>", code, code), meaning.meaning(), meaning.remedy()));
        return html.add(table.html()).add("</section>");
    }
}
