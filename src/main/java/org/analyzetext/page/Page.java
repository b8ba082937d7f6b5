package org.analyzetext.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A whole page in one file, for screens of any width, light or dark, and for paper. */
public final class Page {
    private static final String STYLE = readStyle();

    private Page() {}

    /** The style of every page, as CSS. */
    public static String style() {
        return STYLE;
    }

    /** What a content security policy lists in {@code style-src} so that {@link #style} may stand in the page. */
    public static String styleSource() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /**
     * A page that runs no script and asks for nothing.
     *
     * @param title its title, a text
     * @param lead what stands below the title: when, of what
     * @param content its sections
     */
    public static String document(String title, Html lead, Html content) {
        return new Html()
                .add("<!doctype html>%n<html lang=\"en\"><head><meta charset=\"utf-8\">%n")
                .add("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">%n")
                .add(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src %s;"
                                + " img-src data:; base-uri 'none'; form-action 'none'\">%n",
                        Html.of(styleSource()))
                .add("<link rel=\"icon\" href=\"data:,\"><title>%s</title>%n<style>", title)
                .add(Html.verbatim(STYLE))
                .add("</style></head>%n<body><header><h1>%s</h1>%n<div class=\"lead\">", title)
                .add(lead)
                .add("</div></header>%n<main>%n")
                .add(content)
                .add("</main></body></html>%n")
                .toString();
    }

    private static String readStyle() {
        try (InputStream in = Page.class.getResourceAsStream("page.css")) {
            if (in == null) {
                throw new IllegalStateException("page.css is missing in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
