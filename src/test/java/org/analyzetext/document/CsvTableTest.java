package org.analyzetext.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
    @TempDir
    Path folder;

    @Test
    void rowsStayAsTheyStandAndGetTheirValues() throws IOException {
        String table = added("id,text\r\n\"1\",\"a\r\n\"\"b\"\"\"\r\n\r\n2, c", UTF_8, "label", "score");

        assertThat(table)
                .isEqualTo(
                        "id,text,label,score\r\n\"1\",\"a\r\n\"\"b\"\"\",\"label 1, x\",0.1\r\n2, c,\"label 2, x\",0.2"
                                + "\r\n");
    }

    @Test
    void rowsWithoutValuesAreLeftOut() throws IOException {
        Path source = write("id,text\n1,a\n2,b\n3,c\n", UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        reader(UTF_8)
                .addColumns(
                        source,
                        "in/file.csv",
                        out,
                        false,
                        new CsvTable.Added(
                                List.of("n"),
                                false,
                                row -> row == 2 ? Optional.empty() : Optional.of(List.of("" + row))));

        assertThat(out).hasToString("id,text,n\n1,a,1\n3,c,3\n");
    }

    @Test
    void ordinalsAreTheReadersEvenWhereRowsCannotBeRead() throws IOException {
        String content = "id,text\n1,a\nonly one\n3,\u00FF\n\n4,\"x\"y\n5,e\n6,\"f";
        ReadRecords records = ReadRecords.of(Format.CSV, content.getBytes(ISO_8859_1), UTF_8);

        assertThat(records.documents)
                .extracting(document -> ((FilePosition) document.source()).ordinal())
                .containsExactly(1L, 5L);
        assertThat(added(content, ISO_8859_1, UTF_8, "label", "score"))
                .isEqualTo("id,text,label,score\n1,a,\"label 1, x\",0.1\n5,e,\"label 5, x\",0.5\n");
    }

    @Test
    void namesThatAreTakenAreNumbered() throws IOException {
        assertThat(added("text,label,label_2\na,b,c\n", UTF_8, "label", "label"))
                .startsWith("text,label,label_2,label_3,label_4\n");
    }

    @Test
    void copyKeepsTheCharsetAndTheByteOrderMark() throws IOException {
        assertThat(added("text\n\u00E9\n", ISO_8859_1, "a", "b")).isEqualTo("text,a,b\n\u00E9,\"label 1, x\",0.1\n");
        assertThat(added("\uFEFFtext\n", UTF_8, "a", "b")).isEqualTo("\uFEFFtext,a,b\n");
        assertThat(added("text\n", UTF_16LE, UTF_16LE, "a", "b")).isEqualTo("\uFEFFtext,a,b\n");
    }

    @Test
    void withoutAReadableHeaderNothingIsWritten() throws IOException {
        assertThat(added("", UTF_8, "a", "b")).isEmpty();
        assertThat(added("\uFEFF\"text", UTF_8, "a", "b")).isEmpty();
    }

    @Test
    void emptyValuesKeepTheirColumns() throws IOException {
        Path source = write("text\na\n", UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new DocumentReader(ReadRecords.FIELDS, UTF_8, ";", "", ReadRecords.RULES)
                .addColumns(
                        source,
                        "in/file.csv",
                        out,
                        false,
                        new CsvTable.Added(List.of("n"), false, row -> Optional.of(List.of(""))));

        assertThat(out.toString(UTF_8)).isEqualTo("text;n\na;\n");
    }

    @Test
    void cellsThatASpreadsheetWouldRunAreDefusedAndOtherRowsStayAsTheyStand() throws IOException {
        Path source = write("id,text,n\n1,\"=cmd|' /C calc'!A0\",-5\n\"2\",fine,\"+1,5\"\n3,\u200F@SUM(A1),x\n", UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        reader(UTF_8)
                .addColumns(
                        source,
                        "in/file.csv",
                        out,
                        false,
                        new CsvTable.Added(
                                List.of("-label"), true, row -> Optional.of(List.of(row == 2 ? "a" : "-x"))));

        assertThat(out.toString(UTF_8))
                .isEqualTo("id,text,n,'-label\n1,'=cmd|' /C calc'!A0,-5,'-x\n\"2\",fine,\"+1,5\",a\n"
                        + "3,'\u200F@SUM(A1),x,'-x\n");
    }

    @Test
    void wrongNumberOfValuesIsRefused() throws IOException {
        Path source = write("text\na\n", UTF_8);

        assertThatThrownBy(() -> reader(UTF_8)
                        .addColumns(
                                source,
                                "in/file.csv",
                                new ByteArrayOutputStream(),
                                false,
                                new CsvTable.Added(List.of("n"), false, row -> Optional.of(List.of("1", "2")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Row 1 got 2 values for 1 added columns");
    }

    private String added(String content, Charset charset, String... columns) throws IOException {
        return added(content, charset, charset, columns);
    }

    private String added(String content, Charset written, Charset read, String... columns) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reader(read)
                .addColumns(
                        write(content, written),
                        "in/file.csv",
                        out,
                        false,
                        new CsvTable.Added(
                                List.of(columns),
                                false,
                                row -> Optional.of(List.of("label " + row + ", x", "0." + row))));
        return out.toString(read);
    }

    private static DocumentReader reader(Charset charset) {
        return new DocumentReader(ReadRecords.FIELDS, charset, DocumentReader.ANY_SEPARATOR, "", ReadRecords.RULES);
    }

    private Path write(String content, Charset charset) throws IOException {
        return Files.write(folder.resolve("source.csv"), content.getBytes(charset));
    }
}
