package org.analyzetext.service;

import java.time.Instant;

/**
 * A token.
 *
 * @param value what stands behind {@code Bearer}
 * @param renewAt when another one should be asked for
 * @param expiresAt when the service takes it no more
 */
public record Token(String value, Instant renewAt, Instant expiresAt) {
    /** Never says the token. */
    @Override
    public String toString() {
        return "a token that ends at " + expiresAt;
    }
}
