package org.analyzetext.localservice;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Where requests come in and answers go out: adds what all of them have, latency and headers, and counts. */
final class FrontDoor implements Connection.Service {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final LocalServiceSettings settings;
    private final Gateway gateway;
    private final Control control;
    private final @Nullable FaultsFile faultsFile;
    private final Counters counters;
    private final Watch watch;
    private final FaultRules faults;
    private final RandomGenerator random;
    private final int port;

    FrontDoor(
            LocalServiceSettings settings,
            Gateway gateway,
            Control control,
            @Nullable FaultsFile faultsFile,
            Counters counters,
            Watch watch,
            FaultRules faults,
            RandomGenerator random,
            int port) {
        this.settings = settings;
        this.gateway = gateway;
        this.control = control;
        this.faultsFile = faultsFile;
        this.counters = counters;
        this.watch = watch;
        this.faults = faults;
        this.random = random;
        this.port = port;
    }

    String endpoint(String host) {
        return (settings.tls() ? "https://" : "http://") + host;
    }

    String endpoint() {
        return endpoint("localhost:" + port);
    }

    @Override
    public Call call(Request request, Call.Body body) {
        return new Call(request, body, watch, faults);
    }

    @Override
    public Response answer(Call call) throws IOException, InterruptedException {
        if (call.isControl()) {
            return control.answer(call);
        }
        if (faultsFile != null) {
            faultsFile.readIfGood();
        }
        long began = System.nanoTime();
        counters.began();
        try {
            // The address by which the client came is the one by which it comes back, through mapped ports too.
            String host = call.request().header("host").orElse("localhost:" + port);
            Response answer = gateway.answer(call, endpoint(host));
            long latency = settings.callLatency().sample(random, 0).toMillis();
            if (latency > 0) {
                Thread.sleep(latency);
            }
            long took = (System.nanoTime() - began) / 1_000_000;
            return answer.withHeader("apim-request-id", Ids.random().toString())
                    .withHeader("x-ms-region", "Local")
                    .withHeader("Date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)))
                    .withHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload")
                    .withHeader("X-Content-Type-Options", "nosniff")
                    .withHeader("x-envoy-upstream-service-time", Long.toString(took));
        } finally {
            counters.ended();
        }
    }

    @Override
    public void count(Call call, int status) {
        if (!call.isControl()) {
            counters.request(call.operation(), status);
        }
    }
}
