package org.analyzetext.service;

import java.util.Optional;
import javax.net.ssl.SSLContext;
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

    /** Connections that trust what we trust. Names of hosts are always compared. */
    public PoolingHttpClientConnectionManagerBuilder connections() {
        PoolingHttpClientConnectionManagerBuilder connections =
                PoolingHttpClientConnectionManagerBuilder.create().setConnectionFactory(QuietConnection.FACTORY);
        trust.ifPresent(context -> connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(context)));
        return connections;
    }

    /** The client, told of the proxy. */
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
