package org.analyzetext.service;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One Azure AI Language resource.
 *
 * @param name what the configuration calls it; stands in job records and results
 * @param endpoint its address, without a slash at the end; only this address is ever called
 * @param credentials what lets our calls in
 * @param apiVersion the version of the service's interface, such as {@code 2022-05-01}
 * @param quota what it allows this process
 */
public record Resource(String name, URI endpoint, Credentials credentials, String apiVersion, Quota quota) {
    /** Names and numbers of this machine alone; others are not looked up, since what a name means can change. */
    private static final Pattern LOOPBACK =
            Pattern.compile("(?:[^.]+\\.)*localhost|127(?:\\.\\d{1,3}){3}|\\[(?:0*:)*:?0*1]", Pattern.CASE_INSENSITIVE);

    /** The path of the jobs, behind the endpoint. */
    public static final String JOBS_PATH = "/language/analyze-text/jobs";

    /** The name of the one resource where none are named. */
    public static final String UNNAMED = "default";

    /** Whether an address lies on this resource, so that the key may go there. */
    boolean owns(URI address) {
        return endpoint.getScheme().equalsIgnoreCase(address.getScheme())
                && endpoint.getHost().equalsIgnoreCase(address.getHost())
                && endpoint.getPort() == address.getPort()
                && address.getRawPath().startsWith(jobsPath());
    }

    /** The path of the jobs, behind what a gateway may have put before it. */
    public String jobsPath() {
        String prefix = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
        return prefix + JOBS_PATH;
    }

    /** What somebody on the way to it could read, in plain words; empty where nobody can, or where the way ends here. */
    public Optional<String> warning() {
        boolean bare = !endpoint.getScheme().equalsIgnoreCase("https")
                && !LOOPBACK.matcher(endpoint.getHost()).matches();
        return bare
                ? Optional.of(
                        property("endpoint") + " is " + endpoint + ": the " + credentials.what()
                                + " and all texts go there unencrypted; use https:// unless the network in between is yours alone")
                : Optional.empty();
    }

    /** The whole name of one of its properties. */
    public String property(String property) {
        return property(name, property);
    }

    /** The whole name of one of the properties of the resource of that name. */
    public static String property(String resource, String property) {
        return "analyze-text." + (resource.equals(UNNAMED) ? "" : "resources." + resource + ".") + property;
    }

    /** Says all but what lets us in. */
    @Override
    public String toString() {
        return name + " (" + endpoint + ")";
    }
}
