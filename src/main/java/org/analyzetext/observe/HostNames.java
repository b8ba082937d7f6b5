package org.analyzetext.observe;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names under which the observe port may be asked. A page of a stranger can make its own name point here, and a
 * browser would then let it read the answers: such a request has that name in its header {@code Host}. An address is no
 * name, so nobody else can own it.
 */
final class HostNames {
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+(%[\\w.-]+)?]");
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    private final Set<String> names = new TreeSet<>(Set.of("localhost"));

    /**
     * These and {@code localhost}.
     *
     * @param bound the address that is served, perhaps as a name
     */
    HostNames(String bound, Collection<String> more) {
        names.add(bound.toLowerCase(Locale.ROOT));
        more.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether a request with this header may be answered; one without is from no browser. */
    boolean allow(@Nullable String host) {
        if (host == null) {
            return true;
        }
        String name = PORT.matcher(host.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
        return names.contains(name) || ADDRESS.matcher(name).matches();
    }
}
