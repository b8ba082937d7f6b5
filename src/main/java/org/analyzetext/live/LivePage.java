package org.analyzetext.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.analyzetext.AnalyzeText;
import org.analyzetext.document.Json;
import org.analyzetext.observe.ObserveFile;
import org.analyzetext.observe.Version;
import org.analyzetext.page.Html;
import org.analyzetext.page.Page;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;

/**
 * The page of a running pipeline at {@code /observe/}: written on the server, and refreshed by one small script that
 * fetches the sections anew. It runs nothing that is not served with it.
 */
public final class LivePage {
    private static final String HTML = "text/html; charset=utf-8";

    private final Snapshots snapshots;
    private final boolean ids;
    private final DeadLetterCodes codes = DeadLetterCodes.read();
    private final String style = Page.style() + resource("live.css");
    private final String script = resource("live.js");

    /** Of this pipeline, before the routes are started. */
    public LivePage(CamelContext context, AnalyzeText pipeline, RecentWarnings warnings) {
        this.snapshots = new Snapshots(context, pipeline, warnings, Clock.systemUTC());
        this.ids = pipeline.settings().stages().observe().ids();
    }

    /** What has to be started for rates and outcomes to be known. */
    public Service service() {
        return snapshots;
    }

    /** What is served, by path. */
    public Map<String, ObserveFile> files() {
        return Map.of(
                "/observe/", new ObserveFile(HTML, this::page),
                "/observe/codes", new ObserveFile(HTML, () -> document("What the codes mean", "", codes.html())),
                "/observe/live.json", new ObserveFile("application/json", this::json),
                "/observe/live.js", new ObserveFile("text/javascript; charset=utf-8", () -> script),
                "/observe/style.css", new ObserveFile("text/css; charset=utf-8", () -> style));
    }

    private Map<String, Html> sections(Snapshot now) {
        Sections sections = new Sections(now, codes, ids);
        Map<String, Html> all = new LinkedHashMap<>();
        all.put("status", sections.status());
        all.put("facts", sections.facts());
        all.put("routes", sections.routes());
        all.put("inputs", sections.inputs());
        all.put("service", sections.service());
        all.put("spending", sections.spending());
        all.put("found", sections.found());
        all.put("dead-letters", sections.deadLetters());
        all.put("warnings", sections.warnings());
        return all;
    }

    private String page() {
        Snapshot now = snapshots.now();
        Html content = new Html();
        sections(now).forEach((id, section) -> content.add(
                        id.equals("facts") || id.equals("status") ? "<div id=\"%s\">" : "<section id=\"%s\">", id)
                .add(section)
                .add(id.equals("facts") || id.equals("status") ? "</div>%n" : "</section>%n"));
        content.add(
                "<footer class=\"mute\">analyze-text %s · also here: <a href=\"health\">health</a>, <a"
                        + " href=\"metrics\">metrics</a>, <a href=\"codes\">codes of dead letters</a></footer>%n",
                Version.text());
        return document(
                Sections.title(now),
                "<script src=\"live.js\" defer></script><noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>",
                content);
    }

    private static String document(String title, String head, Html content) {
        return new Html()
                .add("<!doctype html>%n<html lang=\"en\"><head><meta charset=\"utf-8\">%n")
                .add("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">%n")
                .add("<link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"style.css\">%n")
                .add("<title>%s</title>%n", title)
                .add(Html.verbatim(head))
                .add("</head>%n<body><header><h1>%s</h1></header>%n<main>%n", head.isEmpty() ? title : "analyze-text")
                .add(content)
                .add("</main></body></html>%n")
                .toString();
    }

    private String json() {
        Snapshot now = snapshots.now();
        ObjectNode json =
                Json.MAPPER.createObjectNode().put("at", now.at().toString()).put("title", Sections.title(now));
        ObjectNode sections = json.putObject("sections");
        sections(now).forEach((id, section) -> sections.put(id, section.toString()));
        return json.toString();
    }

    static String resource(String name) {
        try (InputStream in = LivePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
