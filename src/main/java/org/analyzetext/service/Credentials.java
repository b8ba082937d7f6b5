package org.analyzetext.service;

import java.nio.charset.StandardCharsets;

/**
 * What lets our calls in at a resource: keys, or tokens. What is used changes while we run; each has a number, so that an
 * answer to an old one is known as one. Thread-safe; none says a secret in {@link Object#toString()}.
 */
public sealed interface Credentials permits Keys, Tokens {
    /** What it is, for messages: a key or a token. */
    String what();

    /** The name of the request header that it stands in. */
    String header();

    /** The value of that header. Asks no one. */
    String value();

    /** Which one {@link #value()} gives, by number. */
    int generation();

    /**
     * Makes sure that there is one to call with.
     *
     * @throws ServiceNotReadyException when there is none; nothing was sent to the resource then
     */
    void prepare();

    /** Whether it is another one than before, so that a call is worth a try. */
    boolean changed();

    /**
     * The service refused it.
     *
     * @param used the {@link #generation()} that was called with
     * @return whether there is another one to call with at once
     */
    boolean refused(int used);

    /** The service took it. */
    void accepted();

    /**
     * What has to be fixed when the service refuses it.
     *
     * @param forbidden whether it was known but not allowed (403)
     */
    String advice(Resource resource, boolean forbidden);

    /** The words with asterisks in the place of each secret. */
    String outOf(String words);

    /** The bytes with asterisks in the place of each secret. */
    default byte[] outOf(byte[] answer) {
        // One byte, one character: whatever the bytes mean, they come back as they were.
        String latin = new String(answer, StandardCharsets.ISO_8859_1);
        String without = outOf(latin);
        return without.equals(latin) ? answer : without.getBytes(StandardCharsets.ISO_8859_1);
    }
}
