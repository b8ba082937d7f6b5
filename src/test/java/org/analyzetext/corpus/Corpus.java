package org.analyzetext.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Bad records, hand-made and generated, each a JSON object or what is left of one: a line of a file, or a record. */
public final class Corpus {
    /** What fits in a request of the service that the corpus is sent to. */
    public static final int MAX_CHARACTERS = 2_000;
    /** A text with this word is refused by the service when it is submitted, with all its neighbours. */
    public static final String REFUSED = "poisonous";
    /** A text with this word gets an error inside its job. */
    public static final String FAULTY = "indigestible";

    private static final long SEED = 20261123;
    private static final String GOOD =
            "{\"id\":\"d-1\",\"text\":\"Where is my parcel?\",\"language\":\"en\",\"n\":{\"a\":[1,2]}}";

    private final Random random = new Random(SEED);
    private final List<BadInput> all = new ArrayList<>();

    private Corpus() {}

    /** All records. */
    public static List<BadInput> all() {
        Corpus corpus = new Corpus();
        corpus.ids();
        corpus.texts();
        corpus.json();
        corpus.encodings();
        corpus.characters();
        corpus.languages();
        corpus.bombs();
        corpus.poison();
        return List.copyOf(corpus.all);
    }

    /** A good document, to stand between the bad ones. */
    public static byte[] good(int number) {
        return "{\"id\":\"good-%d\",\"text\":\"Where is my parcel number %d?\"}"
                .formatted(number, number)
                .getBytes(UTF_8);
    }

    private void add(String kind, String outcome, String... records) {
        for (String record : records) {
            all.add(new BadInput(kind, record.getBytes(UTF_8), outcome));
        }
    }

    /** Documents with these texts, as they stand between the quotes of JSON. */
    private void addTexts(String kind, String outcome, String... texts) {
        for (String text : texts) {
            add(kind, outcome, "{\"id\":\"x\",\"text\":\"" + text + "\"}");
        }
    }

    private void ids() {
        for (String id :
                List.of("", "\"id\":null,", "\"ID\":\"other\",", "\"id\":\"\",", "\"id\":7,", "\"id\":-1.5e3,")) {
            add("no id, or an odd one", BadInput.RESULT, "{" + id + "\"text\":\"Where is it?\"}");
        }
        for (String id :
                List.of("../../etc/passwd", "a\\u0000b", "\\r\\nHost: evil", "x".repeat(20_000), "<b>", "${x}")) {
            add("hostile id", BadInput.RESULT, "{\"id\":\"" + id + "\",\"text\":\"Where is it?\"}");
        }
        for (String id : List.of("[]", "{}", "true", "false", "[\"a\"]", "{\"a\":1}")) {
            add("id of a wrong type", "InvalidId", "{\"id\":" + id + ",\"text\":\"Where is it?\"}");
        }
    }

    private void texts() {
        addTexts("empty text", "EmptyText", "");
        addTexts(
                "blank text",
                "EmptyText",
                " ",
                "\\t\\r\\n",
                "\\u00a0",
                "\\u2003\\u3000",
                "\\u0085",
                "\\u2028",
                "\\u000b\\f",
                " ".repeat(5_000));
        add(
                "no text",
                "MissingText",
                "{}",
                "{\"id\":\"x\"}",
                "{\"Text\":\"a\"}",
                "{\"txt\":\"a\"}",
                "{\"a\":{\"text\":\"a\"}}");
        for (String value : List.of("null", "1", "0.5", "true", "false", "[]", "{}", "[\"a\"]", "{\"text\":\"a\"}")) {
            add("text that is no string", "TextNotAString", "{\"id\":\"x\",\"text\":" + value + "}");
        }
        addTexts(
                "over-long text",
                "TextTooLong",
                "word ".repeat(500),
                "x".repeat(MAX_CHARACTERS + 1),
                "\uD83D\uDC69".repeat(2_500));
    }

    private void json() {
        for (int end = 1; end < GOOD.length(); end++) {
            add("truncated JSON", "InvalidJson", GOOD.substring(0, end));
        }
        add(
                "not JSON",
                "InvalidJson",
                "no json",
                "{'text':'a'}",
                "{text:\"a\"}",
                "{\"text\":\"a\",}",
                "{\"text\":\"a\"}}",
                "{\"text\":\"a\"} {\"text\":\"b\"}",
                "{\"text\":\"a\"}x",
                "{\"text\":\"a\" // b",
                "{\"text\":\"a\\x\"}",
                "{\"text\":\"\\u12\"}",
                "{\"text\":\"a\",\"n\":NaN}",
                "{\"text\":\"a\",\"n\":01}",
                "{\"text\":\"a\",\"n\":+1}",
                "{\"text\" \"a\"}",
                "{\"text\":\"a\";}",
                "id,text",
                "<text>a</text>",
                "---",
                "{\"text\":\"a\"",
                "\"",
                "{",
                "}",
                ",");
        add("JSON, but no object", "InvalidJson", "[]", "1", "\"a\"", "null", "true", "[{\"text\":\"a\"}]");
        add(
                "a key twice",
                "InvalidJson",
                "{\"text\":\"a\",\"text\":\"b\"}",
                "{\"id\":1,\"text\":\"a\",\"id\":2}",
                "{\"text\":\"a\",\"m\":{\"k\":1,\"k\":1}}");
        for (int i = 0; i < 40; i++) {
            int at = 1 + random.nextInt(GOOD.length() - 2);
            // Two colons side by side, or a quote that opens a string inside another, are never JSON.
            add("a character too much", "InvalidJson", GOOD.substring(0, at) + "\"::\"" + GOOD.substring(at));
        }
    }

    private void encodings() {
        String[] malformed = {
            "\u00ff",
            "\u00fe\u00ff",
            "\u00c3",
            "\u00c3(",
            "\u00e2\u0082",
            "\u00c0\u00af",
            "\u00ed\u00a0\u0080",
            "\u00f5\u0080\u0080\u0080",
            "\u0080",
            "\u00f0\u0028\u008c\u00bc"
        };
        for (String bytes : malformed) {
            for (String place :
                    List.of("{\"text\":\"a@\"}", "{\"id\":\"@\",\"text\":\"a\"}", "{\"text\":\"a\",\"m\":\"@\"}")) {
                all.add(new BadInput(
                        "malformed UTF-8", place.replace("@", bytes).getBytes(ISO_8859_1), "InvalidEncoding"));
            }
        }
        for (String text : List.of("Grüße", "façade", "naïve café", "señor")) {
            all.add(new BadInput(
                    "Latin-1 instead of UTF-8",
                    ("{\"text\":\"" + text + "\"}").getBytes(ISO_8859_1),
                    "InvalidEncoding"));
        }
        all.add(new BadInput("UTF-16 instead of UTF-8", "{\"text\":\"abc\"}".getBytes(UTF_16LE), "InvalidJson"));
    }

    private void characters() {
        for (String half : List.of("\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\ud83dx", "\\ud83d\\ud83d\\ude00")) {
            add(
                    "half of a surrogate pair",
                    "InvalidUnicode",
                    "{\"id\":\"x\",\"text\":\"a " + half + "\"}",
                    "{\"id\":\"" + half + "\",\"text\":\"a\"}",
                    "{\"id\":\"x\",\"text\":\"a\",\"m\":{\"" + half + "\":1}}");
        }
        for (int control = 0; control < 0x20; control++) {
            addTexts("control character, escaped", BadInput.RESULT, "a\\u%04xb".formatted(control));
            if (control != '\n') {
                addTexts("control character as it stands", "InvalidJson", "a" + (char) control + "b");
            }
        }
        addTexts(
                "odd characters",
                BadInput.RESULT,
                "a\\u007f",
                "\\u0080x",
                "\\uffff",
                "\\ufeffx",
                "\\u202eabc",
                "a" + "\u0301".repeat(3_000),
                "\\u200d!");
    }

    private void languages() {
        for (String language : List.of(
                "\"e\"",
                "\"english please\"",
                "\"en_US\"",
                "\"xx\"",
                "\"qq-DE\"",
                "\"en-\"",
                "\"en\\n\"",
                "\"" + "en-" + "ab".repeat(40) + "\"",
                "\" en\"",
                "1",
                "true",
                "[]",
                "{}")) {
            add("wrong language", "InvalidLanguage", "{\"text\":\"a b c\",\"language\":" + language + "}");
        }
        for (String language : List.of("null", "\"\"", "\"EN\"", "\"pt-BR\"", "\"zh-Hans\"")) {
            add("odd, but right language", BadInput.RESULT, "{\"text\":\"a b c\",\"language\":" + language + "}");
        }
        for (String language : List.of("zzz", "qqq")) {
            add(
                    "language that only the service refuses",
                    "UnsupportedLanguageCode",
                    "{\"text\":\"a b c\",\"language\":\"" + language + "\"}");
        }
    }

    private void bombs() {
        for (int depth : new int[] {101, 1_000, 100_000}) {
            add(
                    "nested too deep",
                    "InvalidJson",
                    "{\"text\":\"a\",\"m\":" + "[".repeat(depth) + "]".repeat(depth) + "}",
                    "{\"text\":\"a\",\"m\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + "}",
                    "[".repeat(depth));
        }
        add(
                "a number too large",
                "InvalidJson",
                "{\"text\":\"a\",\"m\":" + "9".repeat(501) + "}",
                "{\"text\":\"a\",\"m\":1e99999999999}",
                "{\"text\":\"a\",\"m\":0." + "1".repeat(100_000) + "}");
        add("17 megabytes", "RecordTooLarge", "{\"text\":\"" + "a".repeat(17 << 20) + "\"}");
        add("17 megabytes of nothing", "RecordTooLarge", "{\"text\":\"a\"}" + " ".repeat(17 << 20));
    }

    private void poison() {
        for (int i = 0; i < 3; i++) {
            addTexts("refused by the service with its batch", "InvalidDocument", "This is " + REFUSED + " " + i);
            addTexts("refused by the service inside its job", "InvalidDocument", "This is " + FAULTY + " " + i);
        }
    }
}
