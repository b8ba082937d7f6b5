package org.analyzetext.localservice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Reads the body of a submit and refuses what the service refuses. */
final class SubmissionReader {
    private static final ObjectMapper MAPPER = new ObjectMapper(new JsonFactory());

    private final DocumentsReader documents;
    private final TasksReader tasks;

    SubmissionReader(DocumentsReader documents, TasksReader tasks) {
        this.documents = documents;
        this.tasks = tasks;
    }

    JobRequest read(byte[] body, ApiVersion version) {
        if (body.length == 0) {
            throw RequestError.invalidRequest("EmptyRequest", "The request has no body.");
        }
        JsonNode root = parse(body);
        if (!root.isObject()) {
            throw RequestError.invalidRequest("InvalidRequestBodyFormat", "The request body is not a JSON object.");
        }
        JsonNode displayName = root.path("displayName");
        return new JobRequest(
                displayName.isTextual() ? displayName.asText() : null,
                documents.read(root.path("analysisInput").path("documents"), version),
                tasks.read(root.path("tasks"), version));
    }

    private static JsonNode parse(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw RequestError.invalidRequest("InvalidRequestBodyFormat", "The request body is not valid JSON.");
        }
    }
}
