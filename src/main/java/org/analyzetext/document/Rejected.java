package org.analyzetext.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A record that can't be sent, and why.
 *
 * @param source where it stands
 * @param id its id where one could be read
 * @param code the reason as one word, such as {@code EmptyText}
 * @param message the reason in plain words, with the value that is wrong, never with the text
 * @param content the whole record: {@code {id, language, text, metadata}} where it could be read, else
 *     {@code {raw}} (its text as it stands) or {@code {rawBase64}} (its bytes)
 */
public record Rejected(Source source, @Nullable String id, String code, String message, ObjectNode content) {}
