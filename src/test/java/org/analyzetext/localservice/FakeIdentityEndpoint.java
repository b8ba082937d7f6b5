package org.analyzetext.localservice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Gives tokens as the identity endpoint of a machine in Azure does, over http on this machine: to processes with the
 * environment of App Service ({@link #appService}) or of a virtual machine ({@link #virtualMachine}). Written from what
 * azure-identity asks and understands; not compared with a real one.
 */
public final class FakeIdentityEndpoint implements AutoCloseable {
    /** What the platform's processes show; the service of a virtual machine asks for none. */
    public static final String SECRET = "the+platforms/secret";

    /** A refusal. */
    private record Refusal(int status, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
    /** The query of each request. */
    public final Queue<String> requests = new ConcurrentLinkedQueue<>();
    /** The token that is given. */
    public volatile String token = "token-1";
    /** How long tokens are good. */
    public volatile Duration lifetime = Duration.ofDays(1);

    public FakeIdentityEndpoint() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What App Service, Functions and Container Apps set. */
    public Map<String, String> appService() {
        return Map.of("IDENTITY_ENDPOINT", address() + "/msi/token", "IDENTITY_HEADER", SECRET);
    }

    /** What leads to another place than the virtual machines' own, which is at a link-local address. */
    public Map<String, String> virtualMachine() {
        return Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", address());
    }

    /** Refuses one of the next requests, in this order. */
    public void refuse(int status, String body) {
        refusals.add(new Refusal(status, body));
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            requests.add(exchange.getRequestURI().getRawQuery());
            Refusal refusal = knows(exchange) ? refusals.poll() : new Refusal(401, "{\"message\":\"who asks?\"}");
            String answer = refusal != null ? refusal.body() : given();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(refusal != null ? refusal.status() : 200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static boolean knows(HttpExchange exchange) {
        boolean appService = exchange.getRequestURI().getPath().equals("/msi/token");
        return appService
                ? List.of(SECRET).equals(exchange.getRequestHeaders().get("X-IDENTITY-HEADER"))
                : List.of("true").equals(exchange.getRequestHeaders().get("Metadata"));
    }

    private String given() {
        return "{\"token_type\":\"Bearer\",\"access_token\":\"" + token + "\",\"expires_on\":\""
                + Instant.now().plus(lifetime).getEpochSecond() + "\"}";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
