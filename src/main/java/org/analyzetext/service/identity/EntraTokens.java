package org.analyzetext.service.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientAssertionCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.CredentialBuilderBase;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.analyzetext.document.Excerpt;
import org.analyzetext.service.HttpLimits;
import org.analyzetext.service.Network;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.service.ServiceNotReadyException.Reason;
import org.analyzetext.service.Token;
import org.analyzetext.service.TokenSource;
import org.jspecify.annotations.Nullable;

/** Asks Entra ID for tokens, by azure-identity. */
final class EntraTokens implements TokenSource {
    /** azure-identity gives the same token again until this time before its end. */
    private static final Duration RENEWED_BEFORE = Duration.ofMinutes(5);

    /** What azure-identity shows, as the platform or a user has set it. */
    private static final List<String> SECRET_VARIABLES = List.of(
            "IDENTITY_HEADER",
            "MSI_SECRET",
            "AZURE_CLIENT_SECRET",
            "AZURE_CLIENT_CERTIFICATE_PASSWORD",
            "AZURE_PASSWORD");

    /** How azure-json begins what it quotes. */
    private static final String QUOTED_ANSWER = "[Source:";

    private static final int LONGEST_LINE = 400;
    /** The default chain says a line for each that it tried. */
    private static final int MOST_LINES = 10;

    private final Supplier<TokenCredential> credentials;
    private final TokenRequestContext request;
    private final Supplier<List<String>> secrets;
    private @Nullable TokenCredential credential;

    /**
     * Tokens of an identity.
     *
     * @param credentials makes what asks for tokens; made anew, it reads its secret again
     * @param secrets what no message may say
     */
    EntraTokens(Supplier<TokenCredential> credentials, String scope, Supplier<List<String>> secrets) {
        this.credentials = credentials;
        this.request = new TokenRequestContext().addScopes(scope);
        this.secrets = secrets;
    }

    /** Tokens by these settings, asked for by the way that calls to the service go. */
    public static EntraTokens of(EntraSettings settings, Network network, HttpLimits limits) {
        HttpClient client = new IdentityHttpClient(network, limits);
        return new EntraTokens(() -> credential(settings, client), settings.scope(), () -> secrets(settings));
    }

    private static List<String> secrets(EntraSettings settings) {
        return Stream.concat(
                        Stream.of(settings.clientSecret().value()),
                        SECRET_VARIABLES.stream().map(System::getenv).filter(Objects::nonNull))
                .toList();
    }

    private static TokenCredential credential(EntraSettings settings, HttpClient client) {
        return switch (settings.credential()) {
            case CLIENT_SECRET -> {
                settings.clientSecret().read();
                yield application(new ClientSecretCredentialBuilder(), settings, client)
                        .clientSecret(settings.clientSecret().value())
                        .build();
            }
            case WORKLOAD_IDENTITY ->
                // Not WorkloadIdentityCredential: that one connects past the HTTP client that it is given.
                application(new ClientAssertionCredentialBuilder(), settings, client)
                        .clientAssertion(() -> content(settings.tokenFile()))
                        .build();
            case MANAGED_IDENTITY ->
                calling(new ManagedIdentityCredentialBuilder(), client)
                        .clientId(orNull(settings.clientId()))
                        .build();
            case DEFAULT -> anyOf(settings, client);
        };
    }

    private static <T extends AadCredentialBuilderBase<T>> T application(
            T builder, EntraSettings settings, HttpClient client) {
        calling(builder, client)
                .tenantId(orNull(settings.tenantId()))
                .clientId(orNull(settings.clientId()))
                .authorityHost(settings.authority().toString());
        return settings.discovery() ? builder : builder.disableInstanceDiscovery();
    }

    /** A call that waits for its token is repeated as a whole; repeats below it would multiply. */
    private static <T extends CredentialBuilderBase<T>> T calling(T builder, HttpClient client) {
        return builder.httpClient(client).retryPolicy(new RetryPolicy(new FixedDelay(0, Duration.ZERO)));
    }

    private static TokenCredential anyOf(EntraSettings settings, HttpClient client) {
        DefaultAzureCredentialBuilder builder = calling(new DefaultAzureCredentialBuilder(), client)
                .authorityHost(settings.authority().toString());
        if (!settings.tenantId().isEmpty()) {
            builder.tenantId(settings.tenantId());
        }
        if (!settings.clientId().isEmpty()) {
            builder.managedIdentityClientId(settings.clientId()).workloadIdentityClientId(settings.clientId());
        }
        return (settings.discovery() ? builder : builder.disableInstanceDiscovery()).build();
    }

    /** The platform writes a new one before the last one ends. */
    private static String content(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException unreadable) {
            throw new IllegalStateException("the file of entra.token-file can't be read: " + unreadable);
        }
    }

    @SuppressWarnings("NullAway") // the builders take null for what is not set
    private static String orNull(String value) {
        return value.isEmpty() ? null : value;
    }

    @Override
    public Token get(boolean anew) {
        try {
            TokenCredential asked = credential;
            if (asked == null || anew) {
                asked = credentials.get();
                credential = asked;
            }
            return token(asked.getTokenSync(request), Instant.now());
        } catch (RuntimeException failed) {
            throw explained(failed);
        }
    }

    static Token token(AccessToken given, Instant now) {
        Instant end = given.getExpiresAt().toInstant();
        // MSAL says the second 0 where no time is given.
        if (given.getRefreshAt() != null && given.getRefreshAt().toEpochSecond() > 0) {
            return new Token(given.getToken(), given.getRefreshAt().toInstant(), end);
        }
        Instant before = end.minus(RENEWED_BEFORE);
        Instant half = now.plus(Duration.between(now, end).dividedBy(2));
        return new Token(given.getToken(), before.isAfter(half) ? before : half, end);
    }

    private ServiceNotReadyException explained(RuntimeException failed) {
        boolean away = false;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            away |= cause instanceof IOException;
        }
        String said = "Entra ID gave no token: " + shown(withoutSecrets(words(failed)));
        return away
                ? new ServiceNotReadyException(Reason.UNREACHABLE, said, null)
                : new ServiceNotReadyException(
                        Reason.KEY_REFUSED,
                        said + ": check analyze-text.entra.credential and what belongs to"
                                + " it. No document is at fault and none is given up; calls continue once this is fixed",
                        null);
    }

    /** The reason may be a cause that the message only points to. */
    private static String words(Throwable failed) {
        String words = message(failed);
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            String more = message(cause);
            if (!words.contains(more)) {
                words += "\n" + more;
            }
        }
        return words;
    }

    /** Who can't read an answer quotes it, with the token that may be in it. */
    private static String message(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains(QUOTED_ANSWER) ? "an answer can't be read" : message;
    }

    private static String shown(String words) {
        return words.lines()
                .filter(line -> !line.isBlank())
                .limit(MOST_LINES)
                .map(line -> Excerpt.of(line, LONGEST_LINE))
                .collect(Collectors.joining(" "));
    }

    /** An answer may quote the question. */
    private String withoutSecrets(String words) {
        String without = words;
        for (String hidden : Objects.requireNonNull(secrets.get())) {
            if (!hidden.isEmpty()) {
                without = without.replace(hidden, "(secret)")
                        .replace(URLEncoder.encode(hidden, StandardCharsets.UTF_8), "(secret)");
            }
        }
        return without;
    }

    /** Says nothing of the identity. */
    @Override
    public String toString() {
        return "Entra ID";
    }
}
