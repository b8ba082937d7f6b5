package org.analyzetext.observe;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The first so many names that come, if they look like some: a label must not grow with what a service answers. Thread-safe. */
final class CodeNames {
    private static final String OTHER = "other";
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern TEXT = Pattern.compile("\\P{Cntrl}{1,64}");

    private final int most;
    private final Pattern allowed;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    private CodeNames(int most, Pattern allowed) {
        this.most = most;
        this.allowed = allowed;
    }

    /** Names that are one word, such as codes. */
    static CodeNames ofWords(int most) {
        return new CodeNames(most, WORD);
    }

    /** Names in any language, such as classes. */
    static CodeNames ofTexts(int most) {
        return new CodeNames(most, TEXT);
    }

    String bounded(String name) {
        if (known.contains(name)) {
            return name;
        }
        return allowed.matcher(name).matches() && known.size() < most && known.add(name) ? name : OTHER;
    }
}
