package org.analyzetext.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.analyzetext.document.Json;

/**
 * A service whose replies are written by the test, and that keeps every request. Without a script it takes each submit
 * as job {@code job-1}, {@code job-2}... and answers each poll with a class for every document.
 */
public final class ScriptedService implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger jobs = new AtomicInteger();
    private final Map<String, Integer> sizes = new ConcurrentHashMap<>();
    public final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    public volatile Function<Request, Reply> onSubmit = this::accept;
    public volatile Function<Request, Reply> onPoll = this::succeeded;

    /** A request as it came. */
    public record Request(String method, URI uri, Map<String, List<String>> headers, String body, long nanos) {
        String path() {
            return uri.getRawPath();
        }

        String jobId() {
            return path().substring(path().lastIndexOf('/') + 1);
        }

        List<String> texts() {
            return json().at("/analysisInput/documents").findValuesAsText("text");
        }

        private JsonNode json() {
            try {
                return Json.MAPPER.readTree(body);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** A reply; status 0 closes the connection without one. */
    public record Reply(int status, Map<String, String> headers, String body) {
        public static Reply of(int status) {
            return new Reply(status, Map.of(), "");
        }

        public static Reply of(int status, String body) {
            return new Reply(status, Map.of("Content-Type", "application/json"), body.replace('\'', '"'));
        }

        public static Reply state(String status) {
            return of(200, "{'status':'" + status + "','errors':[],'tasks':{'items':[]}}");
        }

        public static Reply noAnswer() {
            return of(0);
        }

        public Reply with(String name, String value) {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.put(name, value);
            return new Reply(status, all, body);
        }
    }

    public ScriptedService() {
        this(0);
    }

    ScriptedService(int port) {
        server = listen(port);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private static HttpServer listen(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    List<Request> submits() {
        return requests.stream()
                .filter(request -> request.method().equals("POST"))
                .toList();
    }

    List<Request> polls() {
        return requests.stream()
                .filter(request -> request.method().equals("GET"))
                .toList();
    }

    /** Takes the job, as the real one does. */
    public Reply accept(Request request) {
        String id = "job-" + jobs.incrementAndGet();
        sizes.put(id, request.texts().size());
        return Reply.of(202)
                .with(
                        "operation-location",
                        endpoint() + "/language/analyze-text/jobs/" + id + "?api-version=2022-05-01");
    }

    /** The job is done, and each document has a class. */
    public Reply succeeded(Request request) {
        return page(request, 1, sizes.getOrDefault(request.jobId(), 0), "");
    }

    /** A page of a job that is done: documents from one position to another. */
    Reply page(Request request, int from, int to, String nextLink) {
        List<String> documents = new ArrayList<>();
        for (int id = from; id <= to; id++) {
            documents.add("{'id':'" + id + "','class':[{'category':'Sports','confidenceScore':0.87}],'warnings':[]}");
        }
        String link = nextLink.isEmpty() ? "" : "'nextLink':'" + nextLink + "',";
        return Reply.of(
                200,
                "{" + link + "'jobId':'" + request.jobId() + "','status':'succeeded','lastUpdatedDateTime':"
                        + "'2026-03-01T12:00:00Z','errors':[],'tasks':{'items':[{'kind':"
                        + "'CustomSingleLabelClassificationLROResults','taskName':'classification','results':{"
                        + "'documents':[" + String.join(",", documents) + "],'errors':[]}}]}}");
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                StreamSupport.stream(exchange.getRequestHeaders().entrySet().spliterator(), false)
                        .collect(Collectors.toMap(
                                header -> header.getKey().toLowerCase(java.util.Locale.ROOT),
                                header -> List.copyOf(header.getValue()))),
                body,
                System.nanoTime());
        requests.add(request);
        Reply reply = (request.method().equals("POST") ? onSubmit : onPoll).apply(request);
        if (reply.status() != 0) {
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = reply.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    /** Replies one after the other, and the usual one when they are used up. */
    public static Function<Request, Reply> first(List<Reply> replies, Function<Request, Reply> then) {
        AtomicInteger next = new AtomicInteger();
        return request -> {
            int index = next.getAndIncrement();
            return index < replies.size() ? replies.get(index) : then.apply(request);
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
