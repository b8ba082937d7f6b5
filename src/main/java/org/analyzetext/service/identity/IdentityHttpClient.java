package org.analyzetext.service.identity;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.analyzetext.service.HttpLimits;
import org.analyzetext.service.Network;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Lets azure-identity go the way that our own calls go: the same trust, the same proxy, the same time-outs. Thread-safe.
 * Plain http is for the identity endpoints of the machine itself, which no proxy knows.
 */
final class IdentityHttpClient implements HttpClient {
    /** Tokens are some kilobytes. */
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final CloseableHttpClient outside;
    private final CloseableHttpClient machine;

    IdentityHttpClient(Network network, HttpLimits limits) {
        outside = network.throughProxy(client(network, limits)).build();
        machine = client(Network.DIRECT, limits).build();
    }

    private static HttpClientBuilder client(Network network, HttpLimits limits) {
        Timeout connect = Timeout.ofMilliseconds(limits.connectTimeout().toMillis());
        Timeout response = Timeout.ofMilliseconds(limits.responseTimeout().toMillis());
        return HttpClients.custom()
                .setConnectionManager(network.connections()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(response)
                                .setTimeToLive(limits.timeToLive().toMillis(), TimeUnit.MILLISECONDS)
                                .build())
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement();
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.fromCallable(() -> sendSync(request, Context.NONE)).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        try {
            CloseableHttpClient client = "https".equals(request.getUrl().getProtocol()) ? outside : machine;
            return client.execute(outgoing(request), response -> incoming(request, response));
        } catch (IOException failed) {
            throw new UncheckedIOException(String.valueOf(failed.getMessage()), failed);
        }
    }

    private static ClassicHttpRequest outgoing(HttpRequest request) {
        ClassicRequestBuilder builder = ClassicRequestBuilder.create(
                        request.getHttpMethod().toString())
                .setUri(request.getUrl().toString());
        request.getHeaders().stream()
                // The client counts for itself.
                .filter(header -> !header.getName().equalsIgnoreCase("Content-Length"))
                .forEach(header -> header.getValuesList().forEach(value -> builder.addHeader(header.getName(), value)));
        BinaryData body = request.getBodyAsBinaryData();
        if (body != null) {
            String type = request.getHeaders().getValue(HttpHeaderName.CONTENT_TYPE);
            builder.setEntity(body.toBytes(), type == null ? null : ContentType.parse(type));
        }
        return builder.build();
    }

    private static HttpResponse incoming(HttpRequest request, ClassicHttpResponse response) throws IOException {
        HttpHeaders headers = new HttpHeaders();
        for (var header : response.getHeaders()) {
            headers.add(HttpHeaderName.fromString(header.getName()), header.getValue());
        }
        byte[] body = response.getEntity() == null
                ? new byte[0]
                : EntityUtils.toByteArray(response.getEntity(), MAX_ANSWER_BYTES);
        if (isAway(response.getCode())) {
            throw new IOException(request.getUrl().getHost() + " answered " + response.getCode() + " "
                    + new String(body, StandardCharsets.UTF_8));
        }
        return new IdentityHttpResponse(request, response.getCode(), headers, body);
    }

    /** No answer now is no refusal. An exception distinguishes it, which the answers that are made of it do not. */
    private static boolean isAway(int status) {
        return status == 408 || status == 429 || status >= 500;
    }
}
