package org.analyzetext.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the service asks of one document, checked before it is sent, because one bad document refuses its whole batch.
 *
 * @param maxCharacters the longest text of a request, in text elements (grapheme clusters)
 * @param overLong what becomes of a longer one
 * @param tasks the tasks that it may ask for
 */
public record DocumentRules(int maxCharacters, OverLong overLong, TaskNames tasks) {
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*+");
    private static final int LONGEST_LANGUAGE = 64;
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    /** A text of more requests than this is not split: the answers so far travel in the job's record. */
    private static final int MOST_PARTS = 250;

    private static final ObjectWriter ASCII = Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    /** Throws {@link IllegalArgumentException} unless at least one character is allowed. */
    public DocumentRules {
        if (maxCharacters < 1) {
            throw new IllegalArgumentException("max-characters is " + maxCharacters + ", but must be at least 1");
        }
    }

    /** Rules for documents that choose no tasks. */
    public DocumentRules(int maxCharacters, OverLong overLong) {
        this(maxCharacters, overLong, TaskNames.ALL);
    }

    /** The rules where longer texts are rejected. */
    public DocumentRules(int maxCharacters) {
        this(maxCharacters, OverLong.DEAD_LETTER);
    }

    /** The first rule that the document breaks, if any. */
    public Optional<Rejected> check(Document document) {
        if (!isUnicode(document)) {
            return Optional.of(invalidUnicode(document));
        }
        if (Unicode.isBlank(document.text())) {
            return rejected(document, "EmptyText", "The text is empty or only white space.");
        }
        int longest = overLong == OverLong.SPLIT ? MOST_PARTS * maxCharacters : maxCharacters;
        if (Unicode.isLonger(document.text(), longest)) {
            return rejected(
                    document,
                    "TextTooLong",
                    "The text is longer than the " + longest
                            + " characters (text elements) that are allowed: it has "
                            + document.text().length() + " UTF-16 units.");
        }
        String language = document.language();
        if (language != null && !isLanguage(language)) {
            return rejected(
                    document,
                    "InvalidLanguage",
                    "The language '" + Excerpt.of(language) + "' is not a language tag such as en or pt-BR.");
        }
        try {
            tasks.of(document);
            return Optional.empty();
        } catch (UnreadableRecord notAsked) {
            return rejected(document, notAsked.code(), notAsked.message());
        }
    }

    /** The names of the tasks that a document asks for which keeps to the rules; empty where it can't choose. */
    public List<String> tasksOf(Document document) {
        try {
            return tasks.of(document);
        } catch (UnreadableRecord unchecked) {
            throw new IllegalArgumentException("a document that was not checked: " + unchecked.message(), unchecked);
        }
    }

    /**
     * The characters that the document counts in a batch: the UTF-16 units of its text, which are never fewer than its
     * text elements; its text elements where only these are within the limit; above the limit any number above it.
     */
    public int size(Document document) {
        int units = document.text().length();
        return units <= maxCharacters ? units : Unicode.textElements(document.text(), maxCharacters);
    }

    /** Whether the document is too long for a request, so that it is sent in parts. */
    public boolean isOverLong(Document document) {
        return Unicode.isLonger(document.text(), maxCharacters);
    }

    /**
     * The parts in which this batch is sent: none unless it is one document that is too long for a request. Parts of
     * white space alone are left out, because the service refuses them.
     */
    public List<TextRange> parts(List<Document> batch) {
        Document first = batch.get(0);
        if (!isOverLong(first)) {
            return List.of();
        }
        Locale locale = first.language() == null ? Locale.ROOT : Locale.forLanguageTag(first.language());
        return new TextSplitter(first.text(), maxCharacters, locale)
                .parts().stream()
                        .filter(part -> !Unicode.isBlank(part.of(first.text())))
                        .toList();
    }

    private static boolean isUnicode(Document document) {
        return Unicode.isValid(document.id())
                && Unicode.isValid(document.language())
                && Unicode.isValid(document.text())
                && Unicode.isValid(document.metadata());
    }

    private static boolean isLanguage(String language) {
        return language.length() <= LONGEST_LANGUAGE
                && LANGUAGE.matcher(language).matches()
                && isKnown(language.split("-", 2)[0].toLowerCase(Locale.ROOT));
    }

    /** Two letters must be a language of ISO 639. Of three there are thousands: the service says which it takes. */
    private static boolean isKnown(String primary) {
        return primary.length() > 2 || LANGUAGES.contains(primary);
    }

    private static Optional<Rejected> rejected(Document document, String code, String message) {
        return Optional.of(new Rejected(document.source(), document.id(), code, message, content(document)));
    }

    /** The document as JSON with escapes, in one string: the only form in which halves of surrogates can be sent. */
    private static Rejected invalidUnicode(Document document) {
        @Nullable String id = Unicode.isValid(document.id()) ? document.id() : null;
        ObjectNode content = Json.MAPPER.createObjectNode();
        try {
            content.put("raw", ASCII.writeValueAsString(content(document)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of JSON could not be written", e);
        }
        return new Rejected(
                document.source(),
                id,
                "InvalidUnicode",
                "The " + invalidPart(document) + " has half of a surrogate pair, which is no character.",
                content);
    }

    private static String invalidPart(Document document) {
        if (!Unicode.isValid(document.id())) {
            return "id";
        }
        if (!Unicode.isValid(document.text())) {
            return "text";
        }
        return Unicode.isValid(document.language()) ? "metadata" : "language";
    }

    private static ObjectNode content(Document document) {
        ObjectNode content = Json.MAPPER.createObjectNode();
        if (document.id() != null) {
            content.put("id", document.id());
        }
        if (document.language() != null) {
            content.put("language", document.language());
        }
        content.put("text", document.text());
        content.set("metadata", document.metadata());
        return content;
    }
}
