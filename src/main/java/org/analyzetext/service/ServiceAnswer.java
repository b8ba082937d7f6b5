package org.analyzetext.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the service answered to a call that it took note of: anything but throttling, outages and refused keys,
 * which the call waits out.
 *
 * @param status the HTTP status
 * @param operationLocation the header of that name, as it came
 * @param requestId the header {@code apim-request-id}, as it came
 * @param body the body, bounded
 * @param resource the name of the resource that answered; null in an answer that no call brought
 * @param ambiguous how many submits of the same call before this answer ended unknown
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ServiceAnswer(
        int status,
        @Nullable String operationLocation,
        @Nullable String requestId,
        byte[] body,
        @Nullable String resource,
        int ambiguous) {
    private static final Pattern JOB_ID = Pattern.compile("/analyze-text/jobs/([A-Za-z0-9_-]{1,128})(?:[?#/].*)?$");

    /** An answer of a resource that does not matter. */
    public ServiceAnswer(int status, @Nullable String operationLocation, @Nullable String requestId, byte[] body) {
        this(status, operationLocation, requestId, body, null, 0);
    }

    /** Whether a submit was taken: what has an address was, whatever kind of success the service calls it. */
    public boolean accepted() {
        return status == 202 || (status / 100 == 2 && jobId().isPresent());
    }

    /** Whether the job's state came. */
    public boolean ok() {
        return status == 200;
    }

    /**
     * The job's id in {@code operation-location}. Nothing else is taken from that address: it does not decide where
     * we connect.
     */
    public Optional<String> jobId() {
        if (operationLocation == null) {
            return Optional.empty();
        }
        Matcher matcher = JOB_ID.matcher(operationLocation);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The error that the body describes, or one made of the status where it describes none. */
    public ServiceError error() {
        JsonNode error = errorNode();
        return error.isObject()
                ? ServiceError.of(error)
                : new ServiceError("Http" + status, "the service answered with status " + status, null);
    }

    /**
     * The documents that the service names as the reason why it refused a request, by position from 1, each with what
     * is wrong with it.
     *
     * @param documents how many documents the request had
     * @return empty where it names none, or in a way that can't be believed
     */
    public Map<Integer, ServiceError> guilty(int documents) {
        return status == 400 ? BlamedDocuments.read(errorNode(), documents) : Map.of();
    }

    /** A gateway's page says nothing that the status does not say. */
    private JsonNode errorNode() {
        return AnswerJson.read(body).map(tree -> tree.path("error")).orElse(MissingNode.getInstance());
    }

    /** Says the status, never the body. */
    @Override
    public String toString() {
        return "status " + status + (requestId == null ? "" : ", apim-request-id " + requestId);
    }
}
