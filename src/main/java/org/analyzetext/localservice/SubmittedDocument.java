package org.analyzetext.localservice;

/**
 * A document as it came in a submit.
 *
 * @param id its id, unique in the request
 * @param text its text
 * @param characters the text's length in text elements; 0 for one of white space only
 * @param key the text's digest
 * @param wrongLanguage whether its language is none that there is
 */
record SubmittedDocument(String id, String text, int characters, TextKey key, boolean wrongLanguage) {
    private static final int SHORT = 3;

    static SubmittedDocument of(String id, String text, boolean wrongLanguage) {
        // Ids are mostly "1" to "25", millions of times.
        String shared = id.length() <= SHORT ? id.intern() : id;
        return new SubmittedDocument(
                shared, text, text.isBlank() ? 0 : TextElements.count(text), TextKey.of(text), wrongLanguage);
    }

    boolean isEmpty() {
        return characters == 0;
    }
}
