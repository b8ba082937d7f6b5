package org.analyzetext.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.analyzetext.service.ServiceNotReadyException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of a resource, one after the other. The next is asked for in the background while the last is still good, so
 * that calls wait for the first one alone, or after a long silence. Thread-safe.
 */
public final class Tokens implements Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    /** A token that ends sooner could end on its way. */
    private static final Duration LAST_MOMENT = Duration.ofSeconds(30);
    /** Between two requests for a token while the last one is good, or is refused by the service. */
    private static final Duration PAUSE = Duration.ofSeconds(30);
    /** How long a call waits for a token. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TokenSource source;
    private final Executor background;
    private final Clock clock;

    private @Nullable Token token;
    private int generation;
    private @Nullable CompletableFuture<Void> underway;
    private Instant askedAt = Instant.MIN;
    private boolean refused;
    private boolean changed;

    Tokens(TokenSource source, Executor background, Clock clock) {
        this.source = source;
        this.background = background;
        this.clock = clock;
    }

    /** The tokens of a source, which is asked when the first call is made. */
    public static Tokens of(TokenSource source) {
        return new Tokens(source, Tokens::inBackground, Clock.systemUTC());
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "analyze-text-token");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String what() {
        return "token";
    }

    @Override
    public String header() {
        return "Authorization";
    }

    @Override
    public synchronized String value() {
        return "Bearer "
                + Objects.requireNonNull(token, "a call without a token").value();
    }

    @Override
    public synchronized int generation() {
        return generation;
    }

    @Override
    public void prepare() {
        CompletableFuture<Void> wanted;
        synchronized (this) {
            Instant now = clock.instant();
            if (token != null && now.isBefore(token.expiresAt().minus(LAST_MOMENT))) {
                if (!now.isBefore(token.renewAt())) {
                    askAgain(now);
                }
                return;
            }
            wanted = underway == null ? ask(now) : underway;
        }
        await(wanted);
    }

    private static void await(CompletableFuture<Void> wanted) {
        try {
            wanted.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new ServiceNotReadyException(
                    Reason.UNREACHABLE, "no token came within " + PATIENCE.toSeconds() + " s", null);
        } catch (InterruptedException stopped) {
            // Not set again: the batch is put back on this thread, and an interrupted one can't write files.
            throw new ServiceNotReadyException(Reason.NO_PERMIT, "the application is stopping", null);
        } catch (ExecutionException failed) {
            throw notReady(failed.getCause() == null ? failed : failed.getCause());
        }
    }

    /** A new one for each call that waits, for an exception that several threads share is no one's. */
    private static ServiceNotReadyException notReady(Throwable failure) {
        return failure instanceof ServiceNotReadyException known
                ? new ServiceNotReadyException(known.reason(), String.valueOf(known.getMessage()), known.retryAfter())
                : new ServiceNotReadyException(
                        Reason.UNREACHABLE,
                        "no token could be had: " + failure.getClass().getName(),
                        null);
    }

    /** Asks, but not again and again. */
    private void askAgain(Instant now) {
        if (underway == null && !now.isBefore(askedAt.plus(PAUSE))) {
            CompletableFuture<Void> unused = ask(now);
        }
    }

    private CompletableFuture<Void> ask(Instant now) {
        askedAt = now;
        boolean anew = refused;
        CompletableFuture<Void> asked = new CompletableFuture<>();
        underway = asked;
        background.execute(() -> {
            try {
                came(source.get(anew));
                asked.complete(null);
            } catch (RuntimeException | LinkageError failed) {
                failed(failed);
                asked.completeExceptionally(failed);
            }
        });
        return asked;
    }

    private synchronized void came(Token next) {
        underway = null;
        if (token == null || !token.value().equals(next.value())) {
            generation++;
            changed = true;
            refused = false;
            LOG.debug("token number {} is used until {}", generation, next.expiresAt());
        }
        token = next;
    }

    private synchronized void failed(Throwable failure) {
        underway = null;
        refused = true;
        if (token != null && clock.instant().isBefore(token.expiresAt())) {
            LOG.warn("{}; the token before is used until {}", notReady(failure).getMessage(), token.expiresAt());
        }
    }

    @Override
    public synchronized boolean changed() {
        boolean is = changed;
        changed = false;
        return is;
    }

    @Override
    public synchronized boolean refused(int used) {
        if (used != generation) {
            return true;
        }
        changed = false;
        refused = true;
        if (token != null) {
            askAgain(clock.instant());
        }
        return false;
    }

    @Override
    public synchronized void accepted() {
        refused = false;
    }

    @Override
    public String advice(Resource resource, boolean forbidden) {
        return forbidden
                ? "the identity or this network has no access; give the identity the role Cognitive Services User, and"
                        + " check the resource's firewall"
                : "check " + resource.property("entra.tenant-id") + " and .scope, and this machine's clock";
    }

    @Override
    public synchronized String outOf(String words) {
        return token == null || token.value().isEmpty() ? words : words.replace(token.value(), "***");
    }

    /** Never says a token. */
    @Override
    public String toString() {
        return "the tokens of Entra ID";
    }
}
