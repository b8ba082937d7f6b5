package org.analyzetext.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;

/** The stand-in service in a process of its own, asked by its control interface. */
final class ServiceProcess implements AutoCloseable {
    static final String KEY = "benchmark-key";
    static final String KIND = "CustomSingleLabelClassification";
    static final String PROJECT = "MessageIntent";
    static final String DEPLOYMENT = "production";

    private static final Pattern ENDPOINT = Pattern.compile("^endpoint +(\\S+)", Pattern.MULTILINE);
    private static final Path LABELS = Path.of("src/main/samples/intent-labels.json");

    private final JavaProcess process;
    private final URI endpoint;
    private final HttpClient http;

    private ServiceProcess(JavaProcess process, URI endpoint, HttpClient http) {
        this.process = process;
        this.endpoint = endpoint;
        this.http = http;
    }

    /** What the service saw up to a moment. */
    record Counts(long calls, long throttled, long jobsAccepted, long documentsAccepted, long textsAcceptedAgain) {
        Counts minus(Counts earlier) {
            return new Counts(
                    calls - earlier.calls,
                    throttled - earlier.throttled,
                    jobsAccepted - earlier.jobsAccepted,
                    documentsAccepted - earlier.documentsAccepted,
                    textsAcceptedAgain - earlier.textsAcceptedAgain);
        }
    }

    /** Starts one that grants so many calls a minute, each of which takes 50 to 150 ms. */
    static ServiceProcess withQuota(Path folder, boolean tls, int requestsPerMinute, String durations)
            throws Exception {
        return start(
                folder,
                tls,
                "--requests-per-minute",
                Integer.toString(requestsPerMinute),
                "--call-latency",
                "uniform 50ms 150ms",
                "--job-duration",
                durations);
    }

    /** Starts it with these options beside key, project and port. */
    static ServiceProcess start(Path folder, boolean tls, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-jar",
                OurPipeline.JAR.toAbsolutePath().toString(),
                "local-service",
                "--port",
                "0",
                "--key",
                KEY,
                "--tls",
                Boolean.toString(tls),
                "--project",
                LABELS.toAbsolutePath().toString()));
        arguments.addAll(List.of(options));
        JavaProcess process = JavaProcess.start(folder, "service", Map.of(), arguments);
        Awaitility.await("the local service").atMost(Duration.ofSeconds(60)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the local service did not start: " + process.said());
            }
            return process.said().contains("\ncontrol ");
        });
        Matcher found = ENDPOINT.matcher(process.said());
        if (!found.find()) {
            throw new IllegalStateException("the local service tells no address: " + process.said());
        }
        return new ServiceProcess(process, URI.create(found.group(1)), client());
    }

    /** The certificate is the service's own, of this minute. */
    private static HttpClient client() throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new TrustAnyone()}, new SecureRandom());
        return HttpClient.newBuilder().sslContext(trusting).build();
    }

    URI endpoint() {
        return endpoint;
    }

    double cpuSeconds() {
        return process.cpuSeconds();
    }

    Counts counts() {
        JsonNode counters = Publication.json(get("/_local/counters"));
        long calls = 0;
        long throttled = 0;
        for (var request : counters.path("requests").properties()) {
            calls += request.getValue().asLong();
            throttled += request.getKey().endsWith(" 429") ? request.getValue().asLong() : 0;
        }
        long again = 0;
        for (var texts : counters.path("textsByTimesAccepted").properties()) {
            again += (Long.parseLong(texts.getKey()) - 1) * texts.getValue().asLong();
        }
        return new Counts(
                calls,
                throttled,
                counters.path("jobsAccepted").asLong(),
                counters.path("documentsAccepted").asLong(),
                again);
    }

    /** When each job was done by the service's own time, in milliseconds since 1970. */
    Map<String, Long> doneMillis() {
        Map<String, Long> done = new HashMap<>();
        get("/_local/jobs")
                .lines()
                .map(Publication::json)
                .forEach(job ->
                        done.put(job.path("id").asText(), job.path("doneMillis").asLong()));
        return done;
    }

    /** Writes the certificate that its clients have to trust. */
    Path certificate(Path file) throws IOException {
        return Files.writeString(file, get("/_local/certificate"));
    }

    private String get(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(endpoint.resolve(path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private static final class TrustAnyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
