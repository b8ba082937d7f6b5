package org.analyzetext.localservice;

/** A named point in the life of a request, where a listener is called and a fault can be placed. */
public enum Moment {
    /** The head of a submit was read, its body was not. */
    BEFORE_POST_READ,
    /** A submit was read whole; nothing is decided. */
    AFTER_POST_READ,
    /** The job exists and is counted; no byte of the 202 was sent. */
    AFTER_JOB_ACCEPTED,
    /** The 202 was handed to the network. */
    AFTER_202_SENT,
    /** A GET of a job was read; nothing was sent. */
    BEFORE_STATE_ANSWER,
    /** As {@link #BEFORE_STATE_ANSWER}, and the answer will carry results. */
    BEFORE_RESULT_ANSWER,
    /** The first bytes of an answer with results were sent, the last were not. */
    DURING_RESULT_GET,
    /** An answer with results was handed to the network. */
    AFTER_RESULT_SENT,
    /** A cancellation was read; nothing was done. */
    BEFORE_CANCEL_ANSWER
}
