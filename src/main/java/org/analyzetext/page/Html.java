package org.analyzetext.page;

import java.util.Locale;

/** Builds markup; every text that is put into it is escaped. Not thread-safe. */
public final class Html {
    private final StringBuilder markup = new StringBuilder();

    /**
     * Adds markup of ours, as {@link String#format} does.
     *
     * @param arguments texts are escaped; numbers and {@link Html} are not
     */
    public Html add(String format, Object... arguments) {
        Object[] safe = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            safe[i] = arguments[i] instanceof CharSequence text ? text(text.toString()) : arguments[i];
        }
        markup.append(String.format(Locale.ROOT, format, safe));
        return this;
    }

    /** Adds markup that is complete. */
    public Html add(Html other) {
        markup.append(other.markup);
        return this;
    }

    /** Markup of ours as it is, signs that {@link String#format} reads too. */
    public static Html verbatim(String markup) {
        Html html = new Html();
        html.markup.append(markup);
        return html;
    }

    /** Markup of ours, as {@link #add} takes it. */
    public static Html of(String format, Object... arguments) {
        return new Html().add(format, arguments);
    }

    /**
     * A name that strangers chose, in at most so many characters; the whole one is its title.
     *
     * @param most how many characters are shown, at least 2
     */
    public static Html name(String name, int most) {
        if (name.codePointCount(0, name.length()) <= most) {
            return of("%s", name);
        }
        String start = name.substring(0, name.offsetByCodePoints(0, most - 1));
        String whole = name.length() <= 1_000 ? name : name.substring(0, 1_000) + "…";
        return of("<span title=\"%s\">%s…</span>", whole, start);
    }

    /**
     * A text escaped for elements and quoted attributes. Characters that can't be seen, or turn the direction of the text
     * around them, are written as their number.
     */
    public static String text(String raw) {
        StringBuilder escaped = new StringBuilder(raw.length() + 16);
        raw.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    if (Character.getType(point) == Character.FORMAT || Character.isISOControl(point)) {
                        escaped.append(String.format(Locale.ROOT, "\\u%04x", point));
                    } else if (Character.getType(point) == Character.SURROGATE) {
                        escaped.append('\uFFFD');
                    } else {
                        escaped.appendCodePoint(point);
                    }
                }
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return markup.toString();
    }
}
