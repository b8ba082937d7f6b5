package org.analyzetext.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.analyzetext.document.Json;

/** The live page of a running application, as its own script asks for it. */
public final class LiveView {
    private static final Pattern SERVED =
            Pattern.compile("live page, health and metrics: (http://127\\.0\\.0\\.1:\\d+/observe/)");

    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    private LiveView(URI address) {
        this.address = address;
    }

    /** Waits until it is served. */
    public static LiveView of(RunningApp app) throws IOException {
        app.awaitErr("live page, health and metrics: ");
        // Routes and edges are up.
        app.awaitErr("documents from ");
        Matcher served = SERVED.matcher(app.err());
        if (!served.find()) {
            throw new IllegalStateException(app.err());
        }
        return new LiveView(URI.create(served.group(1)));
    }

    public URI address() {
        return address;
    }

    /** A section by its id, as markup. */
    public String section(String id) throws IOException, InterruptedException {
        return json().path("sections").path(id).asText();
    }

    public JsonNode json() throws IOException, InterruptedException {
        return Json.MAPPER.readTree(body("live.json"));
    }

    public String body(String path) throws IOException, InterruptedException {
        return ask("GET", path).body();
    }

    int status(String method, String path) throws IOException, InterruptedException {
        return ask(method, path).statusCode();
    }

    String header(String path, String name) throws IOException, InterruptedException {
        return ask("GET", path).headers().firstValue(name).orElse("");
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
