package org.analyzetext.localservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.IntStream;
import org.analyzetext.document.Json;

/** A client that knows nothing of the local service but its address. */
final class Client {
    static final String VERSION = "2022-05-01";
    private static final String JOBS = "/language/analyze-text/jobs";

    private final URI endpoint;
    private final HttpClient http;

    Client(LocalService service) {
        this(service, HttpClient.newBuilder());
    }

    Client(LocalService service, HttpClient.Builder builder) {
        endpoint = service.endpoint();
        http = builder.version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** What came back. */
    record Reply(int status, java.net.http.HttpHeaders headers, String body) {
        JsonNode json() {
            try {
                return Json.MAPPER.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(body, e);
            }
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        String code() {
            return json().at("/error/code").asText();
        }

        String innerCode() {
            return json().at("/error/innererror/code").asText();
        }
    }

    static ObjectNode task(String kind, String project) {
        ObjectNode task = Json.MAPPER.createObjectNode().put("kind", kind);
        task.putObject("parameters").put("projectName", project).put("deploymentName", "production");
        return task;
    }

    static ObjectNode fieldsTask() {
        return task("CustomSingleLabelClassification", "Fields");
    }

    static ObjectNode moodsTask() {
        return task("CustomMultiLabelClassification", "Moods");
    }

    /** A body for texts with ids from 1, and one task. */
    static ObjectNode body(ObjectNode task, String... texts) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode documents = body.putObject("analysisInput").putArray("documents");
        for (int i = 0; i < texts.length; i++) {
            documents
                    .addObject()
                    .put("id", Integer.toString(i + 1))
                    .put("language", "en")
                    .put("text", texts[i]);
        }
        body.putArray("tasks").add(task);
        return body;
    }

    static String[] texts(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "text number " + i).toArray(String[]::new);
    }

    Reply submit(Object body) {
        return submit(body, VERSION);
    }

    Reply submit(Object body, String version) {
        return send(post(JOBS + "?api-version=" + version, body.toString()));
    }

    /** Submits texts to {@code Fields} and gives the job's address. */
    String submitted(String... texts) {
        Reply reply = submit(body(fieldsTask(), texts));
        if (reply.status() != 202) {
            throw new AssertionError(reply);
        }
        return reply.header("operation-location");
    }

    Reply get(String address) {
        return send(request(address).GET());
    }

    Reply cancel(String address) {
        return send(request(address.replaceFirst("\\?", ":cancel?")).POST(HttpRequest.BodyPublishers.noBody()));
    }

    HttpRequest.Builder post(String address, String body) {
        return request(address).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** A request for an address or a path, with the key. */
    HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(address.startsWith("http") ? URI.create(address) : URI.create(endpoint + address))
                .header("Content-Type", "application/json")
                .header("Ocp-Apim-Subscription-Key", "local-key")
                .timeout(Duration.ofSeconds(20));
    }

    Reply send(HttpRequest.Builder request) {
        try {
            return trySend(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reply trySend(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
