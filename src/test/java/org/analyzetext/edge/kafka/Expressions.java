package org.analyzetext.edge.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.analyzetext.document.Json;

/** The PromQL of the shipped dashboard and alert rules. */
record Expressions(List<Expression> all) {
    static Expressions shipped() throws IOException {
        Path folder = Path.of("src/main/observe");
        JsonNode dashboard =
                Json.MAPPER.readTree(folder.resolve("grafana-dashboard.json").toFile());
        JsonNode alerts =
                new YAMLMapper().readTree(folder.resolve("alerts.yaml").toFile());
        return new Expressions(Stream.of(dashboard, alerts)
                .flatMap(file -> file.findValues("expr").stream())
                .map(expression -> new Expression(expression.asText()))
                .toList());
    }

    /**
     * One expression, of the part of PromQL that these files use; what is not of that part is a breach.
     *
     * @param text as it stands in the file
     */
    record Expression(String text) {
        private static final Pattern TOKEN = Pattern.compile(
                "\\s*(?:(?<by>by \\((?<names>[a-z_, ]+)\\))|(?<selector>(?<metric>[a-z_]+)(?:\\{(?<matchers>[^}]*)})?"
                        + "(?<range>\\[\\d+[mh]])?)|(?<sign>[-+*/(),]|==|[<>])|(?<number>\\d+(?:\\.\\d+)?))\\s*");
        private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(?:=|=~)\"[^\"]+\"");
        private static final Set<String> WORDS = Set.of("sum", "min", "max", "rate", "histogram_quantile", "unless");

        /** What is wrong with it, in words. */
        List<String> breaches(Scrape scrape) {
            List<String> breaches = new ArrayList<>();
            Set<String> grouped = new HashSet<>();
            Set<String> known = new HashSet<>();
            Matcher token = TOKEN.matcher(text);
            int depth = 0;
            int at = 0;
            boolean metrics = false;
            while (at < text.length()) {
                if (!token.find(at) || token.start() != at) {
                    breaches.add("not understood: " + text.substring(at));
                    return breaches;
                }
                at = token.end();
                if (token.group("by") != null) {
                    grouped.addAll(List.of(token.group("names").split(", *")));
                } else if (token.group("sign") != null) {
                    depth += token.group("sign").equals("(")
                            ? 1
                            : token.group("sign").equals(")") ? -1 : 0;
                } else if (token.group("metric") != null && !WORDS.contains(token.group("metric"))) {
                    metrics = true;
                    selector(token, scrape, known, breaches);
                }
            }
            if (depth != 0 || !metrics) {
                breaches.add("brackets without partner, or no metric: " + text);
            }
            grouped.removeAll(known);
            grouped.forEach(label -> breaches.add("no metric of it has the label " + label + ": " + text));
            return breaches;
        }

        private void selector(Matcher token, Scrape scrape, Set<String> known, List<String> breaches) {
            Set<String> labels = scrape.labels().get(token.group("metric"));
            if (labels == null) {
                breaches.add("no such metric is served: " + token.group("metric"));
                return;
            }
            known.addAll(labels);
            if (token.group("matchers") == null) {
                return;
            }
            for (String part : token.group("matchers").split(",")) {
                Matcher matcher = MATCHER.matcher(part.strip());
                if (!matcher.matches() || !labels.contains(matcher.group(1))) {
                    breaches.add("no label of " + token.group("metric") + ": " + part);
                }
            }
        }
    }
}
