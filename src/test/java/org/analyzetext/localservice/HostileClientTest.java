package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are none: web pages, smugglers, silent ones. */
class HostileClientTest {
    @RegisterExtension
    final Running running = new Running();

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:8071", "127.0.0.1:8071", "[::1]:8071", "10.0.0.7", "local-service:80"})
    void theControlInterfaceIsForItsOwnNames(String host) throws Exception {
        assertThat(status("PUT /_local/faults HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n"))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rebound.example", "rebound.example:8071", "localhost.rebound.example", "127.0.0.1.example"})
    void theControlInterfaceIsNotForAPageWhoseNameLeadsHere(String host) throws Exception {
        assertThat(status("PUT /_local/faults HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n"))
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://page.example", "http://localhost:8071", "null"})
    void theControlInterfaceIsNotForAPageOfABrowser(String origin) throws Exception {
        assertThat(status("POST /_local/faults HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin
                        + "\r\nContent-Length: 0\r\n"))
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n",
                "Content-Length: 4\r\nContent-Length: 5\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                "Transfer-Encoding: xchunked\r\n"
            })
    void aRequestWithTwoEndsIsRefused(String headers) throws Exception {
        assertThat(status("POST /language/analyze-text/jobs?api-version=2022-05-01 HTTP/1.1\r\nHost: localhost\r\n"
                        + headers))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "POST /lang", "POST /language/analyze-text/jobs HTTP/1.1\r\nContent-Length: 10\r\n\r\n{"})
    void aSilentClientIsCutOff(String sent) throws Exception {
        LocalService service = running.start(builder -> builder.readTimeout(Duration.ofMillis(200)));
        try (Socket socket = connect(service)) {
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
            // -1, or the end of an answer: not the time-out of this socket.
            socket.getInputStream().readAllBytes();
        }
    }

    @Test
    void aPlainRequestIsAnswered() throws Exception {
        assertThat(status("GET /_local/counters HTTP/1.1\r\nHost: localhost\r\n"))
                .isEqualTo(200);
    }

    private int status(String head) throws IOException {
        try (Socket socket = connect(running.start())) {
            socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring(9));
        }
    }

    private static Socket connect(LocalService service) throws IOException {
        Socket socket = new Socket("localhost", service.endpoint().getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }
}
