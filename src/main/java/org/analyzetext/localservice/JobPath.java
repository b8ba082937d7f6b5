package org.analyzetext.localservice;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses of the API. A doubled slash, as from an endpoint that ends in one, does no harm. */
final class JobPath {
    static final String FIRST_PART = "language";
    static final String JOBS = "/language/analyze-text/jobs";
    private static final Pattern PATH = Pattern.compile("/+language/+analyze-text/+jobs(?:/+([^/:]+)(:cancel)?)?/?");

    private JobPath() {}

    static Operation operation(String method, String path) {
        Matcher matcher = PATH.matcher(path);
        if (matcher.matches()) {
            boolean job = matcher.group(1) != null;
            boolean cancel = matcher.group(2) != null;
            if (method.equals("POST") && !job) {
                return Operation.SUBMIT;
            }
            if (method.equals("GET") && job && !cancel) {
                return Operation.STATE;
            }
            if (method.equals("POST") && cancel) {
                return Operation.CANCEL;
            }
        }
        return Operation.UNKNOWN;
    }

    static Optional<UUID> jobId(String path) {
        Matcher matcher = PATH.matcher(path);
        try {
            return matcher.matches() ? Optional.ofNullable(matcher.group(1)).map(UUID::fromString) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
