package org.analyzetext.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.analyzetext.document.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of bad answer, the outcome of three good documents, and the calls that it took. Each kind comes so many times,
 * then the service is honest. The class of a document is its text, so that a mix-up shows.
 */
class HostileAnswersTest {
    private static final int FOR_EVER = Integer.MAX_VALUE;
    private static final int ATTEMPTS = 3;
    /** More often than a document is tried: what is survived so often is waited out and costs no try. */
    private static final int OFTEN = ATTEMPTS + 1;
    /** Calls whose number depends on the time. */
    private static final int SOME = -1;

    private static final String RESULTS = "3 results";

    @TempDir
    Path root;

    private final List<Row> rows = new ArrayList<>();
    private final Map<Integer, AtomicInteger> submits = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> polls = new ConcurrentHashMap<>();
    private final Map<String, List<String>> jobs = new ConcurrentHashMap<>();
    private final AtomicLong longest = new AtomicLong();
    private RawService service;
    private RawService foreign;

    private record Row(
            boolean onSubmit, String kind, int times, RawService.Script bad, String outcome, int posts, int gets) {}

    @Test
    void everyBadAnswerHasItsOutcomeAndNoDocumentIsLost() throws Exception {
        try (RawService elsewhere = new RawService((request, out) -> {});
                RawService hostile = new RawService(this::answer)) {
            foreign = elsewhere;
            service = hostile;
            submits();
            heads();
            polls();
            bodies();
            jobsThatDoNotAddUp();
            // The rows that wait for a job's deadline have a short one; no other row may come near its own.
            try (FilesPipeline patient = start("patient", "10m");
                    FilesPipeline hasty = start("hasty", "500ms")) {
                for (int row = 0; row < rows.size(); row++) {
                    (isHasty(row) ? hasty : patient).put(name(row), documents(row));
                }
                await().atMost(Duration.ofSeconds(90))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> patient.drained() && hasty.drained());
                check(patient, hasty);
            }
            assertThat(elsewhere.connections).as("calls to other addresses").hasValue(0);
            assertThat(longest).as("bytes taken of an endless answer").hasValueLessThan(16 << 20);
        }
    }

    private FilesPipeline start(String folder, String deadline) throws Exception {
        return FilesPipeline.start(
                root.resolve(folder),
                service.endpoint(),
                Map.of(
                        "job.max-attempts", Integer.toString(ATTEMPTS),
                        "job.deadline", deadline,
                        "call.response-timeout", "2s",
                        "call.shortest-wait", "5ms",
                        "call.longest-wait", "20ms",
                        "poll.first-poll", "20ms",
                        "submit.threads", "24",
                        "poll.threads", "24",
                        "quota.enabled", "false"));
    }

    private boolean isHasty(int row) {
        return rows.get(row).times() == FOR_EVER && rows.get(row).gets() == SOME;
    }

    // What a submit can be answered.

    private void submits() {
        String address = "/language/analyze-text/jobs/";
        for (String location : List.of(
                "/x" + address + "%s?a=b",
                address + "%s",
                "jobs" + address + "%s#top",
                "//elsewhere.example" + address + "%s",
                "https://user:word@elsewhere.example" + address + "%s/../other?x")) {
            accepted("address " + location.replace("%s", "ID"), location, RESULTS, 1);
        }
        accepted("address on another server", foreign.endpoint() + address + "%s", RESULTS, 1);
        for (String location : List.of(
                "",
                "?",
                "https://" + address + "../%s",
                address + "..%%2F%s",
                address + "%s%%00",
                address + "%s:cancel",
                address + "\u00e9%s",
                "javascript:%s",
                address + "%s" + "x".repeat(200),
                address + "x".repeat(40_000) + "?%s")) {
            String shown = location.replace("%%", "%").replace("%s", "ID");
            String kind = shown.length() > 60 ? shown.substring(0, 40) + "... (" + shown.length() + ")" : shown;
            accepted("address " + kind, location, dead("NoOperationLocation"), ATTEMPTS);
        }
        submit("no address", OFTEN, raw(202), dead("NoOperationLocation"), ATTEMPTS);
        submit(
                "two addresses",
                OFTEN,
                raw(202, "Operation-Location: " + address + "a", "operation-location: " + address + "b"),
                dead("NoOperationLocation"),
                ATTEMPTS);
        // Whoever comes first is believed, but no state of a job of that name can be read.
        submit(
                "the address of a job that another try had",
                FOR_EVER,
                (request, out) -> out.write(head(202, "Operation-Location: " + address + "theirs")),
                dead("NoOperationLocation"),
                ATTEMPTS);
        for (int status : List.of(200, 201, 204)) {
            submit(
                    status + " with an address",
                    OFTEN,
                    (request, out) -> out.write(
                            head(status, "Content-Length: 0", "Operation-Location: " + address + job(request))),
                    RESULTS,
                    1);
            submit(status + " without address", OFTEN, raw(status, "Content-Length: 0"), RESULTS, OFTEN + 1);
        }
        for (int status : List.of(301, 302, 303, 307, 308)) {
            submit(
                    status + " to another server",
                    OFTEN,
                    (request, out) -> out.write(head(status, "Location: " + foreign.endpoint() + address)),
                    RESULTS,
                    OFTEN + 1);
        }
        for (int status : List.of(401, 403, 404, 407, 408, 418, 429, 500, 503, 599)) {
            submit("status " + status, OFTEN, raw(status), RESULTS, OFTEN + 1);
        }
        submit("429, Retry-After: soon", OFTEN, raw(429, "Retry-After: soon"), RESULTS, OFTEN + 1);
        submit("503, Retry-After: -7", OFTEN, raw(503, "Retry-After: -7"), RESULTS, OFTEN + 1);
        submit("400 that blames a parameter", OFTEN, json(400, error("InvalidParameterValue")), RESULTS, OFTEN + 1);
        submit("400 for ever", FOR_EVER, json(400, error("InvalidDocument")), dead("InvalidDocument"), 5);
        submit("413 for ever", FOR_EVER, raw(413), dead("Http413"), 5);
        submit("202, endless body", OFTEN, acceptedWith(endless("")), RESULTS, 1);
        submit("202, slow body", OFTEN, acceptedWith(slow()), RESULTS, 1);
        submit("202, half a body", OFTEN, acceptedWith(bytes("Content-Length: 99\r\n\r\nhalf")), RESULTS, 1);
        submit("202, gzip that is none", OFTEN, acceptedWith(bytes("Content-Encoding: gzip\r\n\r\nnone")), RESULTS, 1);
        submit("202, a page of HTML", OFTEN, acceptedWith(bytes("Content-Type: text/html\r\n\r\n<html>")), RESULTS, 1);
    }

    private void accepted(String kind, String location, String outcome, int posts) {
        submit(
                kind,
                OFTEN,
                (request, out) -> out.write(head(202, "Operation-Location: " + location.formatted(job(request)))),
                outcome,
                posts);
    }

    private RawService.Script acceptedWith(RawService.Script rest) {
        return (request, out) -> {
            out.write(("HTTP/1.1 202 x\r\nConnection: close\r\nOperation-Location: /analyze-text/jobs/" + job(request)
                            + "\r\n")
                    .getBytes(ISO_8859_1));
            rest.answer(request, out);
        };
    }

    // What is no HTTP, for both calls.

    private void heads() {
        both("closed without an answer", OFTEN, (request, out) -> {});
        both("silence", 2, (request, out) -> pause(5_000));
        both("a head that comes byte by byte", 2, (request, out) -> {
            out.write("HTTP/1.1 202 x\r\nX: ".getBytes(ISO_8859_1));
            drip(out);
        });
        both("an endless line in the head", OFTEN, (request, out) -> {
            out.write("HTTP/1.1 200 x\r\nX: ".getBytes(ISO_8859_1));
            pour(out, "x".repeat(8_192).getBytes(ISO_8859_1));
        });
        both("an endless head", OFTEN, (request, out) -> {
            out.write("HTTP/1.1 200 x\r\n".getBytes(ISO_8859_1));
            pour(out, "X: y\r\n".repeat(1_000).getBytes(ISO_8859_1));
        });
        both("'100 Continue' for ever", 2, (request, out) -> {
            while (true) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
                out.flush();
                pause(20);
            }
        });
        both("no HTTP", OFTEN, (request, out) -> out.write("220 mail.example ESMTP\r\n".getBytes(ISO_8859_1)));
        both("half a head", OFTEN, (request, out) -> out.write("HTTP/1.1 20".getBytes(ISO_8859_1)));
        both("a length below zero", OFTEN, raw(500, "Content-Length: -1"));
        both("two lengths", OFTEN, raw(500, "Content-Length: 1", "Content-Length: 2"));
        both("a transfer coding that nobody knows", OFTEN, raw(500, "Transfer-Encoding: magic"));
        both("500 with an endless body", OFTEN, with(500, endless("")));
    }

    // What a poll can be answered.

    private void polls() {
        for (int status : List.of(301, 302, 307, 308)) {
            poll(
                    status + " to another server",
                    OFTEN,
                    (request, out) -> out.write(head(status, "Location: " + foreign.endpoint() + request.path())),
                    RESULTS,
                    1,
                    OFTEN + 1);
        }
        for (int status : List.of(204, 400, 401, 403, 429, 500, 503)) {
            poll("status " + status, OFTEN, raw(status), RESULTS, 1, OFTEN + 1);
        }
        // A new job may not be known everywhere yet.
        poll("status 404", OFTEN, raw(404), RESULTS, 1, OFTEN + 1);
        poll("status 410", OFTEN, raw(410), dead("JobLost"), ATTEMPTS, ATTEMPTS);
        poll("410 once", 1, raw(410), RESULTS, 2, 2);
    }

    private void bodies() {
        poll("an endless body", OFTEN, with(200, endless("")), RESULTS, 1, OFTEN + 1);
        poll("a body of one byte now and then", 2, with(200, slow()), RESULTS, 1, 3);
        poll("a gzip bomb", OFTEN, with(200, bomb(1, "gzip")), RESULTS, 1, OFTEN + 1);
        poll("a gzip bomb in a gzip", OFTEN, with(200, bomb(2, "gzip, gzip")), RESULTS, 1, OFTEN + 1);
        poll("a gzip bomb called x-gzip", OFTEN, with(200, bomb(1, "x-gzip")), RESULTS, 1, OFTEN + 1);
        poll("gzip that is none", OFTEN, with(200, bytes("Content-Encoding: gzip\r\n\r\nnone")), RESULTS, 1, OFTEN + 1);
        poll(
                "a coding that nobody knows",
                OFTEN,
                with(200, bytes("Content-Encoding: magic\r\n\r\n{}")),
                RESULTS,
                1,
                OFTEN + 1);
        poll("half a body", OFTEN, with(200, bytes("Content-Length: 99\r\n\r\n{\"sta")), RESULTS, 1, OFTEN + 1);
        poll(
                "a page of HTML",
                OFTEN,
                with(200, bytes("Content-Type: text/html\r\n\r\n<html>Sign in</html>")),
                RESULTS,
                1,
                OFTEN + 1);
        for (String type : List.of(
                "text/html", "application/json; charset=nonsense", ";;;", "application/x-java-serialized-object")) {
            poll(
                    "the right answer as " + type,
                    OFTEN,
                    (request, out) -> honestly(request, out, type, UTF_8),
                    RESULTS,
                    1,
                    1);
        }
        poll("nothing", OFTEN, json(200, ""), RESULTS, 1, OFTEN + 1);
        for (String body : List.of(
                "null",
                "[]",
                "7",
                "{}",
                "{'status':null}",
                "{'status':7}",
                "{'status':'succeeded'",
                "{'status':'running','status':'succeeded'}",
                "{'status':'succeeded'}{}",
                "{'status':'succeeded','jobId':'other'}",
                "{'status':'succeeded','x':1e-99999999999}",
                "{'status':'succeeded','x':'\\ud800'}")) {
            poll("the body " + body, OFTEN, json(200, body), RESULTS, 1, OFTEN + 1);
        }
        poll(
                "invalid UTF-8",
                OFTEN,
                with(200, out("{\"status\":\"succeeded\u00ff\"}", ISO_8859_1)),
                RESULTS,
                1,
                OFTEN + 1);
        poll("brackets in brackets", OFTEN, json(200, "[".repeat(100_000)), RESULTS, 1, OFTEN + 1);
        poll(
                "a million empty objects",
                2,
                json(200, "{'status':'succeeded','x':[" + "{},".repeat(1_000_000) + "{}]}"),
                RESULTS,
                1,
                3);
    }

    // What a job can be said to be.

    private void jobsThatDoNotAddUp() {
        for (String status : List.of("notStarted", "running", "cancelling", "resting", "\\u001b[2J\\nERROR")) {
            poll("status " + status, OFTEN, json(200, "{'status':'" + status + "'}"), RESULTS, 1, OFTEN + 1);
        }
        poll("running for ever", FOR_EVER, json(200, "{'status':'running'}"), dead("JobDeadline"), ATTEMPTS, SOME);
        poll("resting for ever", FOR_EVER, json(200, "{'status':'resting'}"), dead("JobDeadline"), ATTEMPTS, SOME);
        poll("a page of HTML for ever", FOR_EVER, json(200, "<html>"), dead("JobDeadline"), ATTEMPTS, SOME);
        poll(
                "another job's state for ever",
                FOR_EVER,
                state("'jobId':'other',", answers(1, 3)),
                dead("JobDeadline"),
                3,
                SOME);
        poll("failed", OFTEN, json(200, "{'status':'failed'}"), dead("JobFailed"), ATTEMPTS, ATTEMPTS);
        poll("failed once", 1, json(200, "{'status':'failed'}"), RESULTS, 2, 2);
        poll("cancelled", OFTEN, json(200, "{'status':'cancelled'}"), dead("JobCancelled"), ATTEMPTS, ATTEMPTS);
        poll(
                "InternalServerError of the whole job, once",
                1,
                json(200, "{'status':'failed','errors':[{'code':'InternalServerError','message':'m'}]}"),
                RESULTS,
                2,
                2);
        poll(
                "InternalServerError of the whole job",
                OFTEN,
                json(200, "{'status':'failed','errors':[{'code':'InternalServerError','message':'m'}]}"),
                dead("InternalServerError"),
                ATTEMPTS,
                ATTEMPTS);
        poll(
                "an error of the whole job that is null",
                1,
                json(200, "{'status':'failed','errors':[null]}"),
                RESULTS,
                2,
                2);
        poll(
                "an error message of a million characters",
                OFTEN,
                json(200, "{'status':'failed','errors':[{'code':'X','message':'" + "m".repeat(1_000_000) + "'}]}"),
                dead("X"),
                ATTEMPTS,
                ATTEMPTS);
        poll("partiallyCompleted, one left out, once", 1, partial("partiallyCompleted", ""), RESULTS, 2, 2);
        poll("partiallySucceeded, one left out, once", 1, partial("partiallySucceeded", ""), RESULTS, 2, 2);
        poll("succeeded, one left out, once", 1, partial("succeeded", ""), RESULTS, 2, 2);
        poll("succeeded, one left out", FOR_EVER, partial("succeeded", ""), "2 results, 1 dead: NoAnswer", SOME, SOME);
        poll(
                "succeeded, one refused",
                1,
                partial(
                        "succeeded",
                        "{'id':'3','error':{'code':'InvalidArgument','innererror':{'code':'InvalidDocument'}}}"),
                "2 results, 1 dead: InvalidDocument",
                1,
                1);
        for (String error : List.of(
                "{'id':'3','error':{'code':'InternalServerError'}}",
                "{'id':'3','error':null}",
                "{'id':'3'}",
                "{'id':3,'error':{'code':500}}")) {
            poll("succeeded, one in errors, once: " + error, 1, partial("succeeded", error), RESULTS, 2, 2);
        }
        String other = "{'id':'3','class':[{'category':'other','confidenceScore':0.5}]}";
        String ours = "{'id':'3','class':[{'category':'%s','confidenceScore':0.5}]}";
        for (String document : List.of(
                other + "," + ours,
                other + ",{'id':'3','class':7}",
                "{'id':'3','class':null}",
                "{'id':'3','class':'other'}",
                "{'id':'3','class':['other']}",
                "{'id':'3','class':[{'category':'other','confidenceScore':87}]}",
                "{'id':'3','class':[{'category':'other','confidenceScore':'1e999999999'}]}",
                "{'id':'3','class':[{'category':7,'confidenceScore':0.5}]}",
                "{'id':'4','class':[{'category':'other','confidenceScore':0.5}]}",
                "{'id':'03','class':[{'category':'other','confidenceScore':0.5}]}",
                "{'class':[{'category':'other','confidenceScore':0.5}]}",
                "null")) {
            poll("once, beside two good ones: " + document.replace("%s", "TEXT"), 1, third(document), RESULTS, 2, 2);
        }
        for (String document : List.of(
                ours + "," + ours,
                ours + ",{'id':'99','class':[]},{'id':'-1','class':[]}",
                "{'id':3,'class':{'category':'%s','confidenceScore':'0.5'}}",
                "{'id':'3','classes':[{'category':'%s','confidenceScore':5E-1,'x':{}}],'warnings':null,'x':[]}")) {
            poll("beside two good ones: " + document.replace("%s", "TEXT"), OFTEN, third(document), RESULTS, 1, 1);
        }
        for (String date : List.of(
                "'lastUpdateDateTime':'2026-03-01T12:00:00.1234567Z'",
                "'lastUpdatedDateTime':'soon'",
                "'lastUpdatedDateTime':{}",
                "'createdDateTime':7,'errors':null,'unknown':[{}]")) {
            poll("the right answer with " + date, OFTEN, state(date + ",", answers(1, 3)), RESULTS, 1, 1);
        }
        for (String items :
                List.of("null", "{}", "'x'", "[null]", "[{'results':null}]", "[{'results':{'documents':null}}]")) {
            poll(
                    "items: " + items + ", once",
                    1,
                    json(200, "{'status':'succeeded','tasks':{'items':" + items + "}}"),
                    RESULTS,
                    2,
                    2);
        }
        poll("pages", OFTEN, pages(), RESULTS, 1, 3);
        poll(
                "nextLink on another server",
                OFTEN,
                state("'nextLink':'" + foreign.endpoint() + "/x?skip=2',", answers(1, 3)),
                RESULTS,
                1,
                2);
        poll("nextLink in a circle", OFTEN, state("'nextLink':'?top=3&skip=1',", answers(1, 3)), RESULTS, 1, 2);
        poll("nextLink without end", FOR_EVER, endlessPages(), RESULTS, 1, 26);
        poll(
                "nextLink of a running job",
                OFTEN,
                json(200, "{'status':'running','nextLink':'?skip=1'}"),
                RESULTS,
                1,
                OFTEN + 1);
        poll("nextLink: junk", OFTEN, state("'nextLink':{'a':[]},", answers(1, 3)), RESULTS, 1, 1);
        poll("a second page of HTML for ever", FOR_EVER, badSecondPage(), RESULTS, 2, SOME);
    }

    private RawService.Script pages() {
        return (request, out) -> {
            int skip = skip(request);
            String link = skip < 2 ? "'nextLink':'http://x/?top=1&skip=" + (skip + 1) + "'," : "";
            state(link, answers(skip + 1, skip + 1)).answer(request, out);
        };
    }

    private RawService.Script endlessPages() {
        return (request, out) -> state("'nextLink':'?skip=" + (skip(request) + 1) + "',", answers(1, 3))
                .answer(request, out);
    }

    /** The second page of the first job never comes: what the first page said stands, the rest is asked again. */
    private RawService.Script badSecondPage() {
        return (request, out) -> {
            if (jobs.get(request.jobId()).size() < 3) {
                state("", answers(1, 2)).answer(request, out);
            } else if (skip(request) == 0) {
                state("'nextLink':'?skip=1',", answers(1, 1)).answer(request, out);
            } else {
                json(200, "<html>").answer(request, out);
            }
        };
    }

    private static int skip(ScriptedService.Request request) {
        String query = request.uri().getQuery();
        int at = query.indexOf("skip=");
        return at < 0 ? 0 : Integer.parseInt(query.substring(at + 5));
    }

    /** The last document of the job is in no list, or in the errors as told. */
    private RawService.Script partial(String status, String error) {
        return (request, out) -> {
            List<String> texts = jobs.get(request.jobId());
            String documents = IntStream.rangeClosed(1, Math.min(2, texts.size() - 1))
                    .mapToObj(id -> answer(id, texts))
                    .collect(Collectors.joining(","));
            json(200, job(status, "", documents, error)).answer(request, out);
        };
    }

    private RawService.Script third(String document) {
        return (request, out) -> {
            List<String> texts = jobs.get(request.jobId());
            String all = answer(1, texts) + "," + answer(2, texts) + "," + document.replace("%s", texts.get(2));
            json(200, job("succeeded", "", all, "")).answer(request, out);
        };
    }

    private interface Documents {
        String of(List<String> texts);
    }

    private static Documents answers(int from, int to) {
        return texts -> IntStream.rangeClosed(from, Math.min(to, texts.size()))
                .mapToObj(id -> answer(id, texts))
                .collect(Collectors.joining(","));
    }

    private RawService.Script state(String more, Documents documents) {
        return (request, out) -> json(200, job("succeeded", more, documents.of(jobs.get(request.jobId())), ""))
                .answer(request, out);
    }

    private static String answer(int id, List<String> texts) {
        return "{'id':'" + id + "','class':[{'category':'" + texts.get(id - 1) + "','confidenceScore':0.5}]}";
    }

    private static String job(String status, String more, String documents, String errors) {
        return "{" + more + "'status':'" + status + "','tasks':{'items':[{'taskName':'classification','results':{"
                + "'documents':[" + documents + "],'errors':[" + errors + "]}}]}}";
    }

    private static String error(String code) {
        return "{'error':{'code':'InvalidRequest','innererror':{'code':'" + code + "'}}}";
    }

    // Bytes.

    private static byte[] head(int status, String... lines) {
        return RawService.head(status, lines);
    }

    private static RawService.Script raw(int status, String... lines) {
        return (request, out) -> out.write(head(status, lines));
    }

    private static RawService.Script json(int status, String body) {
        return with(status, out(body.replace('\'', '"'), UTF_8));
    }

    private static RawService.Script with(int status, RawService.Script rest) {
        return (request, out) -> {
            out.write(("HTTP/1.1 " + status + " x\r\nConnection: close\r\n").getBytes(ISO_8859_1));
            rest.answer(request, out);
        };
    }

    private static RawService.Script out(String body, Charset charset) {
        return (request, out) -> {
            byte[] bytes = body.getBytes(charset);
            out.write(("Content-Length: " + bytes.length + "\r\n\r\n").getBytes(ISO_8859_1));
            out.write(bytes);
        };
    }

    private static RawService.Script bytes(String rest) {
        return (request, out) -> out.write(rest.getBytes(ISO_8859_1));
    }

    private RawService.Script endless(String header) {
        return (request, out) -> {
            out.write((header + "Transfer-Encoding: chunked\r\n\r\n").getBytes(ISO_8859_1));
            pour(out, ("1000\r\n" + " ".repeat(4_096) + "\r\n").getBytes(ISO_8859_1));
        };
    }

    private static RawService.Script slow() {
        return (request, out) -> {
            out.write("Content-Length: 1000\r\n\r\n".getBytes(ISO_8859_1));
            drip(out);
        };
    }

    private static RawService.Script bomb(int times, String coding) {
        return (request, out) -> {
            byte[] bomb = new byte[64 << 20];
            for (int i = 0; i < times; i++) {
                ByteArrayOutputStream zipped = new ByteArrayOutputStream();
                try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
                    zip.write(bomb);
                }
                bomb = zipped.toByteArray();
            }
            out.write(("Content-Encoding: " + coding + "\r\nContent-Length: " + bomb.length + "\r\n\r\n")
                    .getBytes(ISO_8859_1));
            out.write(bomb);
        };
    }

    private void pour(OutputStream out, byte[] drop) throws IOException {
        for (long poured = drop.length; poured < 1L << 30; poured += drop.length) {
            out.write(drop);
            long now = poured;
            longest.accumulateAndGet(now, Math::max);
        }
    }

    private static void drip(OutputStream out) throws IOException {
        while (true) {
            out.write('x');
            out.flush();
            pause(100);
        }
    }

    /** The pace of a server. */
    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            throw new IOException("the server is stopped", stopped);
        }
    }

    // The service, and what became of the documents.

    private void submit(String kind, int times, RawService.Script bad, String outcome, int posts) {
        rows.add(new Row(true, kind, times, bad, outcome, posts, SOME));
    }

    private void poll(String kind, int times, RawService.Script bad, String outcome, int posts, int gets) {
        rows.add(new Row(false, kind, times, bad, outcome, posts, gets));
    }

    private void both(String kind, int times, RawService.Script bad) {
        submit(kind, times, bad, RESULTS, times + 1);
        poll(kind, times, bad, RESULTS, 1, times + 1);
    }

    private static String dead(String code) {
        return "3 dead: " + code;
    }

    private void answer(ScriptedService.Request request, OutputStream out) throws IOException {
        boolean posted = request.method().equals("POST");
        String key = posted ? request.texts().get(0) : request.jobId();
        if (key.equals("theirs")) {
            out.write(head(200, "Content-Length: 0"));
            return;
        }
        int number = Integer.parseInt(key.substring(1, key.indexOf('-')));
        Row row = rows.get(number);
        int call = (posted ? submits : polls)
                .computeIfAbsent(number, any -> new AtomicInteger())
                .incrementAndGet();
        if (row.onSubmit() == posted && call <= row.times()) {
            row.bad().answer(request, out);
        } else if (posted) {
            out.write(head(202, "Content-Length: 0", "Operation-Location: /analyze-text/jobs/" + job(request)));
        } else {
            honestly(request, out, "application/json", UTF_8);
        }
    }

    private void honestly(ScriptedService.Request request, OutputStream out, String type, Charset charset)
            throws IOException {
        List<String> texts = jobs.get(request.jobId());
        String documents = answers(1, texts.size()).of(texts);
        byte[] body = job("succeeded", "'jobId':'" + request.jobId() + "',", documents, "")
                .replace('\'', '"')
                .getBytes(charset);
        out.write(head(200, "Content-Type: " + type, "Content-Length: " + body.length));
        out.write(body);
    }

    /** A new job of the documents of a submit. */
    private String job(ScriptedService.Request request) {
        List<String> texts = request.texts();
        String id = texts.get(0).substring(0, texts.get(0).indexOf('-')) + "-job" + jobs.size();
        while (jobs.putIfAbsent(id, texts) != null) {
            id += "x";
        }
        return id;
    }

    private static String documents(int row) {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(n -> "{\"id\":\"id-%d\",\"text\":\"r%d-%d\"}\n".formatted(n, row, n))
                .collect(Collectors.joining());
    }

    private static String name(int row) {
        return "row%03d.jsonl".formatted(row);
    }

    private void check(FilesPipeline patient, FilesPipeline hasty) throws IOException {
        List<String> table = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        table.add("| call | answer | times | outcome of three documents | submits | polls |");
        table.add("|---|---|---|---|---|---|");
        for (int number = 0; number < rows.size(); number++) {
            Row row = rows.get(number);
            String outcome = outcome(isHasty(number) ? hasty : patient, number);
            int posts = count(submits, number);
            int gets = count(polls, number);
            table.add("| %s | %s | %s | %s | %d | %s |"
                    .formatted(
                            row.onSubmit() ? "submit" : "poll",
                            row.kind().replace("|", "\\|"),
                            row.times() == FOR_EVER ? "always" : row.times(),
                            outcome,
                            posts,
                            row.onSubmit() || row.gets() != SOME ? gets : "until the deadline"));
            boolean right = outcome.equals(row.outcome())
                    && (row.posts() == SOME || row.posts() == posts)
                    && (row.gets() == SOME || row.gets() == gets);
            if (!right) {
                wrong.add(row.kind() + ": expected " + row.outcome() + ", " + row.posts() + ", " + row.gets() + " but "
                        + outcome + ", " + posts + ", " + gets);
            }
        }
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target/hostile-answers.md"), table);
        assertThat(wrong).isEmpty();
    }

    private static int count(Map<Integer, AtomicInteger> calls, int row) {
        return calls.getOrDefault(row, new AtomicInteger()).get();
    }

    private static String outcome(FilesPipeline pipeline, int row) throws IOException {
        List<JsonNode> results = pipeline.results(name(row));
        List<JsonNode> letters = pipeline.deadLetters(name(row));
        for (JsonNode result : results) {
            String text = "r" + row + "-" + result.path("id").asText().substring(3);
            if (!result.at("/classifications/0/classes/0/category").asText().equals(text)) {
                return "a result of another document";
            }
        }
        Map<String, Integer> codes = new TreeMap<>();
        letters.forEach(letter -> codes.merge(letter.path("code").asText(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        if (!results.isEmpty()) {
            parts.add(results.size() + " results");
        }
        codes.forEach((code, count) -> parts.add(count + " dead: " + code));
        boolean small = letters.stream()
                .allMatch(letter -> Json.MAPPER.valueToTree(letter).toString().length() < 10_000);
        return String.join(", ", parts) + (small ? "" : ", which are too long");
    }
}
