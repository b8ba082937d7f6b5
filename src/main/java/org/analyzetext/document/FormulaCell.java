package org.analyzetext.document;

import java.util.List;
import java.util.regex.Pattern;

/** Cells of a table that a spreadsheet would run as a formula when it opens the file. */
public final class FormulaCell {
    /** What begins a formula, in full width too, or lets another cell begin. */
    private static final String STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+([.,][0-9]+)?");

    private FormulaCell() {}

    /** Whether the cell begins like a formula; spaces and invisible characters before it do not count, numbers are none. */
    public static boolean isOne(String cell) {
        int start = 0;
        while (start < cell.length()
                && (cell.charAt(start) == ' ' || Character.getType(cell.charAt(start)) == Character.FORMAT)) {
            start++;
        }
        return start < cell.length()
                && STARTS.indexOf(cell.charAt(start)) >= 0
                && !NUMBER.matcher(cell).matches();
    }

    /** The cell, with {@code '} before it where it is one: spreadsheets take it for text. */
    public static String defused(String cell) {
        return isOne(cell) ? "'" + cell : cell;
    }

    static List<String> defused(List<String> cells) {
        return cells.stream().map(FormulaCell::defused).toList();
    }
}
