package org.analyzetext.service;

/** Where tokens come from. Called by one thread at a time, which may wait. */
public interface TokenSource {
    /**
     * A token.
     *
     * @param anew whether the last one was refused, so that what is remembered of it is no use
     * @throws ServiceNotReadyException when none is to be had
     */
    Token get(boolean anew);
}
