package org.analyzetext.localservice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.analyzetext.document.Json;
import org.jspecify.annotations.Nullable;

/** The small HTTP interface that makes the service misbehave and asked what it saw. Needs no key. */
final class Control {
    static final String PREFIX = "/_local";
    private static final int MAX_BYTES = 1 << 20;
    /** An IP address or a name without dots, such as localhost or a container's, and perhaps a port. */
    private static final Pattern OWN_HOST =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9_-]+)(:\\d{1,5})?");

    private static final String HELP = """
            GET    /_local/counters     what was seen and done, as JSON
            DELETE /_local/counters     start all counts from zero
            POST   /_local/texts        the body is a text: how often it was accepted and failed
            GET    /_local/faults       the faults that are on, and how often each struck
            POST   /_local/faults       the body is lines: switch these faults on too
            PUT    /_local/faults       the body is lines: switch these faults on instead
            DELETE /_local/faults       switch all faults off
            GET    /_local/clock        the time of the jobs
            POST   /_local/clock        the body is a duration such as 24h: move the time forward
            GET    /_local/jobs         the jobs that are held, one a line, with the times of their beginning and end
            DELETE /_local/jobs         forget all jobs
            GET    /_local/certificate  the certificate of https, to be trusted
            """;

    private final Counters counters;
    private final FaultRules faults;
    private final JobClock clock;
    private final Jobs jobs;
    private final @Nullable Certificate certificate;

    Control(Counters counters, FaultRules faults, JobClock clock, Jobs jobs, @Nullable Certificate certificate) {
        this.counters = counters;
        this.faults = faults;
        this.clock = clock;
        this.jobs = jobs;
        this.certificate = certificate;
    }

    Response answer(Call call) throws IOException {
        if (isOfAWebPage(call.request())) {
            return Response.text(
                    403, "Not for web pages: ask without Origin, and at an IP address or a name without dots.\n");
        }
        try {
            String body = new String(call.body(MAX_BYTES), StandardCharsets.UTF_8);
            String path = call.request().path().substring(PREFIX.length());
            return answer(call.request().method() + " " + path, body);
        } catch (IllegalArgumentException e) {
            return Response.text(400, e.getMessage() + "\n");
        } catch (RequestError e) {
            return ErrorResponse.of(e);
        }
    }

    /** Browsers name the page's origin; a page whose name was made to lead here (DNS rebinding) asks for that name. */
    private static boolean isOfAWebPage(Request request) {
        return request.header("origin").isPresent()
                || !OWN_HOST.matcher(request.header("host").orElse("")).matches();
    }

    private Response answer(String what, String body) {
        return switch (what) {
            case "GET /counters" -> json(counters());
            case "DELETE /counters" -> {
                counters.reset();
                yield json(counters());
            }
            case "POST /texts" -> json(text(body));
            case "GET /faults" -> json(faults());
            case "POST /faults" -> {
                faults.add(body.lines().toList());
                yield json(faults());
            }
            case "PUT /faults" -> {
                faults.replaceAll(body.lines().toList());
                yield json(faults());
            }
            case "DELETE /faults" -> {
                faults.clear();
                yield json(faults());
            }
            case "GET /clock" -> json(now());
            case "POST /clock" -> {
                clock.advance(DurationText.duration(body.strip()));
                yield json(now());
            }
            case "GET /jobs" -> Response.of(200, Map.of("Content-Type", "application/x-ndjson"), jobs());
            case "DELETE /jobs" -> json(Json.MAPPER.createObjectNode().put("lost", jobs.lose()));
            case "GET /certificate" ->
                certificate == null
                        ? Response.text(404, "This service speaks plain http.\n")
                        : Response.text(200, certificate.pem());
            case "GET ", "GET /" -> Response.text(200, HELP);
            default -> Response.text(404, HELP);
        };
    }

    private ObjectNode counters() {
        ObjectNode node = Json.MAPPER.createObjectNode();
        ObjectNode requests = node.putObject("requests");
        counters.requestsByOutcome().forEach(requests::put);
        node.put("mostRequestsAtOnce", counters.mostRequestsAtOnce());
        node.put("jobsAccepted", counters.jobsAccepted());
        node.put("jobsFailed", counters.jobsFailed());
        node.put("jobsLost", counters.jobsLost());
        node.put("jobsCancelled", counters.jobsCancelled());
        node.put("jobsHeld", jobs.size());
        node.put("documentsAccepted", counters.documentsAccepted());
        node.put("textRecords", counters.textRecords());
        put(node.putObject("textsByTimesAccepted"), counters.textsByTimesAccepted());
        put(node.putObject("textsByTimesAnswerable"), counters.textsByTimesAnswerable());
        ObjectNode delays = node.putObject("delayToFirstSightMillis");
        delays.put("count", counters.delays().count());
        delays.put("p50", millis(0.5));
        delays.put("p99", millis(0.99));
        delays.put("max", millis(1));
        return node;
    }

    private long millis(double share) {
        Duration delay = counters.delays().quantile(share);
        return delay.toMillis();
    }

    /** Times in milliseconds since 1970, in the time of the jobs; the end may lie ahead. */
    private byte[] jobs() {
        StringBuilder lines = new StringBuilder();
        jobs.each(job -> lines.append(Json.MAPPER
                        .createObjectNode()
                        .put("id", job.id().toString())
                        .put("documents", job.size())
                        .put("createdMillis", job.createdAt() / 1_000)
                        .put("doneMillis", job.doneAt() / 1_000))
                .append('\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ObjectNode node, Map<Integer, Long> counts) {
        counts.forEach((times, texts) -> node.put(Integer.toString(times), texts));
    }

    private ObjectNode text(String text) {
        return Json.MAPPER
                .createObjectNode()
                .put("timesAccepted", counters.timesAccepted(text))
                .put("timesFailed", counters.timesFailed(text));
    }

    private ObjectNode faults() {
        ObjectNode node = Json.MAPPER.createObjectNode();
        ArrayNode list = node.putArray("faults");
        for (FaultRules.Switched each : faults.all()) {
            list.addObject().put("fault", each.line()).put("struck", each.struck());
        }
        return node;
    }

    private ObjectNode now() {
        return Json.MAPPER.createObjectNode().put("now", clock.instant().toString());
    }

    private static Response json(ObjectNode node) {
        return Response.json(200, (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
