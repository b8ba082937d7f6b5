package org.analyzetext.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientAssertionCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.analyzetext.document.Excerpt;
import org.analyzetext.service.HttpLimits;
import org.analyzetext.service.Network;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.service.ServiceNotReadyException.Reason;
import org.analyzetext.service.Token;
import org.analyzetext.service.TokenSource;
import org.jspecify.annotations.Nullable;

/** Asks Entra ID for tokens, by azure-identity. */
public final class EntraTokens implements TokenSource {
    /** azure-identity gives the same token again until this time before its end. */
    private static final Duration RENEWED_BEFORE = Duration.ofMinutes(5);

    private static final int LONGEST_MESSAGE = 400;

    private final Supplier<TokenCredential> credentials;
    private final TokenRequestContext request;
    private final Supplier<String> secret;
    private @Nullable TokenCredential credential;

    /**
     * Tokens of an identity.
     *
     * @param credentials makes what asks for tokens; made anew, it remembers none
     * @param secret what no message may say; may be empty
     */
    EntraTokens(Supplier<TokenCredential> credentials, String scope, Supplier<String> secret) {
        this.credentials = credentials;
        this.request = new TokenRequestContext().addScopes(scope);
        this.secret = secret;
    }

    /** Tokens by these settings, asked for by the way that calls to the service go. */
    public static EntraTokens of(EntraSettings settings, Network network, HttpLimits limits) {
        HttpClient client = new IdentityHttpClient(network, limits);
        return new EntraTokens(() -> credential(settings, client), settings.scope(), () -> settings.clientSecret()
                .value());
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
                new ManagedIdentityCredentialBuilder()
                        .clientId(orNull(settings.clientId()))
                        .httpClient(client)
                        .build();
            case DEFAULT -> anyOf(settings, client);
        };
    }

    private static <T extends AadCredentialBuilderBase<T>> T application(
            T builder, EntraSettings settings, HttpClient client) {
        builder.tenantId(orNull(settings.tenantId()))
                .clientId(orNull(settings.clientId()))
                .authorityHost(settings.authority().toString())
                .httpClient(client);
        return settings.discovery() ? builder : builder.disableInstanceDiscovery();
    }

    private static TokenCredential anyOf(EntraSettings settings, HttpClient client) {
        DefaultAzureCredentialBuilder builder = new DefaultAzureCredentialBuilder()
                .authorityHost(settings.authority().toString())
                .httpClient(client);
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
        if (given.getRefreshAt() != null) {
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
        String said = Excerpt.of(withoutSecret(String.valueOf(failed.getMessage())), LONGEST_MESSAGE);
        return away
                ? new ServiceNotReadyException(Reason.UNREACHABLE, "Entra ID gave no token: " + said, null)
                : new ServiceNotReadyException(
                        Reason.KEY_REFUSED,
                        "Entra ID gave no token: " + said + ": check analyze-text.entra.credential and what belongs to"
                                + " it. No document is at fault and none is given up; calls go on when this is mended",
                        null);
    }

    /** An answer may quote the question. */
    private String withoutSecret(String message) {
        String hidden = Objects.requireNonNull(secret.get());
        return hidden.isEmpty()
                ? message
                : message.replace(hidden, "(secret)")
                        .replace(URLEncoder.encode(hidden, StandardCharsets.UTF_8), "(secret)");
    }

    /** Says nothing of the identity. */
    @Override
    public String toString() {
        return "Entra ID";
    }
}
