package org.analyzetext.localservice;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The head of a request.
 *
 * @param method in capitals
 * @param path the path, without the query
 * @param query the query's parameters; of repeated ones the last
 * @param headers the headers by their names in small letters; of repeated ones the last
 */
record Request(String method, String path, Map<String, String> query, Map<String, String> headers) {
    Request {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    static Request of(String method, String target, Map<String, String> headers) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        return new Request(method, path, question < 0 ? Map.of() : query(target.substring(question + 1)), headers);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    private static Map<String, String> query(String text) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
