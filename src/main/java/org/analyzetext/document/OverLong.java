package org.analyzetext.document;

/** What becomes of a document that is longer than the service takes in one request. */
public enum OverLong {
    /** It is rejected. */
    DEAD_LETTER,
    /** It is sent in parts, and their labels are merged. */
    SPLIT
}
