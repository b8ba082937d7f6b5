package org.analyzetext.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.analyzetext.error.ConfigurationException;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads properties one by one and keeps every mistake, so that all are reported at once.
 *
 * <p>Long because there is a method for each type of value.
 */
public final class PropertyReader {
    public static final String PREFIX = "analyze-text.";

    /** The times that Camel reads for its own options too, but for their long spellings. */
    private static final Pattern TIME =
            Pattern.compile("\\d{1,12}|(?!$)(\\d{1,6}d)?(\\d{1,6}h)?(\\d{1,6}m)?(\\d{1,9}s)?(\\d{1,12}ms)?");

    /** In an address, or before a host's name: perhaps a password, which no message shows. */
    private static final Pattern USER_INFO = Pattern.compile("(https?://)?[^\\s'/:@]*:[^\\s']*@");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,50}");
    private static final Pattern PART = Pattern.compile("0?\\.\\d{1,9}|1(\\.0{1,9})?");

    private final Function<String, Optional<String>> source;
    private final Set<String> given;
    private final Pipeline pipeline;
    private final Set<String> mistakes = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();

    /** Reads from a source that knows properties by their whole names. */
    public PropertyReader(Function<String, Optional<String>> source) {
        this(source, Set.of(), Pipeline.UNNAMED);
    }

    /**
     * Reads those of a pipeline.
     *
     * @param given the whole names of the properties that are set, as far as they can be listed
     */
    public PropertyReader(Function<String, Optional<String>> source, Set<String> given, Pipeline pipeline) {
        this.source = source;
        this.given = Set.copyOf(given);
        this.pipeline = pipeline;
    }

    /** Whose properties are read. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /** The whole name of a property. */
    public String property(String name) {
        return pipeline.prefix() + name;
    }

    /** What follows this name and a dot in the names of properties that are set, in order. */
    public List<String> namesUnder(String name) {
        String start = property(name) + ".";
        return given.stream()
                .filter(each -> each.startsWith(start))
                .map(each -> each.substring(start.length()))
                .sorted()
                .toList();
    }

    /** The value without spaces around it; empty where there is none. */
    public String text(String name) {
        return source.apply(property(name)).map(String::strip).orElse("");
    }

    /** Names with commas between them; none where there is no value. */
    public List<String> names(String name) {
        return Arrays.stream(text(name).split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /**
     * The names of tasks or resources: those of the property, in its order; where it is empty, those that have properties
     * of their own, such as {@code tasks.<name>.kind}, in alphabetical order.
     */
    public List<String> namesOrKeys(String name) {
        List<String> names = names(name);
        if (!names.isEmpty()) {
            return names;
        }
        return namesUnder(name).stream()
                .filter(each -> each.indexOf('.') > 0)
                .map(each -> each.substring(0, each.indexOf('.')))
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether a task or a resource can have this name. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** A character between fields: a tab stands for itself, or is written as in other configurations. */
    public String separator(String name) {
        String value = source.apply(property(name)).orElse("");
        return value.equals("\t") || value.strip().equals("\\t") ? "\t" : value.strip();
    }

    public String required(String name, String what) {
        return required(name, what, text(name));
    }

    /** A secret that can't be done without. */
    public String requiredSecret(String name, String what) {
        int before = mistakes.size();
        String value = secret(name);
        return mistakes.size() > before ? value : required(name, what, value);
    }

    private String required(String name, String what, String value) {
        if (value.isEmpty()) {
            mistake(name, "is missing: " + what + " (or set " + environmentName(name) + ")");
        }
        return value;
    }

    /** A secret, from its property or from the file that {@code <name>-file} names; empty where there is neither. */
    public String secret(String name) {
        String file = text(name + "-file");
        if (file.isEmpty()) {
            return text(name);
        }
        if (!text(name).isEmpty()) {
            mistake(name, "and " + property(name) + "-file are both set; set one of them");
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException unreadable) {
            mistake(name + "-file", "is '" + file + "', which can't be read: " + unreadable);
            return "";
        }
    }

    public String oneOf(String name, List<String> allowed) {
        return oneOf(name, allowed, text(name));
    }

    /** One of the allowed values; {@code otherwise} stands in for any other, which is a mistake. */
    public String oneOf(String name, List<String> allowed, String otherwise) {
        String value = text(name);
        if (allowed.contains(value)) {
            return value;
        }
        mistake(name, "is '" + value + "', but can only be " + String.join(" or ", allowed));
        return otherwise;
    }

    public boolean flag(String name) {
        return oneOf(name, List.of("true", "false")).equals("true");
    }

    public int number(String name, int least, int most) {
        String value = text(name);
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // reported below, with the same words as a number out of range
        }
        mistake(name, "is '" + value + "', but must be a whole number from " + least + " to " + most);
        return least;
    }

    /** A part of a whole: above 0 and up to 1; null for the word that stands for none. */
    public @Nullable Double partOr(String name, String none) {
        String value = text(name);
        if (value.equals(none)) {
            return null;
        }
        if (PART.matcher(value).matches() && Double.parseDouble(value) > 0) {
            return Double.parseDouble(value);
        }
        mistake(name, "is '" + value + "', but must be " + none + ", or a number above 0 and up to 1, such as 0.5");
        return null;
    }

    public Duration duration(String name) {
        String value = text(name);
        if (TIME.matcher(value).matches()) {
            return Duration.ofMillis(TimeUtils.toMilliSeconds(value));
        }
        mistake(name, "is '" + value + "', but must be a time such as 500ms, 30s, 5m or 2h");
        return Duration.ZERO;
    }

    /** A time within bounds. */
    public Duration duration(String name, Duration least, Duration most) {
        int before = mistakes.size();
        Duration time = duration(name);
        if (mistakes.size() == before && (time.compareTo(least) < 0 || time.compareTo(most) > 0)) {
            mistake(name, "is '" + text(name) + "', but must be a time from " + words(least) + " to " + words(most));
        }
        return time;
    }

    private static String words(Duration time) {
        if (time.isZero()) {
            return "0s";
        }
        long millis = time.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        return time.toSeconds() % 60 != 0
                ? time.toSeconds() + "s"
                : time.toMinutes() % 60 != 0 ? time.toMinutes() + "m" : time.toHours() + "h";
    }

    public Path folder(String name) {
        String value = required(name, "a folder");
        try {
            return Path.of(value.isEmpty() ? name : value);
        } catch (InvalidPathException noPath) {
            mistake(name, "can't be a folder's name: " + noPath.getReason());
            return Path.of(name);
        }
    }

    /** Folders with commas between them, each of which must be there; none where there is no value. */
    public List<Path> folders(String name) {
        List<Path> folders = new ArrayList<>();
        for (String value : text(name).split("\\s*,\\s*", -1)) {
            if (!value.isEmpty()) {
                try {
                    folders.add(Path.of(value).toRealPath());
                } catch (IOException | InvalidPathException notThere) {
                    mistake(name, "names '" + value + "', which does not exist");
                }
            }
        }
        return folders;
    }

    public Charset charset(String name) {
        String value = text(name);
        try {
            return Charset.forName(value);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            mistake(
                    name,
                    "is '" + value + "', which is no charset that this Java knows; for example UTF-8 or windows-1252");
            return Charset.defaultCharset();
        }
    }

    public ZoneId zone(String name) {
        String value = text(name);
        try {
            return ZoneId.of(value);
        } catch (DateTimeException unknown) {
            mistake(name, "is '" + value + "', which is no time zone; for example UTC, Europe/Berlin or +05:30");
            return ZoneOffset.UTC;
        }
    }

    /** An http(s) address, without a slash at the end. */
    public URI address(String name, String example) {
        String value = required(name, "an address such as " + example);
        try {
            URI uri = new URI(value.replaceAll("/+$", ""));
            boolean http = "https".equals(lower(uri.getScheme())) || "http".equals(lower(uri.getScheme()));
            if (http && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException noAddress) {
            // reported below
        }
        if (!value.isEmpty()) {
            mistake(
                    name,
                    "is '" + value + "', but must be an address such as " + example
                            + ", without a user, a password or a query");
        }
        return URI.create("http://localhost");
    }

    private static String lower(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    /** What {@code make} makes; when it refuses a value, a mistake of the properties that begin with this name. */
    public <T> Optional<T> checked(String name, Supplier<T> make) {
        try {
            return Optional.of(make.get());
        } catch (IllegalArgumentException refused) {
            mistake(name, "can't be used: " + refused.getMessage());
            return Optional.empty();
        }
    }

    /** Whether an optional library is there; a mistake of the property that needs it where it is not. */
    public boolean hasLibrary(String name, String type, String dependency) {
        try {
            Class.forName(type, false, PropertyReader.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            mistake(
                    name,
                    "is " + text(name) + ", which needs the dependency " + dependency
                            + ", and that is not on the class path");
            return false;
        }
    }

    /** Notes a mistake, once, however often the property is read. */
    public void mistake(String name, String sentence) {
        mistakes.add(property(name) + " " + USER_INFO.matcher(sentence).replaceAll("$1***@"));
    }

    /** Notes what is no mistake, but may be the reason for one. */
    public void note(String sentence) {
        notes.add(sentence);
    }

    /** What was noted. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Notes a mistake of a property of that whole name, whosever it is. */
    void mistakeOf(String wholeName, String sentence) {
        mistakes.add(wholeName + " " + sentence);
    }

    /** Throws all mistakes at once, if there are any, with what was noted. */
    public void throwMistakes() {
        if (!mistakes.isEmpty()) {
            throw new ConfigurationException(List.copyOf(mistakes), notes());
        }
    }

    private String environmentName(String name) {
        return KnownProperties.variable(property(name));
    }
}
