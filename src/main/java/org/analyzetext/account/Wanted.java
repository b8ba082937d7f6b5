package org.analyzetext.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Json;
import org.analyzetext.document.Source;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.error.AnalyzeTextException;
import org.jspecify.annotations.Nullable;

/**
 * A document that is looked for.
 */
public final class Wanted {
    private static final int MOST_DIGITS = 18;
    private static final Pattern IN_FILE = Pattern.compile("(.+):(\\d{1," + MOST_DIGITS + "})", Pattern.DOTALL);
    private static final Pattern IN_TOPIC = Pattern.compile("([^/]+)/(\\d{1,9})/(\\d{1," + MOST_DIGITS + "})");

    private final String text;
    private final Set<Source> sources;
    private final DocumentFields fields;
    /** One of these stands in each record about the document. */
    private final List<String> marks;

    private Wanted(String text, Set<Source> sources, DocumentFields fields) {
        this.text = text;
        this.sources = Set.copyOf(sources);
        this.fields = fields;
        this.marks = Stream.concat(
                        Stream.of(escaped(text)),
                        sources.stream()
                                .map(source -> source instanceof TopicPosition topic
                                        ? "\"offset\":" + topic.offset()
                                        : escaped(((FilePosition) source).file())))
                .toList();
    }

    /**
     * Reads what was asked for: an id; {@code file:number}; {@code topic/partition/offset}; the path of a text file; or the
     * source of a result or a dead letter, as JSON.
     *
     * @throws AnalyzeTextException for JSON that is no source
     */
    public static Wanted of(String text, DocumentFields fields) {
        Set<Source> sources = new HashSet<>();
        if (text.startsWith("{")) {
            sources.add(source(text));
        }
        Matcher file = IN_FILE.matcher(text);
        if (file.matches()) {
            sources.add(new FilePosition(file.group(1), Long.parseLong(file.group(2)), null));
        }
        Matcher topic = IN_TOPIC.matcher(text);
        if (topic.matches()) {
            sources.add(new TopicPosition(
                    topic.group(1), Integer.parseInt(topic.group(2)), Long.parseLong(topic.group(3))));
        }
        if (text.endsWith(".txt") || text.endsWith(".txt.gz")) {
            sources.add(new FilePosition(text, 1, null));
        }
        return new Wanted(text, sources, fields);
    }

    private static Source source(String json) {
        try {
            return lineless(Json.MAPPER.readValue(json, Source.class));
        } catch (JsonProcessingException | IllegalArgumentException noSource) {
            throw new AnalyzeTextException(
                    "this is no source of a document; it has to be JSON such as"
                            + " {\"file\":\"mails.jsonl\",\"ordinal\":17} or {\"topic\":\"documents\",\"partition\":0,\"offset\":7}");
        }
    }

    /** This document, and those of these sources. */
    public Wanted and(Collection<Source> more) {
        Set<Source> all = new HashSet<>(sources);
        more.forEach(source -> all.add(lineless(source)));
        return new Wanted(text, all, fields);
    }

    /** What was asked for: an id, or a source. */
    public String text() {
        return text;
    }

    /** The sources that it may name. */
    public Set<Source> sources() {
        return sources;
    }

    /** Where records keep their ids. */
    public DocumentFields fields() {
        return fields;
    }

    /** Whether a document is one of those. */
    public boolean matches(@Nullable String id, Source source) {
        return text.equals(id) || sources.contains(lineless(source));
    }

    /** Whether a record of ours can be about one of those: a quick look, before it is parsed. */
    public boolean mayStandIn(String json) {
        return marks.stream().anyMatch(json::contains);
    }

    /** As our JSON has it. */
    private static String escaped(String text) {
        try {
            String quoted = Json.MAPPER.writeValueAsString(text);
            return quoted.substring(1, quoted.length() - 1);
        } catch (JsonProcessingException impossible) {
            throw new AnalyzeTextException("the id can't be written as JSON");
        }
    }

    /** The line says nothing that the number does not. */
    private static Source lineless(Source source) {
        return source instanceof FilePosition file ? new FilePosition(file.file(), file.ordinal(), null) : source;
    }
}
