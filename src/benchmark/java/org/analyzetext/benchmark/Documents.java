package org.analyzetext.benchmark;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import org.analyzetext.document.Json;

/** The documents of all runs: each text is unique, of about 1,000 characters, and the same whenever it is asked for. */
final class Documents {
    private static final String[] WORDS = ("parcel courier invoice order address account delivery refund lamp kettle"
                    + " late early broken lovely please thank where when money number change send return name day"
                    + " the a my your I it has not come is was for and with to of in")
            .split(" ");
    private static final int CHARACTERS = 1_000;

    private Documents() {}

    /** The id of a document, counted from 0. */
    static String id(int number) {
        return "document-%07d".formatted(number);
    }

    static ObjectNode document(int number) {
        Random random = new Random(number);
        StringBuilder text = new StringBuilder(CHARACTERS + 16)
                .append("My number is ")
                .append(number)
                .append('.');
        while (text.length() < CHARACTERS) {
            text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return Json.MAPPER.createObjectNode().put("id", id(number)).put("text", text.toString());
    }

    /** An array of documents, as all clients read it from a file. */
    static String array(int from, int to) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (int number = from; number < to; number++) {
            array.add(document(number));
        }
        return array.toString();
    }
}
