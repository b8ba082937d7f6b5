package org.analyzetext.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.analyzetext.document.Json;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one poll of a job, as they come. The service gives 20 documents a page by default, and
 * may give fewer whatever was asked for.
 */
public final class JobPages {
    private static final Pattern SKIP = Pattern.compile("[?&](?:\\$|%24)?skip=(\\d{1,6})(?:&|$)");

    /** One for each of 25 documents, and an empty one: a service that always names another is not followed. */
    private static final int MOST_PAGES = 26;

    private final String jobId;
    private final List<JsonNode> pages;
    private final OptionalInt nextSkip;
    private final @Nullable String requestId;
    private final JobAnswer answer;

    private JobPages(String jobId, List<JsonNode> pages, OptionalInt nextSkip, @Nullable String requestId) {
        this.jobId = jobId;
        this.pages = List.copyOf(pages);
        this.nextSkip = nextSkip;
        this.requestId = requestId;
        this.answer = JobAnswer.read(this.pages, requestId);
    }

    /**
     * The first page of this job.
     *
     * @throws UnreadableAnswerException if it is no state of this job
     */
    public static JobPages first(String jobId, ServiceAnswer answer) {
        return read(jobId, List.of(), 0, answer);
    }

    /** For a poll that brought nothing that can be read. */
    public static JobPages unreadable() {
        return empty("unreadable");
    }

    /** For a job that the service does not know yet. */
    public static JobPages notStarted() {
        return empty("notStarted");
    }

    private static JobPages empty(String status) {
        return new JobPages(
                "", List.of(Json.MAPPER.createObjectNode().put("status", status)), OptionalInt.empty(), null);
    }

    /**
     * These pages and the next one.
     *
     * @throws UnreadableAnswerException if it is no state of the same job
     */
    public JobPages and(ServiceAnswer answer) {
        return read(jobId, pages, nextSkip.orElse(0), answer);
    }

    /** These pages, as if the last one had named no next one. */
    public JobPages withoutMore() {
        return new JobPages(jobId, pages, OptionalInt.empty(), requestId);
    }

    private static JobPages read(String jobId, List<JsonNode> before, int skipped, ServiceAnswer answer) {
        JsonNode page = tree(jobId, answer);
        List<JsonNode> pages = new ArrayList<>(before);
        pages.add(page);
        return new JobPages(jobId, pages, nextSkip(page.path("nextLink"), skipped), answer.requestId());
    }

    private static JsonNode tree(String jobId, ServiceAnswer answer) {
        JsonNode tree = AnswerJson.read(answer.body())
                .orElseThrow(() -> new UnreadableAnswerException(answer, "can't be read as JSON"));
        if (!tree.isObject() || !tree.path("status").isTextual()) {
            throw new UnreadableAnswerException(answer, "is no job state: it has no status");
        }
        // The positions in another job's answer would be taken for ours.
        JsonNode said = tree.path("jobId");
        if (said.isValueNode() && !said.isNull() && !said.asText().equalsIgnoreCase(jobId)) {
            throw new UnreadableAnswerException(answer, "is the state of another job");
        }
        return tree;
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

    /** Whether another page has to be fetched: not of a job that still runs. */
    public boolean more() {
        return nextSkip.isPresent() && pages.size() < MOST_PAGES && answer.ended();
    }

    /** How many documents to skip for the next page. */
    public int nextSkip() {
        return nextSkip.orElseThrow();
    }

    /** What the pages say together. */
    public JobAnswer answer() {
        return answer;
    }
}
