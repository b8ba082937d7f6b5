package org.analyzetext.corpus;

/**
 * A record that may be bad.
 *
 * @param kind what is wrong with it, in a few words
 * @param bytes the record, without a line end
 * @param outcome the code of the dead letter that it must become, or {@link #RESULT}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BadInput(String kind, byte[] bytes, String outcome) {
    /** The record looks odd, but can be sent: it must get a result. */
    public static final String RESULT = "result";
}
