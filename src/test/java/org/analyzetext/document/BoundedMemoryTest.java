package org.analyzetext.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads streams that are far larger than the heap of the process that reads them. */
class BoundedMemoryTest {
    private static final String HEAP = "-Xmx24m";

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TEXT", "DOCUMENTS"})
    void fileLargerThanTheHeapIsRead(Format format) throws Exception {
        assertThat(documentsReadFrom(format, 50)).isEqualTo("51200 documents, 0 rejected");
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TEXT", "DOCUMENTS"})
    void fileOfTwoGigabytesIsRead(Format format) throws Exception {
        assertThat(documentsReadFrom(format, 2048)).isEqualTo("2097152 documents, 0 rejected");
    }

    private static String documentsReadFrom(Format format, int megabytes) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reading.class.getName(),
                        format.name(),
                        String.valueOf(megabytes))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor(10, TimeUnit.MINUTES);
        return printed.strip();
    }

    /** The process with the small heap. */
    static final class Reading implements DocumentSink {
        private long documents;
        private long rejections;

        public static void main(String[] arguments) throws IOException {
            Format format = Format.valueOf(arguments[0]);
            Reading reading = new Reading();
            InputStream in = new Repeating(format, Integer.parseInt(arguments[1]) * 1024L);
            new DocumentReader(ReadRecords.FIELDS, UTF_8, DocumentReader.ANY_SEPARATOR, "/documents", ReadRecords.RULES)
                    .read(in, "in/file", format, reading);
            System.out.println(reading.documents + " documents, " + reading.rejections + " rejected");
        }

        @Override
        public void document(Document document) {
            documents++;
        }

        @Override
        public void rejected(Rejected rejected) {
            rejections++;
        }
    }

    /** A stream of documents of 1 kB each, made as it is read. */
    private static final class Repeating extends InputStream {
        private final byte[] record;
        private final byte[] end;
        private long left;
        private byte[] now;
        private int at;

        Repeating(Format format, long records) {
            String text = "word ".repeat(200);
            String json = "{\"id\":\"a\",\"text\":\"" + text + "\",\"n\":1}";
            this.record = switch (format) {
                case JSON_LINES -> (json + "\n").getBytes(UTF_8);
                case JSON -> (json + ",").getBytes(UTF_8);
                case CSV -> ("a,\"" + text + "\n\"\n").getBytes(UTF_8);
                case TSV -> ("a\t" + text + "\n").getBytes(UTF_8);
                case TEXT, DOCUMENTS -> throw new IllegalArgumentException();
            };
            this.now = switch (format) {
                case JSON -> "{\"n\":1,\"documents\":[".getBytes(UTF_8);
                case CSV -> "id,text\n".getBytes(UTF_8);
                case TSV -> "id\ttext\n".getBytes(UTF_8);
                default -> new byte[0];
            };
            this.end = (format == Format.JSON ? json + "]}" : new String(record, UTF_8)).getBytes(UTF_8);
            this.left = records;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (at == now.length) {
                if (left == 0) {
                    return -1;
                }
                now = --left == 0 ? end : record;
                at = 0;
            }
            int count = Math.min(length, now.length - at);
            System.arraycopy(now, at, target, offset, count);
            at += count;
            return count;
        }
    }
}
