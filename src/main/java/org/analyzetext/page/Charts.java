package org.analyzetext.page;

import java.util.function.IntToLongFunction;

/** Charts as SVG. Colours are classes of the page's style, so that charts stand in light, in dark and on paper. */
public final class Charts {
    private static final int WIDTH = 640;
    private static final int LEFT = 44;

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
        long highest = 1;
        for (int from = 0; from < 100; from += 5) {
            highest = Math.max(highest, Math.max(above.applyAsLong(from), both ? below.applyAsLong(from) : 0));
        }
        int line = 120;
        int height = both ? 250 : 150;
        Html svg = Html.of(
                "<svg class=\"chart\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
                WIDTH, height, WIDTH, height, about);
        for (int from = 0; from < 100; from += 5) {
            int x = LEFT + from * 118 / 20;
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
            if (from % 20 == 0) {
                svg.add("<text x=\"%d\" y=\"%d\">%.1f</text>", x, height - 8, from / 100.0);
            }
        }
        svg.add("<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>", LEFT, LEFT + 590, line, line);
        svg.add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">1</text>", LEFT + 590, height - 8);
        svg.add("<text class=\"label\" x=\"0\" y=\"%d\">%s</text>", line - 6, upper);
        if (both) {
            svg.add("<text class=\"label\" x=\"0\" y=\"%d\">%s</text>", line + 16, lower);
        }
        return svg.add("</svg>%n");
    }

    private static void column(
            Html svg, int x, int line, double height, String tone, long count, String name, int from) {
        if (count == 0) {
            return;
        }
        double high = Math.max(2, Math.abs(height));
        svg.add(
                "<rect class=\"%s\" x=\"%d\" y=\"%.1f\" width=\"26\" height=\"%.1f\" rx=\"2\"><title>%,d %s from 0.%02d"
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
                x + 13, height < 0 ? line - 5 - high : line + 13 + high, shortened(count));
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
