package org.analyzetext.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.analyzetext.config.KnownProperties;
import org.apache.camel.FailedToCreateRouteException;
import org.jspecify.annotations.Nullable;

/**
 * What Camel refused in a route file, in plain words.
 *
 * @param what what is wrong and what to do
 * @param file the file, where Camel says it
 * @param line the line in the file, from 1
 * @param route the id of the route, where Camel says no file
 * @param token what stands in the line that is meant
 */
record RouteMistake(String what, @Nullable String file, int line, String route, String token) {
    private static final Pattern PLACE = Pattern.compile("in (?:\\[?)(\\S+?)(?:]?), line (\\d+), column");
    private static final Pattern PRE_PARSING = Pattern.compile("Error pre-parsing resource: (\\S+)");
    private static final Pattern LINE = Pattern.compile("line (\\d+), column");
    private static final Pattern STEP = Pattern.compile("Unknown node id: (\\S+)");
    private static final Pattern FIELD = Pattern.compile("Error constructing YAML node id: (\\S+)");
    private static final Pattern UNSUPPORTED = Pattern.compile("Unsupported field: (\\S+)");
    private static final Pattern BEAN = Pattern.compile("No bean could be found in the registry for: (\\S+)");
    private static final Pattern PARAMETERS = Pattern.compile("Unknown parameters=\\[\\{([^=}]+)=");
    private static final Pattern PROPERTY = Pattern.compile("Property with key \\[([^]]+)] not found");
    private static final Pattern COMPONENT = Pattern.compile("No endpoint could be found for: ([^:]+):");

    /** The steps that people write most. */
    private static final List<String> STEPS = List.of(
            "aggregate",
            "bean",
            "choice",
            "convertBodyTo",
            "delay",
            "doTry",
            "enrich",
            "filter",
            "idempotentConsumer",
            "log",
            "loop",
            "marshal",
            "multicast",
            "pollEnrich",
            "process",
            "recipientList",
            "removeHeader",
            "removeHeaders",
            "removeProperty",
            "removeVariable",
            "resequence",
            "script",
            "setBody",
            "setHeader",
            "setHeaders",
            "setProperty",
            "setVariable",
            "setVariables",
            "sort",
            "split",
            "step",
            "stop",
            "threads",
            "throttle",
            "throwException",
            "to",
            "toD",
            "transform",
            "unmarshal",
            "validate",
            "wireTap");

    /** What the failure says of a route file; empty if it is about something else. */
    static Optional<RouteMistake> of(Throwable failure) {
        List<String> said = new ArrayList<>();
        String route = "";
        boolean ours = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            said.add(String.valueOf(cause.getMessage()));
            String type = cause.getClass().getName();
            ours |= type.startsWith("org.snakeyaml.") || type.startsWith("org.apache.camel.dsl.yaml.");
            if (cause instanceof FailedToCreateRouteException named) {
                route = Objects.requireNonNullElse(named.getRouteId(), "");
                ours = true;
            }
        }
        String all = String.join("\n", said);
        return ours || PRE_PARSING.matcher(all).find() ? Optional.of(read(all, route)) : Optional.empty();
    }

    private static RouteMistake read(String all, String route) {
        Matcher place = PLACE.matcher(all);
        Matcher file = PRE_PARSING.matcher(all);
        Matcher line = LINE.matcher(all);
        if (file.find()) {
            // The reader's own message has the line alone, and says last where it gave up.
            int at = 1;
            while (line.find()) {
                at = Integer.parseInt(line.group(1));
            }
            return new RouteMistake(
                    "the YAML is not well formed here, or just above: children stand two spaces further right than"
                            + " what they belong to, and there are no tabs",
                    file.group(1),
                    at,
                    "",
                    "");
        }
        String token = token(all);
        return place.find()
                ? new RouteMistake(what(all), place.group(1), Integer.parseInt(place.group(2)), "", "")
                : new RouteMistake(what(all), null, 0, route, token);
    }

    private static String what(String all) {
        String step = first(STEP, all);
        if (!step.isEmpty()) {
            String nearest = STEPS.stream()
                    .min(Comparator.comparingInt(known -> KnownProperties.distance(step, known)))
                    .orElseThrow();
            return "'" + step + "' is no step that Camel knows; is '" + nearest + "' meant?";
        }
        if (!first(FIELD, all).isEmpty()) {
            String option = first(UNSUPPORTED, all);
            return "'" + first(FIELD, all) + "' has no option "
                    + (option.isEmpty() ? "of this name" : "'" + option + "'")
                    + ", or not with this value; Camel's page of '" + first(FIELD, all) + "' lists its options";
        }
        if (!first(BEAN, all).isEmpty()) {
            return "there is no bean '" + first(BEAN, all)
                    + "'; the module's beans are listed in docs/embedding.md, one"
                    + " of your own is made by a property such as camel.beans." + first(BEAN, all) + "=#class:my.Class";
        }
        if (!first(PARAMETERS, all).isEmpty()) {
            return "the endpoint has no option '" + first(PARAMETERS, all)
                    + "'; Camel's page of the component lists its options";
        }
        if (!first(PROPERTY, all).isEmpty()) {
            return "the property '" + first(PROPERTY, all) + "' is not set; set it in analyze-text.properties";
        }
        if (!first(COMPONENT, all).isEmpty()) {
            return "there is no component '" + first(COMPONENT, all)
                    + "'; mend its name, or put its jar on the class path";
        }
        return strip(all);
    }

    /** What to look for in the file: Camel says the route alone. */
    private static String token(String all) {
        for (Pattern pattern : List.of(BEAN, PARAMETERS, PROPERTY, COMPONENT)) {
            if (!first(pattern, all).isEmpty()) {
                return first(pattern, all);
            }
        }
        return "";
    }

    private static String first(Pattern pattern, String all) {
        Matcher found = pattern.matcher(all);
        return found.find() ? found.group(1) : "";
    }

    static String strip(Throwable failure) {
        return strip(String.valueOf(failure.getMessage()));
    }

    private static String strip(String message) {
        return message.lines().findFirst().orElse("").strip();
    }
}
