package org.analyzetext.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What one task said of one part of a document.
 *
 * @param characters the part's length in characters (text elements)
 * @param unit how the task counts offsets
 * @param start where the part begins in the document, in that unit
 * @param before the text between the part before and this one: white space, which is not sent
 * @param after the text after the last part; empty for the others
 * @param answer the fields of the answer
 */
record AnsweredPart(
        int characters, OffsetUnit unit, int start, String before, String after, Map<String, JsonNode> answer) {}
