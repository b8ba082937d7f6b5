package org.analyzetext.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.SoftAssertions;

/** A tab of the browser with one page in it. */
final class Tab implements AutoCloseable {
    /** Where pictures are kept for those who want to look. */
    static final Path PICTURES = Path.of("target/pictures");

    private static final Path OF_README = Path.of("docs/pictures");
    private static final int LARGEST = 80_000;
    private static final Path CHECKS = Path.of("src/test/js/cut-off.js");

    private final DevTools tools;
    private final String target;
    private final String session;
    private String origin = "";

    private Tab(DevTools tools, String target, String session) {
        this.tools = tools;
        this.target = target;
        this.session = session;
    }

    static Tab open(DevTools tools) {
        String target = tools.call("", "Target.createTarget", json().put("url", "about:blank"))
                .path("targetId")
                .asText();
        String session = tools.call(
                        "",
                        "Target.attachToTarget",
                        json().put("targetId", target).put("flatten", true))
                .path("sessionId")
                .asText();
        Tab tab = new Tab(tools, target, session);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            tab.call(domain + ".enable", json());
        }
        return tab;
    }

    private static ObjectNode json() {
        return DevTools.JSON.createObjectNode();
    }

    private JsonNode call(String method, ObjectNode parameters) {
        return tools.call(session, method, parameters);
    }

    /** Sets the screen's width, and whether the person likes it dark. */
    Tab screen(int width, int height, boolean dark) {
        call(
                "Emulation.setDeviceMetricsOverride",
                json().put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 600));
        return media("screen", dark);
    }

    /** Shows the page as on paper, or on a screen. */
    Tab media(String media, boolean dark) {
        ObjectNode emulated = json().put("media", media);
        emulated.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", dark ? "dark" : "light");
        call("Emulation.setEmulatedMedia", emulated);
        return this;
    }

    /** Opens a page and waits until it is loaded. */
    Tab open(URI address) {
        origin = address.getScheme().equals("file")
                ? address.toString()
                : address.resolve("/").toString();
        call("Page.navigate", json().put("url", address.toString()));
        await("the page is loaded")
                .atMost(Duration.ofSeconds(30))
                .until(() -> !tools.events(session, "Page.loadEventFired").isEmpty());
        return this;
    }

    /** What a script returns. */
    JsonNode evaluate(String script) {
        JsonNode said = call(
                "Runtime.evaluate",
                json().put("expression", script).put("awaitPromise", true).put("returnByValue", true));
        if (said.has("exceptionDetails")) {
            throw new IllegalStateException(said.path("exceptionDetails").toString());
        }
        return said.path("result").path("value");
    }

    /** Errors and warnings on the console, uncaught exceptions, breaches of the content security policy. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (JsonNode event : tools.events(session, "Runtime.exceptionThrown")) {
            complaints.add(event.path("params").toString());
        }
        for (JsonNode event : tools.events(session, "Runtime.consoleAPICalled")) {
            if (List.of("error", "warning", "assert")
                    .contains(event.at("/params/type").asText())) {
                complaints.add(event.path("params").toString());
            }
        }
        for (JsonNode event : tools.events(session, "Log.entryAdded")) {
            if (!event.at("/params/entry/level").asText().equals("info")) {
                complaints.add(event.at("/params/entry").toString());
            }
        }
        return complaints;
    }

    /** What the page asked for elsewhere: a file may ask for nothing, a served page for its server's answers alone. */
    List<String> requestsElsewhere() {
        return tools.events(session, "Network.requestWillBeSent").stream()
                .map(event -> event.at("/params/request/url").asText())
                .filter(url -> !url.startsWith(origin) && !url.startsWith("data:") && !url.equals("about:blank"))
                .toList();
    }

    /** Texts that can't be read as a whole: beyond the screen, or outside of what holds them; those in a scroller can. */
    List<String> cutOff() throws IOException {
        return texts(evaluate(Files.readString(CHECKS)));
    }

    /** What axe-core finds wrong, with the first element. */
    List<String> barriers() throws IOException {
        try (InputStream axe = Tab.class.getResourceAsStream("/axe.min.js")) {
            evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8) + ";true");
        }
        return texts(
                evaluate(
                        "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map("
                                + "each => each.id + ': ' + each.help + ': ' + each.nodes[0].html + ' ' + each.nodes[0].failureSummary))"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** Every text can be read, nothing is on the console, and nothing was asked for elsewhere. */
    void requireReadable() throws IOException {
        SoftAssertions checks = new SoftAssertions();
        checks.assertThat(cutOff()).as("cut off").isEmpty();
        checks.assertThat(complaints()).as("console").isEmpty();
        checks.assertThat(requestsElsewhere()).as("requests").isEmpty();
        checks.assertAll();
    }

    /** Keeps a picture of the screen. */
    void keep(String name) throws IOException {
        Files.write(Files.createDirectories(PICTURES).resolve(name + ".png"), picture());
    }

    /**
     * The README has a small picture of this name. It is written anew with {@code -Danalyzetext.write-pages=true}; fonts
     * differ between machines, so pixels are not compared.
     */
    void pictureOfReadme(String name) throws IOException {
        Path file = OF_README.resolve(name + ".png");
        if (Boolean.getBoolean("analyzetext.write-pages")) {
            Files.createDirectories(OF_README);
            Files.write(file, SmallPng.of(picture()));
        }
        assertThat(file).isRegularFile();
        assertThat(Files.size(file)).as("bytes of %s", file).isLessThan(LARGEST);
        assertThat(Files.readString(Path.of("README.md"))).contains("docs/pictures/" + name + ".png");
    }

    /** What is on the screen, as PNG. */
    private byte[] picture() {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", json().put("format", "png"))
                        .path("data")
                        .asText());
    }

    /** The page on paper, as PDF. */
    byte[] paper() {
        return Base64.getDecoder()
                .decode(call("Page.printToPDF", json().put("preferCSSPageSize", true))
                        .path("data")
                        .asText());
    }

    @Override
    public void close() {
        tools.call("", "Target.closeTarget", json().put("targetId", target));
    }
}
