package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The service speaks https with a certificate of its own. */
class TlsTest {
    @RegisterExtension
    final Running running = new Running();

    private static SSLContext trusting(Certificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("local", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Client trusting(LocalService service) throws Exception {
        SSLContext context = trusting(service.certificate().orElseThrow());
        return new Client(service, HttpClient.newBuilder().sslContext(context));
    }

    @Test
    void clientThatTrustsTheCertificateIsServedUnderBothNamesOfTheMachine() throws Exception {
        LocalService service = running.start(builder -> builder.tls(true));
        assertThat(service.endpoint().toString()).startsWith("https://localhost:");
        Client client = trusting(service);
        String address = client.submitted("a");
        assertThat(address).startsWith(service.endpoint().toString());
        assertThat(client.get(address).status()).isEqualTo(200);
        assertThat(client.get(address.replace("localhost", "127.0.0.1")).status())
                .isEqualTo(200);
    }

    @Test
    void clientThatDoesNotTrustTheCertificateIsNotServed() {
        Client client = new Client(running.start(builder -> builder.tls(true)));
        assertThatThrownBy(() -> client.trySend(client.request("/_local/counters")))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void certificateCanBeFetchedToBeTrusted() throws Exception {
        LocalService service = running.start(builder -> builder.tls(true));
        String pem = trusting(service).get("/_local/certificate").body();
        Certificate read = CertificateFactory.getInstance("X.509")
                .generateCertificate(new java.io.ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        assertThat(read).isEqualTo(service.certificate().orElseThrow());
    }

    @Test
    void connectionsAreResetUnderTlsToo() throws Exception {
        LocalService service = running.start(builder -> builder.tls(true).faults("reset"));
        Client client = trusting(service);
        assertThatThrownBy(() -> client.trySend(client.post(
                        "/language/analyze-text/jobs?api-version=2022-05-01",
                        Client.body(Client.fieldsTask(), "a").toString())))
                .isInstanceOf(IOException.class);
        assertThat(service.counters().requests(Operation.SUBMIT, Counters.NO_ANSWER))
                .isOne();
    }
}
