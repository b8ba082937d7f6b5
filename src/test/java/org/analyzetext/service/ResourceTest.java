package org.analyzetext.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://my-resource.cognitiveservices.azure.com",
                "HTTPS://gateway.example/language",
                "http://localhost:8071",
                "http://LOCALHOST",
                "http://service.localhost:1",
                "http://127.0.0.1",
                "http://127.1.2.3:80/prefix",
                "http://[::1]:8071",
                "http://[0:0:0:0:0:0:0:1]",
            })
    void nobodyReadsWhatIsEncryptedOrStaysHere(String endpoint) {
        assertThat(resource(endpoint).warning()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://local-service:8071",
                "HTTP://my-resource.cognitiveservices.azure.com",
                "http://localhost.example",
                "http://notlocalhost",
                "http://127.0.0.1.example",
                "http://128.0.0.1",
                "http://[::2]",
                "http://[1::1]",
                "http://[fe80::1]",
                "http://[::ffff:10.0.0.1]",
            })
    void anUnencryptedWayToAnotherMachineIsToldWithoutTheKey(String endpoint) {
        assertThat(resource(endpoint).warning()).hasValueSatisfying(warning -> assertThat(warning)
                .startsWith("analyze-text.endpoint is " + endpoint + ": the key and all texts go there unencrypted")
                .doesNotContain("secret-key"));
    }

    private static Resource resource(String endpoint) {
        return new Resource(
                Resource.UNNAMED,
                URI.create(endpoint),
                Keys.in(Keys.HEADER, List.of(KeySource.of("secret-key"))),
                "2022-05-01",
                new Quota(1_000, 1.0, false, true));
    }
}
