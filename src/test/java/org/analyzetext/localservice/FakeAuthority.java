package org.analyzetext.localservice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Gives tokens as Entra ID does, over https with the local service's certificate; not compared with the real one. */
public final class FakeAuthority implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    public final Queue<String> requests = new ConcurrentLinkedQueue<>();
    /** The token that is given. */
    public volatile String token = "token-1";
    /** A question that says this is refused, and quoted in the refusal. */
    public volatile String refused = "(nothing is refused)";

    /** Whether answers end before they are whole. */
    public volatile boolean cutsShort;

    public FakeAuthority() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(Certificate.ofThisProcess().context()));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Its certificate, which is the local service's too. */
    public static String pem() {
        return Certificate.ofThisProcess().pem();
    }

    public URI address() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestURI() + " " + asked);
            boolean refuses = asked.contains(refused);
            String answer = refuses
                    ? "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret: "
                            + asked + "\"}"
                    : "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"ext_expires_in\":3599,\"access_token\":\""
                            + token + "\"}";
            byte[] body =
                    answer.substring(0, answer.length() - (cutsShort ? 1 : 0)).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(refuses ? 401 : 200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
