package org.analyzetext.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;

/**
 * Which dead letters are replayed.
 *
 * @param codes their codes; none means all
 * @param window the time in which they ended
 * @param again whether those count too that were replayed before
 * @param all whether those count too that can't succeed as they are; asking for a code asks for these too
 */
public record Selection(Set<String> codes, Window window, boolean again, boolean all) {
    public Selection {
        codes = Set.copyOf(codes);
    }

    /** Whether code and time of this dead letter are asked for. */
    public boolean asksFor(JsonNode letter) {
        return (codes.isEmpty() || codes.contains(letter.path("code").asText()))
                && (window.equals(Window.ALL) || window.contains(time(letter)));
    }

    /** Whether this dead letter is left out, because the same document would be refused again and be paid for perhaps. */
    public boolean isHopeless(JsonNode letter) {
        return !all
                && codes.isEmpty()
                && letter.path("retryable").isBoolean()
                && !letter.path("retryable").asBoolean();
    }

    /** When the document ended; the beginning of time where it can't be read. */
    public static Instant time(JsonNode letter) {
        try {
            return Instant.parse(letter.path("time").asText());
        } catch (DateTimeParseException noTime) {
            return Instant.MIN;
        }
    }
}
