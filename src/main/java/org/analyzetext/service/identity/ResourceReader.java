package org.analyzetext.service.identity;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.service.Credentials;
import org.analyzetext.service.HttpLimits;
import org.analyzetext.service.KeySource;
import org.analyzetext.service.Keys;
import org.analyzetext.service.Network;
import org.analyzetext.service.Quota;
import org.analyzetext.service.Resource;
import org.analyzetext.service.Tokens;

/** Reads which resources are called, and what lets us in there. */
final class ResourceReader {
    private static final Pattern API_VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(-preview)?");
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    /** Headers that HTTP or the service needs for something else. */
    private static final Set<String> TAKEN = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent");

    private static final List<String> AUTH = List.of("key", "entra");
    private static final List<String> CREDENTIALS =
            List.of("default", "managed-identity", "workload-identity", "client-secret");
    private static final String IDENTITY_LIBRARY = "com.azure.identity.DefaultAzureCredentialBuilder";
    /** Addresses that many resources share, which take keys alone. */
    private static final String SHARED_ADDRESS = ".api.cognitive.microsoft.com";

    /** What the service's own addresses begin with, behind what a gateway has put before it. */
    private static final Pattern OWN_PATH =
            Pattern.compile("(.*?)/(language/:?analyze|text/analytics).*", Pattern.CASE_INSENSITIVE);
    /** Resources that are called without a gateway. */
    private static final Pattern AZURE = Pattern.compile(
            ".*\\.(cognitiveservices\\.azure\\.(com|us|cn)|api\\.cognitive\\.(microsoft|azure)\\.(com|us|cn))",
            Pattern.CASE_INSENSITIVE);

    private final PropertyReader in;
    private final Network network;
    private final HttpLimits http;

    private ResourceReader(PropertyReader in, Network network, HttpLimits http) {
        this.in = in;
        this.network = network;
        this.http = http;
    }

    /** The resources that are called, at least one. */
    static List<Resource> resources(PropertyReader in, Network network, HttpLimits http) {
        return new ResourceReader(in, network, http).resources();
    }

    private List<Resource> resources() {
        List<String> names = in.namesOrKeys("resources");
        if (names.isEmpty()) {
            return List.of(resource(Resource.UNNAMED, ""));
        }
        List<Resource> resources = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!PropertyReader.isName(name) || name.equals(Resource.UNNAMED) || !seen.add(name)) {
                in.mistake(
                        "resources",
                        "names '" + name
                                + "', but each is named once, with 1 to 50 of the characters A-Z a-z 0-9 _ -, and none is 'default'");
            }
            Resource resource = resource(name, "resources." + name + ".");
            if (resources.stream().anyMatch(other -> other.endpoint().equals(resource.endpoint()))) {
                in.mistake(
                        "resources." + name + ".endpoint",
                        "is that of another resource: each has a quota, so one address is one resource");
            }
            resources.add(resource);
        }
        return List.copyOf(resources);
    }

    /** A resource whose properties begin so; what is the same for all may stand in the properties without a name. */
    private Resource resource(String name, String prefix) {
        String version = in.text(own(prefix, "api-version"));
        if (!API_VERSION.matcher(version).matches()) {
            in.mistake("api-version", "is '" + version + "', but must be a version such as 2022-05-01");
        }
        URI endpoint = in.address(prefix + "endpoint", "https://my-resource.cognitiveservices.azure.com");
        checkPath(prefix + "endpoint", endpoint);
        return new Resource(
                name,
                endpoint,
                in.oneOf(own(prefix, "auth"), AUTH, "key").equals("entra") ? tokens(prefix, endpoint) : keys(prefix),
                version,
                new Quota(
                        in.number(own(prefix, "quota.requests-per-minute"), 1, 1_000_000),
                        in.partOr(own(prefix, "quota.share"), "auto"),
                        in.flag(own(prefix, "quota.separate")),
                        in.flag("quota.enabled")));
    }

    /** The path of the jobs is added to the endpoint, which may have what a gateway puts before it, and no more. */
    private void checkPath(String property, URI endpoint) {
        String path = endpoint.getPath() == null ? "" : endpoint.getPath();
        boolean direct = AZURE.matcher(String.valueOf(endpoint.getHost())).matches();
        if (OWN_PATH.matcher(path).matches() || (direct && !path.isEmpty())) {
            in.mistake(
                    property,
                    "is " + endpoint + ", whose path is too long: " + Resource.JOBS_PATH + " is added to it. Use "
                            + endpoint.toString()
                                    .substring(0, endpoint.toString().length() - path.length())
                            + (direct ? "" : OWN_PATH.matcher(path).replaceFirst("$1")));
        }
    }

    private String own(String prefix, String name) {
        return in.text(prefix + name).isEmpty() ? name : prefix + name;
    }

    private Credentials keys(String prefix) {
        String property = own(prefix, "key-header");
        String header = in.required(property, "the header of the key, such as " + Keys.HEADER);
        boolean taken = TAKEN.contains(header.toLowerCase(Locale.ROOT));
        if (taken || (!header.isEmpty() && !HEADER.matcher(header).matches())) {
            in.mistake(
                    property,
                    "is '" + header + "', " + (taken ? "which is used for something else" : "which is no header's name")
                            + "; for example " + Keys.HEADER + " or api-key");
        }
        List<KeySource> keys = new ArrayList<>();
        keys.add(key(prefix + "api-key", "the key of the Azure AI Language resource"));
        if (isSet(prefix + "second.api-key")) {
            keys.add(key(prefix + "second.api-key", "the second key"));
        }
        return Keys.in(header, keys);
    }

    /** Whether a secret is given, in one way or the other. */
    private boolean isSet(String secret) {
        return !in.text(secret).isEmpty() || !in.text(secret + "-file").isEmpty();
    }

    private Credentials tokens(String prefix, URI endpoint) {
        if (String.valueOf(endpoint.getHost()).endsWith(SHARED_ADDRESS)) {
            in.mistake(
                    prefix + "endpoint",
                    "is " + endpoint + ", which many resources share: with " + in.property(own(prefix, "auth"))
                            + "=entra it must be the resource's own, such as"
                            + " https://my-resource.cognitiveservices.azure.com");
        }
        EntraSettings entra = entra(prefix);
        if (!in.hasLibrary(own(prefix, "auth"), IDENTITY_LIBRARY, "com.azure:azure-identity")) {
            return Keys.of(KeySource.of(""));
        }
        return Tokens.of(EntraTokens.of(entra, network, http));
    }

    private EntraSettings entra(String prefix) {
        String kind = in.oneOf(own(prefix, "entra.credential"), CREDENTIALS, "default");
        boolean workload = kind.equals("workload-identity");
        String tenant = entra(prefix, "entra.tenant-id", workload, "AZURE_TENANT_ID");
        String client = entra(prefix, "entra.client-id", workload, "AZURE_CLIENT_ID");
        String tokenFile = entra(prefix, "entra.token-file", workload, "AZURE_FEDERATED_TOKEN_FILE");
        String secretName = (isSet(prefix + "entra.client-secret") ? prefix : "") + "entra.client-secret";
        KeySource secret = KeySource.of("");
        if (kind.equals("client-secret")) {
            in.required(own(prefix, "entra.tenant-id"), "the tenant of the application");
            in.required(own(prefix, "entra.client-id"), "the application's id");
            secret = key(secretName, "the application's secret");
        }
        URI authority = in.address(own(prefix, "entra.authority"), "https://login.microsoftonline.com");
        if (!"https".equalsIgnoreCase(authority.getScheme())) {
            in.mistake(own(prefix, "entra.authority"), "is " + authority + ", but must begin with https://");
        }
        return new EntraSettings(
                EntraSettings.Kind.valueOf(kind.toUpperCase(Locale.ROOT).replace('-', '_')),
                tenant,
                client,
                secret,
                tokenFile,
                in.required(own(prefix, "entra.scope"), "what tokens are asked for"),
                authority,
                in.flag("entra.discovery"));
    }

    /** A property; for a workload identity the variable that its platform sets stands in for it. */
    private String entra(String prefix, String name, boolean workload, String variable) {
        String value = in.text(own(prefix, name));
        if (!workload || !value.isEmpty()) {
            return value;
        }
        String set = System.getenv(variable);
        if (set == null || set.isBlank()) {
            in.mistake(own(prefix, name), "is missing, and the platform does not set " + variable);
            return "";
        }
        return set;
    }

    /** The key of a resource, which may change while we run if it stands in a file. */
    private KeySource key(String name, String what) {
        String key = in.requiredSecret(name, what);
        String file = in.text(name + "-file");
        return file.isEmpty() || key.isEmpty()
                ? KeySource.of(key).in(in.property(name))
                : KeySource.of(key, Path.of(file)).in(in.property(name + "-file"));
    }
}
