package org.analyzetext.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.analyzetext.document.Json;

/**
 * The pages of one look at a job, as they come. The service gives 20 documents a page unless told otherwise, and
 * may give fewer whatever it was told.
 */
public final class JobPages {
    private static final Pattern SKIP = Pattern.compile("[?&](?:\\$|%24)?skip=(\\d{1,6})(?:&|$)");

    /** More pages than a job of 25 documents can have: a service that always names another one is not followed. */
    private static final int MOST_PAGES = 100;

    private final List<JsonNode> pages;
    private final OptionalInt nextSkip;

    private JobPages(List<JsonNode> pages, OptionalInt nextSkip) {
        this.pages = List.copyOf(pages);
        this.nextSkip = nextSkip;
    }

    /** The first page. */
    public static JobPages first(ServiceAnswer answer) {
        return read(List.of(), 0, answer);
    }

    /** For a look that brought nothing that can be read. */
    public static JobPages unreadable() {
        return new JobPages(List.of(Json.MAPPER.createObjectNode().put("status", "unreadable")), OptionalInt.empty());
    }

    /** These pages and the next one. */
    public JobPages and(ServiceAnswer answer) {
        return read(pages, nextSkip.orElse(0), answer);
    }

    private static JobPages read(List<JsonNode> before, int skipped, ServiceAnswer answer) {
        JsonNode page = tree(answer);
        List<JsonNode> pages = new ArrayList<>(before);
        pages.add(page);
        return new JobPages(pages, nextSkip(page.path("nextLink"), skipped));
    }

    private static JsonNode tree(ServiceAnswer answer) {
        try {
            JsonNode tree = Json.MAPPER.readTree(answer.body());
            if (tree.isObject() && tree.path("status").isTextual()) {
                return tree;
            }
        } catch (IOException unreadable) {
            throw new UnreadableAnswerException(answer, "is no JSON");
        }
        throw new UnreadableAnswerException(answer, "is no job state: it has no status");
    }

    /** Only the number is taken from the link, and only if it leads on: a link can't send us in circles or away. */
    private static OptionalInt nextSkip(JsonNode nextLink, int skipped) {
        Matcher matcher = SKIP.matcher(nextLink.asText(""));
        if (!matcher.find()) {
            return OptionalInt.empty();
        }
        int skip = Integer.parseInt(matcher.group(1));
        return skip > skipped ? OptionalInt.of(skip) : OptionalInt.empty();
    }

    /** Whether another page has to be fetched. */
    public boolean more() {
        return nextSkip.isPresent() && pages.size() < MOST_PAGES;
    }

    /** How many documents to skip for the next page. */
    public int nextSkip() {
        return nextSkip.orElseThrow();
    }

    /** What the pages say together. */
    public JobAnswer answer() {
        return JobAnswer.read(pages);
    }
}
