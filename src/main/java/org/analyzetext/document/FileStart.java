package org.analyzetext.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a file show: its charset, by its byte-order mark or by the NULs of UTF-16, and whether it is
 * something that holds no text at all.
 *
 * @param first the first bytes behind the mark, each as a character of ISO 8859-1
 * @param charset the charset that they show, else the configured one
 * @param mark how many bytes the byte-order mark has
 * @param rest the whole file behind the mark
 */
record FileStart(String first, Charset charset, int mark, InputStream rest) {
    private static final int LOOKED_AT = 4096;
    /** The longest come first, because one is the beginning of another. */
    private static final Map<String, String> MARKS = new LinkedHashMap<>();
    /** What files of other kinds begin with, in ISO 8859-1. */
    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    private static final Pattern HTML =
            Pattern.compile("(?is)\\s*(<\\?xml[^>]*>\\s*)?(<!--.*?-->\\s*)*<(!doctype\\s+html|html)\\b.*");

    static {
        MARKS.put("\u0000\u0000\u00FE\u00FF", "UTF-32BE");
        MARKS.put("\u00FF\u00FE\u0000\u0000", "UTF-32LE");
        MARKS.put("\u00841\u00953", "GB18030");
        MARKS.put("\u00EF\u00BB\u00BF", "UTF-8");
        MARKS.put("\u00FE\u00FF", "UTF-16BE");
        MARKS.put("\u00FF\u00FE", "UTF-16LE");
        KINDS.put("\u001F\u008B", "a gzip file");
        KINDS.put("PK\u0003\u0004", "a ZIP archive, as .xlsx and .docx files are");
        KINDS.put("%PDF-", "a PDF");
        KINDS.put("\u00D0\u00CF\u0011\u00E0", "an old Office file such as .xls or .doc");
        KINDS.put("{\\rtf", "a rich-text file (RTF)");
        KINDS.put("BZh91AY&SY", "a bzip2 file");
        KINDS.put("\u00FD7zXZ\u0000", "an xz file");
        KINDS.put("(\u00B5/\u00FD", "a Zstandard file");
        KINDS.put("7z\u00BC\u00AF", "a 7-Zip archive");
        KINDS.put("Rar!\u001A", "a RAR archive");
        KINDS.put("PAR1\u0015", "a Parquet file");
        KINDS.put("Obj\u0001", "an Avro file");
        KINDS.put("SQLite format 3\u0000", "an SQLite database");
        KINDS.put("\u0089PNG", "an image");
        KINDS.put("\u00FF\u00D8\u00FF", "an image");
    }

    static FileStart of(InputStream in, Charset configured) throws IOException {
        byte[] first = first(in);
        PushbackInputStream rest = new PushbackInputStream(in, LOOKED_AT);
        for (Map.Entry<String, String> each : MARKS.entrySet()) {
            if (latin1(first).startsWith(each.getKey())) {
                int mark = each.getKey().length();
                rest.unread(first, mark, first.length - mark);
                return new FileStart(latin1(first).substring(mark), Charset.forName(each.getValue()), mark, rest);
            }
        }
        rest.unread(first);
        return new FileStart(latin1(first), withoutMark(first, configured), 0, rest);
    }

    /** The beginning, as far as it can be read: a fault behind it is met again by who reads on. */
    private static byte[] first(InputStream in) throws IOException {
        byte[] first = new byte[LOOKED_AT];
        int filled = 0;
        try {
            int count = in.read(first);
            while (count > 0) {
                filled += count;
                count = in.read(first, filled, LOOKED_AT - filled);
            }
        } catch (MalformedFile e) {
            if (filled == 0) {
                throw e;
            }
        }
        return Arrays.copyOf(first, filled);
    }

    private static Charset withoutMark(byte[] first, Charset configured) {
        String name = configured.name();
        if (name.matches("(?i)UTF-(16|32)[BL]E")) {
            return configured;
        }
        if (looksLike(StandardCharsets.UTF_16LE, first, 1, configured)) {
            return StandardCharsets.UTF_16LE;
        }
        if (looksLike(StandardCharsets.UTF_16BE, first, 0, configured)) {
            return StandardCharsets.UTF_16BE;
        }
        // The names without a byte order stand for big-endian where there is no mark.
        return switch (name) {
            case "UTF-16" -> StandardCharsets.UTF_16BE;
            case "UTF-32" -> Charset.forName("UTF-32BE");
            default -> configured;
        };
    }

    /**
     * Whether bytes without a mark are this UTF-16: NULs stand on one side alone, and either every other byte is one, as
     * in western text, or the bytes are no other text: they have control characters, or are neither UTF-8 nor the
     * configured charset.
     */
    private static boolean looksLike(Charset utf16, byte[] first, int high, Charset configured) {
        int length = first.length - first.length % 2;
        int nuls = 0;
        int controls = 0;
        int ascii = 0;
        for (int i = 0; i < length; i++) {
            byte each = first[i];
            if (each == 0) {
                if (i % 2 != high) {
                    return false;
                }
                nuls++;
            } else if ((each >= ' ' && each <= '~') || each == '\n' || each == '\r' || each == '\t') {
                ascii++;
            } else if (each > 0 && each < ' ') {
                controls++;
            }
        }
        boolean western = nuls >= 2 && 4 * nuls >= length;
        // A file of ASCII with a damaged line has NULs too.
        boolean damaged = 10 * ascii >= 9 * (length - nuls);
        boolean other = nuls >= 2
                && 40 * nuls >= length
                && !damaged
                && (8 * controls >= length || !isOneOf(first, StandardCharsets.UTF_8, configured));
        return (western || other) && isText(decoded(utf16, Arrays.copyOf(first, length)));
    }

    /** Charsets of one byte for each character take any bytes, so they show nothing. */
    private static boolean isOneOf(byte[] bytes, Charset... charsets) {
        return Stream.of(charsets)
                .filter(charset -> charset.newEncoder().maxBytesPerChar() > 1)
                .anyMatch(charset -> decoded(charset, bytes) != null);
    }

    /** The text, but for a character that the end cuts in two; null where it is no text of that charset. */
    private static @Nullable String decoded(Charset charset, byte[] bytes) {
        CharsetDecoder decoder = charset.newDecoder();
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        return decoder.decode(ByteBuffer.wrap(bytes), chars, bytes.length < LOOKED_AT)
                        .isError()
                ? null
                : chars.flip().toString();
    }

    private static boolean isText(@Nullable String text) {
        return text != null
                && text.codePoints()
                        .allMatch(each -> Character.isDefined(each)
                                && Character.getType(each) != Character.PRIVATE_USE
                                && (!Character.isISOControl(each) || Character.isWhitespace(each)));
    }

    boolean hasMark() {
        return mark > 0;
    }

    boolean isEmpty() {
        return mark == 0 && first.isEmpty();
    }

    boolean isGzip() {
        return "a gzip file".equals(kind());
    }

    /** What it is, if it is no text that a document could be read from; null if it may be one. */
    @Nullable
    String kind() {
        for (Map.Entry<String, String> each : KINDS.entrySet()) {
            if (first.startsWith(each.getKey())) {
                return each.getValue();
            }
        }
        return HTML.matcher(text()).matches() ? "an HTML page" : null;
    }

    /** What it is, if it can't be of that format; null if it may be. */
    @Nullable
    String kind(Format format) {
        if (kind() != null) {
            return kind();
        }
        if (format == Format.TEXT && text().indexOf(0) >= 0) {
            return "binary, or in a charset that is not configured (it has NULs)";
        }
        return format == Format.JSON_LINES && text().stripLeading().startsWith("<?xml") ? "XML" : null;
    }

    /** The beginning as text, where single faults are of no matter. */
    private String text() {
        return new String(first.getBytes(StandardCharsets.ISO_8859_1), charset);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
