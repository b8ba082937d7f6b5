package org.analyzetext.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A document's place in a file.
 *
 * @param file the file's path relative to the inbox, with {@code /} between its parts; for documents that a host gave,
 *     the name of its call, which no other call has
 * @param ordinal the document's number in the file, from 1; unreadable records count too
 * @param line the line on which the record starts, from 1; null where the format has no lines
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FilePosition(
        String file, long ordinal, @Nullable Long line) implements Source {
    @Override
    public String position() {
        return file + ":" + ordinal;
    }
}
