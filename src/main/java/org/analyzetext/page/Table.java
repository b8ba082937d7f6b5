package org.analyzetext.page;

import java.util.Locale;

/**
 * A table with a caption for screen readers. It scrolls by itself where the screen is narrow. The first cell of a row is
 * its heading; numbers stand to the right.
 */
public final class Table {
    private final Html html = new Html();
    private int rows;

    /**
     * An empty table.
     *
     * @param about what it shows, for those who can't see it
     * @param columns the headings; those of numbers begin with {@code #}
     */
    public Table(String about, String... columns) {
        html.add("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table><thead><tr>", about);
        for (String column : columns) {
            if (column.startsWith("#")) {
                html.add("<th scope=\"col\" class=\"n\">%s</th>", column.substring(1));
            } else if (column.isEmpty()) {
                html.add("<td></td>");
            } else {
                html.add("<th scope=\"col\">%s</th>", column);
            }
        }
        html.add("</tr></thead><tbody>%n");
    }

    /** Adds a row: texts are escaped, {@link Html} is not; {@link Long}, {@link Integer} and {@link Figure} are numbers. */
    public Table row(Object... cells) {
        rows++;
        html.add("<tr>");
        for (int i = 0; i < cells.length; i++) {
            Object cell = cells[i];
            if (i == 0) {
                html.add("<th scope=\"row\">%s</th>", cell);
            } else if (cell instanceof Number number) {
                html.add("<td class=\"n\">%,d</td>", number.longValue());
            } else if (cell instanceof Figure figure) {
                html.add("<td class=\"n\">%s</td>", figure.text());
            } else {
                html.add("<td>%s</td>", cell);
            }
        }
        html.add("</tr>%n");
        return this;
    }

    /** A number as it is to be shown. */
    public record Figure(String text) {
        /** With two decimals. */
        public static Figure of(double number) {
            return new Figure(String.format(Locale.ROOT, "%.2f", number));
        }

        /** A share, 0 to 1, in percent. */
        public static Figure percent(double share) {
            return new Figure(String.format(Locale.ROOT, "%.1f %%", 100 * share));
        }
    }

    /** How many rows it has. */
    public int rows() {
        return rows;
    }

    /** The whole table; nothing can be added any more. */
    public Html html() {
        return html.add("</tbody></table></div>%n");
    }
}
