package org.analyzetext.service;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.analyzetext.config.PropertyReader;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;

/**
 * The way from here to the service, for our own calls alone.
 *
 * @param trust which certificates are trusted; empty for those that Java trusts
 * @param proxy the proxy that all calls go through; empty for none
 */
public record Network(Optional<SSLContext> trust, Optional<Proxy> proxy) {
    private static final List<String> STORES = List.of("PEM", "PKCS12", "JKS");

    /** Straight on, with what Java trusts. */
    public static final Network DIRECT = new Network(Optional.empty(), Optional.empty());

    /**
     * An HTTP proxy.
     *
     * @param user who we are to it; empty where it does not ask
     */
    public record Proxy(String host, int port, String user, String password) {
        HttpHost address() {
            return new HttpHost("http", host, port);
        }

        /** Never says the password. */
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** Reads {@code tls.*} and {@code proxy.*}. */
    public static Network read(PropertyReader in) {
        return new Network(trust(in), proxy(in));
    }

    private static Optional<SSLContext> trust(PropertyReader in) {
        String location = in.text("tls.truststore-location");
        String type = in.oneOf("tls.truststore-type", STORES, "PEM");
        String password = in.secret("tls.truststore-password");
        if (location.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TrustStore.read(Path.of(location), type, password));
        } catch (IOException | GeneralSecurityException | InvalidPathException unusable) {
            in.mistake(
                    "tls.truststore-location",
                    "is '" + location + "', which can't be used as " + type + " with this password: " + unusable);
            return Optional.empty();
        }
    }

    private static Optional<Proxy> proxy(PropertyReader in) {
        String host = in.text("proxy.host");
        String user = in.text("proxy.user");
        String password = in.secret("proxy.password");
        if (host.isEmpty()) {
            if (!user.isEmpty() || !password.isEmpty() || !in.text("proxy.port").isEmpty()) {
                in.mistake("proxy.host", "is missing, but the proxy's port, user or password is set");
            }
            return Optional.empty();
        }
        if (host.contains("/") || host.contains(":")) {
            in.mistake("proxy.host", "is '" + host + "', but must be a host's name or address alone");
            return Optional.empty();
        }
        return Optional.of(new Proxy(host, in.number("proxy.port", 1, 65_535), user, password));
    }

    /** Connections that trust what we trust. Names of hosts are always compared. */
    public PoolingHttpClientConnectionManagerBuilder connections() {
        PoolingHttpClientConnectionManagerBuilder connections =
                PoolingHttpClientConnectionManagerBuilder.create().setConnectionFactory(QuietConnection.FACTORY);
        trust.ifPresent(context -> connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(context)));
        return connections;
    }

    /** The client, with the proxy. */
    public HttpClientBuilder throughProxy(HttpClientBuilder client) {
        proxy.ifPresent(way -> {
            client.setProxy(way.address());
            if (!way.user().isEmpty()) {
                BasicCredentialsProvider known = new BasicCredentialsProvider();
                known.setCredentials(
                        new AuthScope(way.address()),
                        new UsernamePasswordCredentials(
                                way.user(), way.password().toCharArray()));
                client.setDefaultCredentialsProvider(known);
            }
        });
        return client;
    }
}
