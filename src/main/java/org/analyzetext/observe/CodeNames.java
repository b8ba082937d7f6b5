package org.analyzetext.observe;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The first so many codes that come, if they are words: a label must not grow with what a service answers. Thread-safe. */
final class CodeNames {
    private static final String OTHER = "other";
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    CodeNames(int most) {
        this.most = most;
    }

    String bounded(String code) {
        if (!WORD.matcher(code).matches()) {
            return OTHER;
        }
        return known.contains(code) || (known.size() < most && known.add(code)) ? code : OTHER;
    }
}
