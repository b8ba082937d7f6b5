package org.analyzetext.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.analyzetext.page.Html;

/**
 * The graph of the routes as an SVG picture: a node a line, in the order in which documents pass, with its numbers. Links
 * to the line below are drawn straight; all others into a node share a track at the left.
 */
final class RoutePicture {
    /** How wide the picture is, in its own units, and where the numbers stand: beside the name, or below. */
    enum Width {
        WIDE(1056, 15, true),
        NARROW(340, 9, false);

        private final int all;
        private final int track;
        private final boolean columns;

        Width(int all, int track, boolean columns) {
            this.all = all;
            this.track = track;
            this.columns = columns;
        }
    }

    /**
     * The numbers of a node.
     *
     * @param waits what waits there, in words; empty where nothing can
     * @param passed exchanges in the last minute; -1 where they are none to count, or ticks of a clock
     * @param failed of these, how many failed
     */
    record Numbers(String waits, long passed, long failed) {}

    /** The width of a character of a description in a wide font. */
    private static final double CHARACTER = 7.1;

    private static final int TRACKS_COLOURS = 6;
    private static final String PREFIX = "analyze-text-";

    private final RouteGraph graph;
    private final Map<String, Numbers> numbers;
    private final Width width;
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final List<Track> tracks;
    private final int left;
    private final Html svg = new Html();

    /** All links into one node that do not come from the line above. */
    private record Track(String target, List<String> sources, int column) {}

    private RoutePicture(RouteGraph graph, Map<String, Numbers> numbers, Width width) {
        this.graph = graph;
        this.numbers = numbers;
        this.width = width;
        for (RouteGraph.Node node : graph.nodes()) {
            lines.put(node.key(), lines.size());
        }
        this.tracks = tracks();
        this.left = 14
                + width.track
                        * (1 + tracks.stream().mapToInt(Track::column).max().orElse(-1));
    }

    /** The picture. */
    static Html of(RouteGraph graph, Map<String, Numbers> numbers, Width width) {
        return new RoutePicture(graph, numbers, width).draw();
    }

    private int line(String key) {
        return lines.getOrDefault(key, 0);
    }

    private boolean isStraight(RouteGraph.Link link) {
        return line(link.to()) == line(link.from()) + 1;
    }

    /** Short ones are nearest to the nodes; two that overlap are not in one column. */
    private List<Track> tracks() {
        Map<String, List<String>> sources = new TreeMap<>();
        graph.links().stream().filter(link -> !isStraight(link)).forEach(link -> sources.computeIfAbsent(
                        link.to(), any -> new ArrayList<>())
                .add(link.from()));
        List<Track> open = sources.entrySet().stream()
                .map(each -> new Track(each.getKey(), List.copyOf(each.getValue()), 0))
                .sorted(Comparator.comparingInt(track -> last(track) - first(track)))
                .toList();
        List<Track> placed = new ArrayList<>();
        for (Track track : open) {
            TreeSet<Integer> taken = placed.stream()
                    .filter(other -> first(other) <= last(track) && first(track) <= last(other))
                    .map(Track::column)
                    .collect(Collectors.toCollection(TreeSet::new));
            int column = 0;
            while (taken.contains(column)) {
                column++;
            }
            placed.add(new Track(track.target(), track.sources(), column));
        }
        return placed;
    }

    private int first(Track track) {
        return Math.min(
                line(track.target()),
                track.sources().stream().mapToInt(this::line).min().orElse(0));
    }

    private int last(Track track) {
        return Math.max(
                line(track.target()),
                track.sources().stream().mapToInt(this::line).max().orElse(0));
    }

    private Html draw() {
        int text = left + 20;
        int room = (width.columns ? width.all - 300 : width.all) - text;
        List<Integer> tops = new ArrayList<>();
        List<List<String>> descriptions = new ArrayList<>();
        int y = width.columns ? 30 : 8;
        for (RouteGraph.Node node : graph.nodes()) {
            tops.add(y);
            List<String> wrapped = wrapped(node.description(), (int) (room / CHARACTER));
            descriptions.add(wrapped);
            y += 30 + 16 * wrapped.size() + (width.columns || below(node).isEmpty() ? 0 : 17);
        }
        svg.add(
                "<svg class=\"routes %s\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"group\""
                        + " aria-label=\"Routes and what lies between them\">",
                width.name().toLowerCase(Locale.ROOT), width.all, y + 4, width.all, y + 4);
        if (width.columns) {
            svg.add(
                    "<text class=\"head\" x=\"%d\" y=\"14\" text-anchor=\"end\">waits</text><text class=\"head\" x=\"%d\""
                            + " y=\"14\" text-anchor=\"end\">last minute</text><text class=\"head\" x=\"%d\" y=\"14\""
                            + " text-anchor=\"end\">failed</text>",
                    width.all - 170, width.all - 65, width.all - 4);
        }
        graph.links().stream().filter(this::isStraight).forEach(link -> straight(link, tops));
        tracks.forEach(track -> track(track, tops));
        for (int i = 0; i < graph.nodes().size(); i++) {
            node(graph.nodes().get(i), tops.get(i), text, descriptions.get(i));
        }
        return svg.add("</svg>%n");
    }

    private static int middle(int top) {
        return top + 10;
    }

    private void straight(RouteGraph.Link link, List<Integer> tops) {
        int from = middle(tops.get(line(link.from()))) + 8;
        int to = middle(tops.get(line(link.to()))) - 9;
        svg.add(
                "<path class=\"way\" d=\"M%d %dV%d\"/><path class=\"tip\" d=\"M%d %dl-4 -7h8z\"/>",
                left, from, to - 5, left, to);
    }

    private void track(Track track, List<Integer> tops) {
        int x = left - 14 - width.track * track.column();
        int colour = Math.floorMod(track.column(), TRACKS_COLOURS);
        int target = middle(tops.get(line(track.target()))) - 3;
        for (String source : track.sources()) {
            int from = middle(tops.get(line(source))) + 4;
            int turn = from < target ? 6 : -6;
            svg.add(
                    "<path class=\"way t%d\" d=\"M%d %dH%dQ%d %d %d %dV%dQ%d %d %d %dH%d\"><title>%s → %s</title></path>",
                    colour,
                    left - 7,
                    from,
                    x + 6,
                    x,
                    from,
                    x,
                    from + turn,
                    target - turn,
                    x,
                    target,
                    x + 6,
                    target,
                    left - 13,
                    shortName(source),
                    shortName(track.target()));
        }
        svg.add("<path class=\"tip t%d\" d=\"M%d %dl-7 -4v8z\"/>", colour, left - 7, target);
    }

    private void node(RouteGraph.Node node, int top, int text, List<String> description) {
        Numbers mine = numbers.getOrDefault(node.key(), new Numbers("", -1, 0));
        int y = middle(top);
        boolean holds = !mine.waits().isEmpty() && !mine.waits().startsWith("0 ");
        String state = mine.failed() > 0 ? "failing" : mine.passed() > 0 || holds ? "busy" : "still";
        svg.add("<g class=\"%s %s\">", node.kind().name().toLowerCase(Locale.ROOT), state);
        switch (node.kind()) {
            case ROUTE -> svg.add("<circle cx=\"%d\" cy=\"%d\" r=\"6\"/>", left, y);
            case PLACE -> svg.add("<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"12\" rx=\"2\"/>", left - 7, y - 6);
            case OUTSIDE -> svg.add("<path d=\"M%d %dl7 7l-7 7l-7 -7z\"/>", left, y - 7);
        }
        svg.add("<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>", text, y + 5, shortName(node.key()));
        int at = y + 5;
        for (String line : description) {
            at += 16;
            svg.add("<text class=\"what\" x=\"%d\" y=\"%d\">%s</text>", text, at, line);
        }
        if (width.columns) {
            svg.add(
                    "<text class=\"number\" x=\"%d\" y=\"%d\">%s</text><text class=\"number\" x=\"%d\" y=\"%d\">%s</text>"
                            + "<text class=\"number fail\" x=\"%d\" y=\"%d\">%s</text>",
                    width.all - 170,
                    y + 5,
                    mine.waits(),
                    width.all - 65,
                    y + 5,
                    mine.passed() < 0 ? "" : "%,d".formatted(mine.passed()),
                    width.all - 4,
                    y + 5,
                    mine.failed() == 0 ? "" : "! %,d".formatted(mine.failed()));
        } else if (!below(node).isEmpty()) {
            svg.add("<text class=\"below\" x=\"%d\" y=\"%d\">%s</text>", text, at + 17, below(node));
        }
        svg.add("</g>%n");
    }

    /** The numbers in words. */
    private String below(RouteGraph.Node node) {
        Numbers mine = numbers.getOrDefault(node.key(), new Numbers("", -1, 0));
        List<String> words = new ArrayList<>();
        if (!mine.waits().isEmpty()) {
            words.add(mine.waits() + " wait");
        }
        if (mine.passed() >= 0) {
            words.add("%,d in the last minute".formatted(mine.passed()));
        }
        if (mine.failed() > 0) {
            words.add("! %,d failed".formatted(mine.failed()));
        }
        return String.join(" · ", words);
    }

    private static String shortName(String key) {
        return key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
    }

    /** Into lines of so many characters; a word that is longer is cut. */
    private static List<String> wrapped(String text, int longest) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            String rest = word;
            while (rest.length() > longest) {
                flush(line, lines);
                lines.add(rest.substring(0, longest));
                rest = rest.substring(longest);
            }
            if (line.length() + rest.length() + 1 > longest) {
                flush(line, lines);
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        flush(line, lines);
        return lines;
    }

    private static void flush(StringBuilder line, List<String> lines) {
        if (!line.isEmpty()) {
            lines.add(line.toString());
            line.setLength(0);
        }
    }
}
