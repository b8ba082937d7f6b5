package org.analyzetext.service;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/**
 * The HTTP client of our own endpoint, so that nothing is set on the host's {@code http} component: no repeats, no
 * redirects, no cookies, bounded times and bodies, and the trust and the proxy that are meant for it. The key or token is put on the request here, at the last moment and for
 * the configured addresses alone, so that it never is a header of an exchange.
 */
public final class ServiceHttpClient implements HttpClientConfigurer {
    private final List<Resource> resources;
    private final HttpLimits limits;
    private final Network network;

    public ServiceHttpClient(Collection<Resource> resources, HttpLimits limits, Network network) {
        this.resources = List.copyOf(resources);
        this.limits = limits;
        this.network = network;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        Timeout connect = Timeout.ofMilliseconds(limits.connectTimeout().toMillis());
        Timeout response = Timeout.ofMilliseconds(limits.responseTimeout().toMillis());
        network.throughProxy(builder)
                .setConnectionManager(network.connections()
                        .setMaxConnTotal(limits.connections())
                        .setMaxConnPerRoute(limits.connections())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(response)
                                .setTimeToLive(limits.timeToLive().toMillis(), TimeUnit.MILLISECONDS)
                                .setValidateAfterInactivity(1, TimeUnit.SECONDS)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(connect)
                        .setResponseTimeout(response)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .addRequestInterceptorLast(this::addKey)
                .addExecInterceptorFirst(
                        "bounded-answer", new BoundedAnswer(limits.responseTimeout(), limits.maxAnswerBytes()));
    }

    private void addKey(HttpRequest request, EntityDetails body, HttpContext context) throws IOException {
        URI address = address(request);
        Resource resource = resources.stream()
                .filter(candidate -> candidate.owns(address))
                .findFirst()
                .orElseThrow(
                        () -> new IOException("a request to an address that is no configured endpoint was stopped"));
        Credentials credentials = resource.credentials();
        request.setHeader(credentials.header(), credentials.value());
    }

    private static URI address(HttpRequest request) throws IOException {
        try {
            return request.getUri();
        } catch (URISyntaxException impossible) {
            throw new IOException("a request without a valid address was stopped", impossible);
        }
    }
}
