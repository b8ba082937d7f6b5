package org.analyzetext.page;

import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Charts as SVG. Colours are classes of the page's style, so that charts stand in light, in dark and on paper. */
public final class Charts {
    /** In hundredths of confidence. */
    private static final int STEP = 5;

    private static final int LEFT = 46;
    private static final int WIDE = 480;
    private static final int WIDTH = LEFT + WIDE + 22;

    private Charts() {}

    /**
     * A bar for a cell of a table.
     *
     * @param share how much of the cell it fills, 0 to 1
     * @param tone its colour: {@code good}, {@code bad} or {@code plain}
     */
    public static Html bar(double share, String tone) {
        double width = Double.isNaN(share) ? 0 : 100 * Math.max(0, Math.min(1, share));
        return Html.of(
                "<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect"
                        + " class=\"track\" width=\"100\" height=\"8\"/><rect class=\"%s\" width=\"%.1f\" height=\"8\"/></svg>",
                tone, width);
    }

    /**
     * A bar in parts that stand side by side and are told apart by the texts beside it.
     *
     * @param tones the colour of each part
     * @param shares how much each part takes, together at most 1
     */
    public static Html parts(String[] tones, double... shares) {
        Html svg =
                Html.of("<svg class=\"parts\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                        + "<rect class=\"track\" width=\"100\" height=\"8\"/>");
        double x = 0;
        for (int i = 0; i < shares.length; i++) {
            double width = 100 * Math.max(0, Math.min(1, shares[i]));
            svg.add("<rect class=\"%s\" x=\"%.2f\" width=\"%.2f\" height=\"8\"/>", tones[i], x, width);
            x += width;
        }
        return svg.add("</svg>");
    }

    /**
     * How many documents have which confidence, in steps of 0.05.
     *
     * @param about what it shows, for those who can't see it
     * @param upper the name of what stands above the line, with the count from a hundredth on
     * @param lower the name of what hangs below it; empty where there is nothing
     */
    public static Html confidences(
            String about, String upper, IntToLongFunction above, String lower, IntToLongFunction below) {
        boolean both = !lower.isEmpty();
        long highest = Math.max(1, Math.max(largest(above), both ? largest(below) : 0));
        int line = 120;
        int hanging = both ? (int) (100 * largest(below) / highest) + 24 : 0;
        int height = line + hanging + 24;
        Html svg = Html.of(
                "<svg class=\"chart\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
                WIDTH, height, WIDTH, height, about);
        for (int from = 0; from < 100; from += STEP) {
            int x = LEFT + from * WIDE / 100;
            column(
                    svg,
                    x,
                    line,
                    -100.0 * above.applyAsLong(from) / highest,
                    "good",
                    above.applyAsLong(from),
                    upper,
                    from);
            if (both) {
                column(
                        svg,
                        x,
                        line,
                        100.0 * below.applyAsLong(from) / highest,
                        "bad",
                        below.applyAsLong(from),
                        lower,
                        from);
            }
        }
        for (int tick = 0; tick <= 100; tick += 20) {
            svg.add(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    LEFT + tick * WIDE / 100, height - 4, String.valueOf(tick / 100.0));
        }
        svg.add("<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>", LEFT, LEFT + WIDE, line, line);
        svg.add("<text class=\"label\" x=\"0\" y=\"%d\">%s</text>", line - 6, upper);
        if (both) {
            svg.add("<text class=\"label\" x=\"0\" y=\"%d\">%s</text>", line + 16, lower);
        }
        return svg.add("</svg>%n");
    }

    private static long largest(IntToLongFunction counts) {
        return IntStream.range(0, 100 / STEP)
                .mapToLong(step -> counts.applyAsLong(step * STEP))
                .max()
                .orElse(0);
    }

    /**
     * A line from the origin to the upper right corner, with the diagonal that chance would give.
     *
     * @param about what it shows, for those who can't see it
     * @param across the name of the shares in {@code x}, and {@code up} of those in {@code y}; all from 0 to 1
     */
    public static Html curve(String about, String across, String up, double[] x, double[] y) {
        int high = 170;
        Html svg = Html.of(
                "<svg class=\"chart\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
                WIDTH, high + 62, WIDTH, high + 62, about);
        for (int tick = 0; tick <= 100; tick += 20) {
            int at = LEFT + tick * WIDE / 100;
            int level = 26 + high - tick * high / 100;
            svg.add("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>", LEFT, LEFT + WIDE, level, level);
            svg.add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d %%</text>", LEFT - 6, level + 4, tick);
            svg.add("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d %%</text>", at, high + 44, tick);
        }
        svg.add("<line class=\"chance\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"26\"/>", LEFT, 26 + high, LEFT + WIDE);
        svg.add("<path class=\"curve\" d=\"M%d %d", LEFT, 26 + high);
        for (int i = 0; i < x.length; i++) {
            svg.add("L%.1f %.1f", LEFT + WIDE * x[i], 26 + high * (1 - y[i]));
        }
        svg.add("\"/><text class=\"label\" x=\"0\" y=\"12\">%s</text>", up);
        svg.add(
                "<text class=\"label\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                LEFT + WIDE, high + 60, across);
        return svg.add("</svg>%n");
    }

    private static void column(
            Html svg, int x, int line, double height, String tone, long count, String name, int from) {
        if (count == 0) {
            return;
        }
        double high = Math.max(2, Math.abs(height));
        svg.add(
                "<rect class=\"%s\" x=\"%d\" y=\"%.1f\" width=\"21\" height=\"%.1f\" rx=\"2\"><title>%,d %s from 0.%02d"
                        + "</title></rect>",
                tone,
                x,
                height < 0 ? line - 1 - high : line + 1,
                high,
                count,
                name.isEmpty() ? "documents" : name,
                from);
        svg.add(
                "<text class=\"count\" x=\"%d\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
                x + 10, height < 0 ? line - 5 - high : line + 13 + high, shortened(count));
    }

    /** A number in at most four characters: 12, 1.2k, 15k, 3.4M. */
    private static String shortened(long count) {
        if (count < 1_000) {
            return String.valueOf(count);
        }
        double number = count < 1_000_000 ? count / 1e3 : count / 1e6;
        return String.format(java.util.Locale.ROOT, number < 10 ? "%.1f" : "%.0f", number)
                + (count < 1_000_000 ? "k" : "M");
    }
}
