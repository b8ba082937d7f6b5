package org.analyzetext.edge.files;

import org.analyzetext.config.PropertyReader;

/**
 * How results beside the rows of a table are written.
 *
 * @param classColumns whether each class has a column of its own, with its confidence
 * @param defused whether cells that a spreadsheet would run as a formula get a {@code '} before them
 */
record CsvSettings(boolean classColumns, boolean defused) {
    /** Reads {@code files.csv-class-columns} and {@code files.csv-defuse-formulas}. */
    static CsvSettings read(PropertyReader in) {
        return new CsvSettings(in.flag("files.csv-class-columns"), in.flag("files.csv-defuse-formulas"));
    }
}
