package org.analyzetext.edge.kafka;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was served as metrics.
 *
 * @param labels the label names of each sample name
 * @param ours the names of our families, as the TYPE lines have them
 */
record Scrape(Map<String, Set<String>> labels, Set<String> ours) {
    private static final Pattern SAMPLE = Pattern.compile("([a-z_0-9]+)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"[^\"]*\"");

    static Scrape of(List<String> scrapes) {
        Map<String, Set<String>> labels = new TreeMap<>();
        Set<String> ours = new TreeSet<>();
        scrapes.stream().flatMap(String::lines).forEach(line -> {
            if (line.startsWith("# TYPE analyze_text_")) {
                ours.add(line.split(" ")[2]);
            }
            if (line.startsWith("#")) {
                return;
            }
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new IllegalStateException("no sample: " + line);
            }
            Set<String> names = labels.computeIfAbsent(sample.group(1), any -> new TreeSet<>());
            if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2)).results().forEach(label -> names.add(label.group(1)));
            }
        });
        return new Scrape(labels, ours);
    }
}
