package org.analyzetext.observe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.analyzetext.document.Json;
import org.analyzetext.error.AnalyzeTextException;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health, metrics and pages of the standalone application, on a port of their own: {@code /observe/health},
 * {@code /observe/health/live}, {@code /observe/health/ready} (200, or 503 with the reasons),
 * {@code /observe/metrics} in Prometheus' text form, and the files that it is given. Reads only, and only for those who
 * ask under a name that is known. A host has its own ways to show health and metrics.
 */
public final class ObserveServer extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(ObserveServer.class);
    private static final String TEXT_TYPE = "text/plain; charset=utf-8";
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /**
     * What the JDK's server reads once, from system properties: the seconds that a request and an answer may take and a
     * connection may be silent, and how many connections there may be, each of which can hold a thread.
     */
    private static final Map<String, String> BOUNDS = Map.of(
            "sun.net.httpserver.maxReqTime", "5",
            "sun.net.httpserver.maxRspTime", "10",
            "sun.net.httpserver.idleInterval", "10",
            "jdk.httpserver.maxConnections", "500");

    static {
        BOUNDS.forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
    }

    /** Nothing but what this port serves, and no other page around it. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final CamelContext context;
    private final InetSocketAddress address;
    private final PrometheusMeterRegistry registry;
    private final HostNames names;
    private final Map<String, ObserveFile> files;
    private volatile boolean scraped;
    private volatile CountDownLatch nextScrape = new CountDownLatch(1);
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    /**
     * Serves where the settings say; port 0 takes a free one, which the log names.
     *
     * @param files what is served beside health and metrics, by path
     */
    public ObserveServer(
            CamelContext context,
            ObserveSettings settings,
            PrometheusMeterRegistry registry,
            Map<String, ObserveFile> files) {
        this.context = context;
        this.address = new InetSocketAddress(settings.host(), settings.port().orElse(0));
        this.registry = registry;
        this.names = new HostNames(settings.host(), settings.names());
        this.files = Map.copyOf(files);
    }

    @Override
    protected void doStart() throws IOException {
        HttpServer starting = HttpServer.create();
        try {
            starting.bind(address, 0);
        } catch (BindException | java.nio.channels.UnresolvedAddressException taken) {
            throw new AnalyzeTextException("health and metrics can't be served at " + address + ": "
                    + taken.getMessage() + "; see analyze-text.observe.host and analyze-text.observe.port");
        }
        threads = context.getExecutorServiceManager().newCachedThreadPool(this, "analyze-text-observe");
        starting.setExecutor(threads);
        serve(starting, "/observe/health/live", exchange -> health(exchange, Kind.LIVE));
        serve(starting, "/observe/health/ready", exchange -> health(exchange, Kind.READY));
        serve(starting, "/observe/health", exchange -> health(exchange, Kind.ALL));
        serve(starting, "/observe/metrics", this::metrics);
        files.forEach((path, file) -> serve(starting, path, exchange -> answer(exchange, file)));
        starting.start();
        server = starting;
        LOG.info("live page, health and metrics: http://{}:{}/observe/", address.getHostString(), port());
    }

    /** Answers at this path alone, and GET and HEAD alone. */
    private void serve(HttpServer server, String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            String method = exchange.getRequestMethod();
            secure(exchange.getResponseHeaders());
            if (!names.allow(exchange.getRequestHeaders().getFirst("Host"))) {
                answer(
                        exchange,
                        421,
                        TEXT_TYPE,
                        "not answered under this name: ask by address, or add the name to analyze-text.observe.names\n");
            } else if (!exchange.getRequestURI().getPath().equals(path)) {
                answer(exchange, 404, TEXT_TYPE, "there is nothing here\n");
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                answer(exchange, 405, TEXT_TYPE, "only GET and HEAD are answered\n");
            } else {
                handler.handle(exchange);
            }
        });
    }

    @Override
    protected void doStop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
        if (threads != null) {
            context.getExecutorServiceManager().shutdownNow(threads);
        }
    }

    /** Waits until the metrics are read once more, if anybody has read them before. */
    public void awaitLastScrape(Duration longest) throws InterruptedException {
        CountDownLatch last = new CountDownLatch(1);
        nextScrape = last;
        if (scraped && !longest.isZero()) {
            LOG.info(
                    "every input has its answer; the end waits up to {} s for the metrics to be read once more",
                    longest.toSeconds());
            boolean read = last.await(longest.toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("the last metrics were read: {}", read);
        }
    }

    /** The port that is served. Only while it runs. */
    public int port() {
        return server == null ? address.getPort() : server.getAddress().getPort();
    }

    private enum Kind {
        LIVE,
        READY,
        ALL
    }

    private void metrics(HttpExchange exchange) throws IOException {
        CountDownLatch awaited = nextScrape;
        answer(exchange, 200, METRICS_TYPE, registry.scrape());
        scraped = true;
        awaited.countDown();
    }

    private void health(HttpExchange exchange, Kind kind) throws IOException {
        Collection<HealthCheck.Result> results =
                switch (kind) {
                    case LIVE -> HealthCheckHelper.invokeLiveness(context);
                    case READY -> HealthCheckHelper.invokeReadiness(context);
                    case ALL -> HealthCheckHelper.invoke(context);
                };
        boolean up = results.stream().allMatch(result -> result.getState() == HealthCheck.State.UP);
        ObjectNode body = Json.MAPPER.createObjectNode().put("status", up ? "UP" : "DOWN");
        ArrayNode checks = body.putArray("checks");
        for (HealthCheck.Result result : results) {
            ObjectNode check = checks.addObject()
                    .put("name", result.getCheck().getId())
                    .put("status", result.getState().name());
            result.getMessage().ifPresent(message -> check.put("reason", message));
            if (result.getCheck() instanceof ReadinessCheck) {
                ObjectNode data = check.putObject("data");
                result.getDetails().forEach((name, value) -> {
                    if (!HealthCheckHelper.isReservedKey(name)) {
                        data.put(name, value.toString());
                    }
                });
            }
        }
        answer(exchange, up ? 200 : 503, "application/json", body.toString());
    }

    private static void secure(Headers headers) {
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }

    private static void answer(HttpExchange exchange, ObserveFile file) throws IOException {
        String body;
        try {
            body = file.body().get();
        } catch (RuntimeException failed) {
            LOG.warn("{} can't be shown", exchange.getHttpContext().getPath(), failed);
            answer(exchange, 500, TEXT_TYPE, "this can't be shown; the log says why\n");
            return;
        }
        answer(exchange, 200, file.type(), body);
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
