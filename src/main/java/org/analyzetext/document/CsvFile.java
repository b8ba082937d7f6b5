package org.analyzetext.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** A CSV file: a header, then a document a row. */
final class CsvFile {
    private final CsvRows rows;
    private final Encoding encoding;
    private final DocumentFields fields;
    private final RecordCollector intake;

    CsvFile(CsvRows rows, Encoding encoding, DocumentFields fields, RecordCollector intake) {
        this.rows = rows;
        this.encoding = encoding;
        this.fields = fields;
        this.intake = intake;
    }

    void read() throws IOException {
        CsvHeader header = CsvHeader.read(rows, encoding);
        if (header == null) {
            return;
        }
        CsvColumns columns;
        try {
            columns = header.columns(rows, fields);
        } catch (UnreadableRecord e) {
            intake.rejected(intake.next(header.row().line()), e, header.row().place(encoding));
            return;
        }
        for (RawRecord row = rows.next(); row != null; row = rows.next()) {
            read(row, columns);
        }
    }

    private void read(RawRecord row, CsvColumns columns) throws IOException {
        FilePosition position = intake.next(row.line());
        Document document;
        try {
            List<String> values = rows.fields(row);
            CsvColumns.check(row, values, columns.count());
            document = columns.document(position, values);
        } catch (UnreadableRecord e) {
            ObjectNode content = row.content(encoding);
            intake.rejected(position, e, content);
            return;
        }
        intake.document(document);
    }
}
