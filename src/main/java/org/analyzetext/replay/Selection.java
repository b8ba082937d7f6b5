package org.analyzetext.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.analyzetext.account.Window;

/**
 * Which dead letters are replayed.
 *
 * @param codes their codes; none means all
 * @param window the time in which they ended
 * @param again whether those count too that were replayed before
 */
public record Selection(Set<String> codes, Window window, boolean again) {
    public Selection {
        codes = Set.copyOf(codes);
    }

    /** Whether code and time of this dead letter are asked for. */
    public boolean asksFor(JsonNode letter) {
        return (codes.isEmpty() || codes.contains(letter.path("code").asText()))
                && (window.equals(Window.ALL) || window.contains(time(letter)));
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
