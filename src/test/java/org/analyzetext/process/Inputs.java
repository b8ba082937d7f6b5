package org.analyzetext.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Generated inputs in every format, and what is known of them: each text is unique; some records can't be sent. */
final class Inputs {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BAD_EVERY = 97;
    private static final String[] TOPICS = {
        "Where is my parcel, the courier has not come", "Please send me a new invoice for my order",
        "Thank you, the lamp is lovely and came early", "The kettle leaks and I want my money back",
        "Can I change the address of my account"
    };

    private final WorkingFolder folder;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Set<String> unsendable = new LinkedHashSet<>();

    Inputs(WorkingFolder folder) {
        this.folder = folder;
    }

    /** The texts that can be sent, by position. */
    Map<String, String> texts() {
        return texts;
    }

    /** The positions of the records that can't be sent. */
    Set<String> unsendable() {
        return unsendable;
    }

    /** Puts a file of JSON lines into the inbox, all of them good. */
    void goodLines(String name, int count) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            lines.append(json(name, i, text(name, i))).append('\n');
        }
        folder.put(name, lines.toString());
    }

    void lines(String name, int count) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            String text = textOrBad(name, i);
            lines.append(text.isEmpty() ? "{\"id\": \"broken\", " : json(name, i, text))
                    .append('\n');
        }
        folder.put(name, lines.toString());
    }

    void array(String name, int count) throws IOException {
        StringJoiner objects = new StringJoiner(",\n ", "[", "]\n");
        for (int i = 1; i <= count; i++) {
            objects.add(json(name, i, textOrBad(name, i)));
        }
        folder.put(name, objects.toString());
    }

    /** Rows that say their own position, because the results of a CSV file hold no positions. */
    void rows(String name, int count) throws IOException {
        StringBuilder rows = new StringBuilder("id,text,place,note\n");
        for (int i = 1; i <= count; i++) {
            rows.append(name).append('-').append(i).append(",\"");
            rows.append(textOrBad(name, i)).append("\",");
            rows.append(PublishedOutcomes.position(name, i)).append(",\"a note\nof two lines\"\n");
        }
        folder.put(name, rows.toString());
    }

    void texts(String prefix, int count) throws IOException {
        for (int i = 1; i <= count; i++) {
            String name = "%s/%04d.txt".formatted(prefix, i);
            String position = PublishedOutcomes.position(name, 1);
            if (i % BAD_EVERY == 0) {
                unsendable.add(position);
                folder.put(name, " \n");
            } else {
                folder.put(name, text(name, 1));
            }
        }
    }

    private String textOrBad(String name, int ordinal) {
        if (ordinal % BAD_EVERY == 0) {
            unsendable.add(PublishedOutcomes.position(name, ordinal));
            return "";
        }
        return text(name, ordinal);
    }

    private String text(String name, int ordinal) {
        String position = PublishedOutcomes.position(name, ordinal);
        String text = TOPICS[ordinal % TOPICS.length] + ", my number is " + position + ".";
        texts.put(position, text);
        return text;
    }

    private static String json(String name, int ordinal, String text) throws JsonProcessingException {
        return JSON.writeValueAsString(Map.of("id", name + "-" + ordinal, "text", text, "batch", ordinal / 25));
    }
}
