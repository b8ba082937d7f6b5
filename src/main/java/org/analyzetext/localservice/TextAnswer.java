package org.analyzetext.localservice;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** What a task says of one document: the fields that its kind adds to it. */
interface TextAnswer {
    /**
     * Writes the fields into the document's object.
     *
     * @param index the document's place in the array of the page, which pointers name
     */
    void write(JsonGenerator json, int index) throws IOException;
}
