package org.analyzetext.service.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ClientAuthenticationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.service.ServiceNotReadyException.Reason;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What azure-identity gives and throws, as what the calls understand. */
class EntraTokensTest {
    private static final String SCOPE = "https://cognitiveservices.azure.com/.default";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static AccessToken ending(long seconds) {
        return new AccessToken("t", NOW.plusSeconds(seconds).atOffset(ZoneOffset.UTC));
    }

    private static EntraTokens failing(RuntimeException failure) {
        return new EntraTokens(() -> request -> Mono.error(failure), SCOPE, () -> List.of("the secret", ""));
    }

    @Test
    void aTokenIsRenewedFiveMinutesBeforeItsEndAShortOneAtHalfItsTime() {
        assertThat(EntraTokens.token(ending(3_600), NOW).renewAt()).isEqualTo(NOW.plusSeconds(3_300));
        assertThat(EntraTokens.token(ending(60), NOW).renewAt()).isEqualTo(NOW.plusSeconds(30));
    }

    @Test
    void aTokenIsRenewedWhenEntraSaysSo() {
        AccessToken token = new AccessToken(
                "t",
                NOW.plusSeconds(86_400).atOffset(ZoneOffset.UTC),
                NOW.plusSeconds(43_200).atOffset(ZoneOffset.UTC));

        assertThat(EntraTokens.token(token, NOW).renewAt()).isEqualTo(NOW.plusSeconds(43_200));
    }

    @Test
    void theSecondZeroIsNoTimeToRenewAt() {
        AccessToken token = new AccessToken(
                "t", NOW.plusSeconds(3_600).atOffset(ZoneOffset.UTC), Instant.EPOCH.atOffset(ZoneOffset.UTC));

        assertThat(EntraTokens.token(token, NOW).renewAt()).isEqualTo(NOW.plusSeconds(3_300));
    }

    @Test
    void theReasonIsSaidWhereTheMessageOnlyPointsToIt() {
        assertThatThrownBy(() -> failing(new ClientAuthenticationException(
                                "see inner exception", null, new IllegalStateException("Identity not found")))
                        .get(false))
                .hasMessageContaining("see inner exception Identity not found: check");
    }

    @Test
    void theScopeIsAskedForAndWhatAsksIsMadeAnewOnlyAfterARefusal() {
        AtomicInteger made = new AtomicInteger();
        TokenCredential credential = request -> {
            assertThat(request.getScopes()).containsExactly(SCOPE);
            return Mono.just(ending(3_600));
        };
        EntraTokens tokens = new EntraTokens(
                () -> {
                    made.incrementAndGet();
                    return credential;
                },
                SCOPE,
                List::of);

        tokens.get(false);
        tokens.get(false);
        assertThat(made).hasValue(1);

        tokens.get(true);
        assertThat(made).hasValue(2);
    }

    @Test
    void aRefusedIdentityIsARefusedKeyAndItsSecretIsNotSaid() {
        assertThatThrownBy(() -> failing(
                                new ClientAuthenticationException("AADSTS7000215: 'the secret', 'the+secret'", null))
                        .get(false))
                .isInstanceOfSatisfying(ServiceNotReadyException.class, why -> assertThat(why.reason())
                        .isEqualTo(Reason.KEY_REFUSED))
                .hasMessageContaining("AADSTS7000215: '(secret)', '(secret)'")
                .hasNoCause();
    }

    @Test
    void anAuthorityThatIsAwayIsNoRefusal() {
        assertThatThrownBy(() -> failing(new UncheckedIOException(new IOException("no route")))
                        .get(false))
                .isInstanceOfSatisfying(ServiceNotReadyException.class, why -> assertThat(why.reason())
                        .isEqualTo(Reason.UNREACHABLE));
    }
}
