package org.analyzetext.localservice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.analyzetext.document.Json;

/** Makes answers of errors. */
final class ErrorResponse {
    private ErrorResponse() {}

    static Response of(RequestError error) {
        RequestError.ErrorBody body = error.body();
        ObjectNode root = Json.MAPPER.createObjectNode();
        ObjectNode node = root.putObject("error");
        node.put("code", body.code());
        node.put("message", body.message());
        if (body.target() != null) {
            node.put("target", body.target());
        }
        if (body.innerCode() != null) {
            node.putObject(body.innerSpelling()).put("code", body.innerCode()).put("message", body.innerMessage());
        }
        if (error.status() == 400 && body.innerCode() == null) {
            node.putArray("details");
        }
        for (String target : body.targets()) {
            node.withArray("details")
                    .addObject()
                    .put("code", body.innerCode())
                    .put("message", body.innerMessage())
                    .put("target", target);
        }
        Map<String, String> headers = new HashMap<>(error.headers());
        headers.put("Content-Type", Response.JSON);
        headers.put("x-ms-error-code", body.code());
        return Response.of(error.status(), headers, root.toString().getBytes(StandardCharsets.UTF_8));
    }
}
