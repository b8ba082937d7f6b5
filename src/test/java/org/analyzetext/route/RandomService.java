package org.analyzetext.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.analyzetext.route.ScriptedService.Reply;
import org.analyzetext.route.ScriptedService.Request;

/**
 * A service that answers as it likes, in ways that are legal and in ways that are not. What it answers to a call depends
 * on the seed in the texts and on the call alone, not on time or threads. The class of a document is its text; a lie that
 * nobody could see through (another class, well-formed and not contradicted) is never told.
 *
 * <p>It keeps what a test has to know: which documents it answered well, which it refused and with what code, and how
 * often it decided on each.
 */
final class RandomService {
    static final String REFUSED = "InvalidDocument";

    final Set<String> answeredWell = ConcurrentHashMap.newKeySet();
    /** Documents that were refused each by its own. */
    final Set<String> refused = ConcurrentHashMap.newKeySet();
    /** By document: submits whose answer was not "later". */
    final Map<String, AtomicInteger> decidedSubmits = new ConcurrentHashMap<>();
    /** By job: first pages that were asked for and whose answer was not "later". */
    final Map<String, AtomicInteger> decidedPolls = new ConcurrentHashMap<>();
    /** By job: the texts in it. */
    final Map<String, List<String>> jobs = new ConcurrentHashMap<>();

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

    /** A document's text, which tells its run's seed. */
    static String text(long seed, int document) {
        return "s" + seed + "d" + document;
    }

    private static long seed(String text) {
        return Long.parseLong(text.substring(1, text.indexOf('d')));
    }

    /** How bad the service is to a run: from honest to nearly always wrong. */
    private static double badness(long seed) {
        return random(seed, "badness").nextDouble() * 0.85;
    }

    private static Random random(long seed, String what) {
        // Mixed, because seeds that lie side by side give numbers that do.
        long mixed = (seed ^ what.hashCode() * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return new Random(mixed ^ mixed >>> 31);
    }

    private int number(String call) {
        return calls.computeIfAbsent(call, any -> new AtomicInteger()).incrementAndGet();
    }

    private static void count(Map<String, AtomicInteger> counts, String what) {
        counts.computeIfAbsent(what, any -> new AtomicInteger()).incrementAndGet();
    }

    Reply onSubmit(Request request) {
        List<String> texts = request.texts();
        long seed = seed(texts.get(0));
        String call = texts.get(0) + "x" + texts.size();
        int number = number(call);
        Random random = random(seed, call + "#" + number);
        boolean bad = random.nextDouble() < badness(seed);
        if (bad && random.nextInt(3) == 0) {
            return later(random, true);
        }
        texts.forEach(text -> count(decidedSubmits, text));
        String id = "j-" + call + "-" + number;
        jobs.put(id, texts);
        String address = "http://elsewhere.example/language/analyze-text/jobs/" + id + "?api-version=2022-05-01";
        if (!bad) {
            return Reply.of(202).with("Operation-Location", address);
        }
        return switch (random.nextInt(9)) {
            case 0 -> Reply.of(202);
            case 1 -> Reply.of(202).with("Operation-Location", "/language/analyze-text/jobs/..%2f" + id);
            case 2 -> Reply.of(202, "<html>").with("Operation-Location", "jobs/analyze-text/jobs/" + id + "#x");
            case 3 -> Reply.of(200).with("operation-location", address).with("Content-Type", ";;;");
            case 4 -> Reply.of(202).with("Operation-Location", "/analyze-text/jobs/" + another(texts, id));
            case 5 -> refuse(texts, Reply.of(413), "Http413");
            default ->
                refuse(
                        texts,
                        Reply.of(400, "{'error':{'code':'InvalidRequest','innererror':{'code':'" + REFUSED + "'}}}"),
                        REFUSED);
        };
    }

    /** A job of the same run that was told before, if there is one: its documents are others, or another try of these. */
    private String another(List<String> texts, String id) {
        String first = texts.get(0) + "x" + texts.size() + "-1";
        return jobs.containsKey("j-" + first) ? "j-" + first : id;
    }

    private Reply refuse(List<String> texts, Reply reply, String code) {
        if (texts.size() == 1) {
            refused.add(texts.get(0) + " " + code);
        }
        return reply;
    }

    private static Reply later(Random random, boolean submit) {
        return switch (random.nextInt(8)) {
            case 0 -> Reply.noAnswer();
            case 1 -> Reply.of(429).with("Retry-After", "0");
            case 2 -> Reply.of(429, "{'error':{'code':'429'}}").with("Retry-After", "soon");
            case 3 -> Reply.of(503);
            case 4 -> Reply.of(401, "{'error':null}");
            case 5 -> Reply.of(307).with("Location", "http://elsewhere.example/");
            case 6 -> submit ? Reply.of(404) : Reply.of(400, "<html>");
            default -> Reply.of(500, "{'error':{'code':'500','innerError':{}}}");
        };
    }

    Reply onPoll(Request request) {
        String id = request.jobId();
        List<String> texts = jobs.get(id);
        long seed = seed(texts.get(0));
        String query = request.uri().getQuery();
        int at = query.indexOf("skip=");
        int skip = at < 0 ? 0 : Integer.parseInt(query.substring(at + 5));
        Random random = random(seed, id + "?" + skip + "#" + number(id + "?" + skip));
        boolean bad = random.nextDouble() < badness(seed);
        if (bad && random.nextInt(3) == 0) {
            return later(random, false);
        }
        if (skip == 0) {
            count(decidedPolls, id);
        }
        if (!bad) {
            return honest(id, texts, skip, random);
        }
        return switch (random.nextInt(10)) {
            case 0 -> Reply.of(random.nextBoolean() ? 404 : 410);
            case 1, 2 -> Reply.of(200, garbage(random, id));
            case 3 -> Reply.state(oneOf(random, "running", "notStarted", "resting", "\\n"));
            case 4 ->
                Reply.of(
                        200,
                        "{'status':'" + oneOf(random, "failed", "cancelled", "succeeded") + "','errors':"
                                + oneOf(random, "[{'code':'InternalServerError','message':'m'}]", "[null]", "{}", "'x'")
                                + ",'tasks':" + oneOf(random, "null", "{'items':null}", "{'items':[7]}", "[]") + "}");
            default -> mixed(id, texts, skip, random);
        };
    }

    private static String oneOf(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }

    private static String garbage(Random random, String id) {
        return oneOf(
                random,
                "<html>Sign in</html>",
                "",
                "{'status':'succeeded'",
                "{'status':'running','status':'succeeded'}",
                "{'status':'succeeded'} {}",
                "{'status':7}",
                "{'status':'succeeded','jobId':'" + id + "-other','tasks':{'items':[]}}",
                "{'status':'succeeded','x':1e-99999999999}",
                "{'status':'succeeded','x':'\\ud800'}",
                "[".repeat(5_000));
    }

    /** All documents, on one page or on several. */
    private Reply honest(String id, List<String> texts, int skip, Random random) {
        int page = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : texts.size();
        int to = Math.min(texts.size(), skip + page);
        List<String> documents = new ArrayList<>();
        for (int i = skip; i < to; i++) {
            documents.add(document(i + 1, texts.get(i), random));
        }
        if (skip == 0 && to == texts.size()) {
            answeredWell.addAll(texts);
        }
        String link = to < texts.size() ? "'nextLink':'http://elsewhere.example/?top=9&skip=" + to + "'," : "";
        return Reply.of(200, job(id, "succeeded", link, documents, List.of(), random));
    }

    /** Each document answered well, refused, failed, left out, answered twice, in any order, beside what is junk. */
    private Reply mixed(String id, List<String> texts, int skip, Random random) {
        List<String> documents = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        boolean onePage = skip == 0 && random.nextInt(3) > 0;
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            String good = document(i + 1, text, random);
            switch (random.nextInt(9)) {
                case 0 -> documents.addAll(List.of(good, document(i + 1, "wrong", random)));
                case 1 -> documents.addAll(List.of("{'id':'" + (i + 1) + "','class':7}", good));
                case 2 -> errors.add("{'id':'" + (i + 1) + "','error':{'code':'InternalServerError'}}");
                case 3 -> errors.add("{'id':'" + (i + 1) + "'}");
                case 4 -> {
                    errors.add("{'id':'" + (i + 1) + "','error':{'code':'InvalidArgument','innererror':{'code':'"
                            + REFUSED + "'}}}");
                    refused.add(text + " " + REFUSED);
                }
                case 5 -> documents.add("{'id':'" + (texts.size() + 1 + i) + "','class':[]}");
                default -> {
                    documents.add(good);
                    if (onePage) {
                        answeredWell.add(text);
                    }
                }
            }
        }
        Collections.shuffle(documents, random);
        if (random.nextInt(4) == 0) {
            documents.add(oneOf(random, "null", "{}", "'1'", "{'id':null,'class':[]}", "[[]]"));
        }
        String link = onePage ? "" : "'nextLink':'?skip=" + (skip + random.nextInt(2)) + "',";
        String status = oneOf(random, "succeeded", "partiallyCompleted", "partiallySucceeded", "failed", "cancelled");
        return Reply.of(200, job(id, status, link, documents, errors, random));
    }

    private static String document(int id, String category, Random random) {
        String score = oneOf(random, "0.87", "'0.87'", "1", "0.870", "8.7E-1");
        String scored = "{'category':'" + category + "','confidenceScore':" + score + ",'x':{}}";
        String classes = oneOf(
                random, "'class':[" + scored + "]", "'class':" + scored, "'classes':[" + scored + "],'warnings':null");
        return "{'id':" + (random.nextBoolean() ? "'" + id + "'" : id) + "," + classes + "}";
    }

    private static String job(
            String id, String status, String link, List<String> documents, List<String> errors, Random random) {
        String date = oneOf(random, "'lastUpdatedDateTime':'2026-03-01T12:00:00Z',", "'lastUpdateDateTime':7,", "");
        String name = oneOf(random, "'taskName':'classification',", "");
        return "{" + link + date + "'jobId':'" + id + "','status':'" + status + "','errors':"
                + oneOf(random, "[]", "null")
                + ",'tasks':{'items':[{'kind':'CustomSingleLabelClassificationLROResults'," + name
                + "'results':{'documents':[" + String.join(",", documents) + "],'errors':[" + String.join(",", errors)
                + "]}}]},'unknown':"
                + IntStream.range(0, random.nextInt(3)).boxed().toList() + "}";
    }
}
