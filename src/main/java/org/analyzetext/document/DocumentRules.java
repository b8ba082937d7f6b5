package org.analyzetext.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the service asks of one document, checked before it is sent, because one bad document refuses its whole batch.
 *
 * @param maxCharacters the longest text, in text elements (grapheme clusters)
 * @param tasks the tasks that it may ask for
 */
public record DocumentRules(int maxCharacters, TaskNames tasks) {
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*+");
    private static final int LONGEST_LANGUAGE = 64;
    private static final ObjectWriter ASCII = Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    /** Throws {@link IllegalArgumentException} unless at least one character is allowed. */
    public DocumentRules {
        if (maxCharacters < 1) {
            throw new IllegalArgumentException("max-characters is " + maxCharacters + ", but must be at least 1");
        }
    }

    /** Rules for documents that choose no tasks. */
    public DocumentRules(int maxCharacters) {
        this(maxCharacters, TaskNames.ALL);
    }

    /** The first rule that the document breaks, if any. */
    public Optional<Rejected> check(Document document) {
        if (!isUnicode(document)) {
            return Optional.of(invalidUnicode(document));
        }
        if (document.text().codePoints().allMatch(DocumentRules::isSpace)) {
            return rejected(document, "EmptyText", "The text is empty or only white space.");
        }
        if (size(document) > maxCharacters) {
            return rejected(
                    document,
                    "TextTooLong",
                    "The text is longer than the " + maxCharacters
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

    private static boolean isUnicode(Document document) {
        return Unicode.isValid(document.id())
                && Unicode.isValid(document.language())
                && Unicode.isValid(document.text())
                && Unicode.isValid(document.metadata());
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == 0x85;
    }

    private static boolean isLanguage(String language) {
        return language.length() <= LONGEST_LANGUAGE
                && LANGUAGE.matcher(language).matches();
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
