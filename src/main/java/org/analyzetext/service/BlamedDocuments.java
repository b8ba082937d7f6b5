package org.analyzetext.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which documents of a refused request the service names: in the {@code target} of the error, of its inner errors or of
 * its {@code details}. A number in brackets or behind a slash is an index from 0, as in JSON paths and pointers; a
 * number that is called an id is one of the ids that we send, the positions from 1. Anything else names no document.
 */
final class BlamedDocuments {
    private static final String NUMBER = "(0|[1-9]\\d{0,2})";
    private static final String DOCUMENTS = "(?i)[#$]?[/.]?(?:analysisInput[/.])?documents";
    private static final String INSIDE = "(?:[/.].*)?";
    private static final Pattern INDEX =
            Pattern.compile(DOCUMENTS + "(?:\\[" + NUMBER + "]|[/.]" + NUMBER + ")" + INSIDE, Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile(
            DOCUMENTS + "\\[(?:(?:\\?\\(@\\.)?id *={1,2} *['\"]?" + NUMBER + "['\"]?\\)?|['\"]" + NUMBER + "['\"])]"
                    + INSIDE,
            Pattern.DOTALL);
    private static final int DEEPEST = 8;

    private final int documents;
    /** Named by the error as a whole: the others have to agree. */
    private final Map<Integer, ServiceError> asWhole = new LinkedHashMap<>();

    private final Map<Integer, ServiceError> inDetail = new LinkedHashMap<>();
    private boolean believable = true;

    private BlamedDocuments(int documents) {
        this.documents = documents;
    }

    /**
     * The documents that an error names, by position from 1, each with its own error.
     *
     * @param error the body's {@code error}
     * @param documents how many documents the request had
     * @return empty where the error names none or, of several, all; and where it contradicts itself or the request
     */
    static Map<Integer, ServiceError> read(JsonNode error, int documents) {
        BlamedDocuments indication = new BlamedDocuments(documents);
        indication.readChain(error, ServiceError.of(error));
        return indication.named();
    }

    private Map<Integer, ServiceError> named() {
        Map<Integer, ServiceError> named = inDetail.isEmpty() ? asWhole : inDetail;
        boolean agrees = asWhole.size() <= 1 && named.keySet().containsAll(asWhole.keySet());
        boolean some = documents == 1 || named.size() < documents;
        return believable && agrees && some ? Map.copyOf(named) : Map.of();
    }

    /** An error and its inner errors are one error, more and more precise. */
    private void readChain(JsonNode error, ServiceError whole) {
        JsonNode node = error;
        for (int depth = 0; node.isObject() && depth < DEEPEST; depth++) {
            note(node, whole, asWhole);
            for (JsonNode detail : node.path("details")) {
                readDetail(detail);
            }
            node = ServiceError.inner(node);
        }
    }

    private void readDetail(JsonNode detail) {
        ServiceError own = ServiceError.of(detail);
        JsonNode node = detail;
        for (int depth = 0; node.isObject() && depth < DEEPEST; depth++) {
            note(node, own, inDetail);
            node = ServiceError.inner(node);
        }
    }

    private void note(JsonNode node, ServiceError error, Map<Integer, ServiceError> named) {
        OptionalInt position = position(node.path("target").asText(""));
        if (position.isPresent()) {
            believable &= position.getAsInt() >= 1 && position.getAsInt() <= documents;
            named.putIfAbsent(position.getAsInt(), error);
        }
    }

    private static OptionalInt position(String target) {
        Integer index = number(INDEX, target);
        Integer id = index == null ? number(ID, target) : null;
        if (index != null) {
            return OptionalInt.of(index + 1);
        }
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private static @Nullable Integer number(Pattern pattern, String target) {
        Matcher matcher = pattern.matcher(target);
        if (!matcher.matches()) {
            return null;
        }
        return Integer.valueOf(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
}
