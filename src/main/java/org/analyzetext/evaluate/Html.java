package org.analyzetext.evaluate;

import java.util.Locale;

/** Builds a page; every text goes through {@link #text}. */
final class Html {
    private final StringBuilder page = new StringBuilder();

    /** Markup of ours. Its arguments are escaped where they are texts. */
    Html add(String markup, Object... arguments) {
        Object[] safe = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            safe[i] = arguments[i] instanceof CharSequence text ? text(text.toString()) : arguments[i];
        }
        page.append(String.format(Locale.ROOT, markup, safe));
        return this;
    }

    /** Escaped for elements and quoted attributes; what would turn the direction of the text around it is kept inside. */
    static String text(String raw) {
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
        return page.toString();
    }
}
