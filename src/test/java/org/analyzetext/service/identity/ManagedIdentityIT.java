package org.analyzetext.service.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.FakeAuthority;
import org.analyzetext.localservice.FakeIdentityEndpoint;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.process.RunningApp;
import org.analyzetext.process.WorkingFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application with the environment of a machine in Azure, whose identity endpoint is one of our own. Every start is told
 * of it, so that none asks the machine that the tests run on who it is.
 */
class ManagedIdentityIT {
    private static final String RESOURCE = "&resource=https%3A%2F%2Fcognitiveservices.azure.com";

    @TempDir
    Path root;

    private FakeIdentityEndpoint machine;
    private LocalService service;
    private WorkingFolder folder;

    @BeforeEach
    void prepare() throws Exception {
        machine = new FakeIdentityEndpoint();
        service = LocalService.start(settings("fixed 0s").build());
        folder = new WorkingFolder(root);
        folder.put("mails.jsonl", "{\"id\":\"1\",\"text\":\"Where is my parcel?\"}\n");
    }

    @AfterEach
    void stop() {
        service.close();
        machine.close();
    }

    private static LocalServiceSettings.Builder settings(String jobDuration) {
        return LocalServiceSettings.builder()
                .keys()
                .tokens("token-1")
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse(jobDuration));
    }

    private void serve(LocalServiceSettings.Builder settings) {
        service.close();
        service = LocalService.start(settings.build());
    }

    /** Runs until the document has its result; gives what was said. */
    private String labels(String credential, Map<String, String> environment) throws Exception {
        folder.calling(service).withoutKey().with("auth", "entra").with("entra.credential", credential);
        environment.forEach(folder::environment);
        try (RunningApp app = folder.start()) {
            assertThat(app.exitCode()).as(app.err()).isZero();
            assertThat(folder.results().resolve("mails.jsonl")).content().hasLineCount(1);
            return app.err();
        }
    }

    @Test
    void anIdentityThatWasAssignedIsAskedForByItsClientIdAndPastTheProxy() throws Exception {
        serve(settings("fixed 0s").tls(true));
        try (TinyProxy proxy = new TinyProxy("Basic dTpw")) {
            folder.with("entra.client-id", "an-identity")
                    .with("proxy.host", "127.0.0.1")
                    .with("proxy.port", "" + proxy.port())
                    .with("proxy.user", "u")
                    .with("proxy.password", "p")
                    .with(
                            "tls.truststore-location",
                            Files.writeString(root.resolve("ca.crt"), FakeAuthority.pem())
                                    .toString());

            labels("managed-identity", machine.appService());

            assertThat(machine.requests)
                    .containsExactly("api-version=2019-08-01" + RESOURCE + "&client_id=an-identity");
            assertThat(proxy.heads).isNotEmpty().allSatisfy(head -> assertThat(head)
                    .startsWith("CONNECT " + service.endpoint().getAuthority()));
        }
    }

    @Test
    void theDefaultChainComesToTheIdentityOfAVirtualMachine() throws Exception {
        labels("default", machine.virtualMachine());

        // The first asks whether there is such an endpoint at all.
        assertThat(machine.requests).containsExactly("api-version=2018-02-01", "api-version=2018-02-01" + RESOURCE);
    }

    @Test
    void anIdentityEndpointThatRefusesIsOutlastedWithItsReasonsAndWithoutItsSecret() throws Exception {
        machine.refuse(400, "{\"statusCode\":400,\"message\":\"No identity for " + FakeIdentityEndpoint.SECRET + "\"}");
        machine.refuse(403, "{\"statusCode\":403,\"message\":\"It is forbidden\"}");
        machine.refuse(500, "{\"statusCode\":500,\"message\":\"It is out of order\"}");

        String said = labels("managed-identity", machine.appService());

        assertThat(said)
                .containsPattern("ERROR .* Entra ID gave no token: .* No identity for \\(secret\\) .*"
                        + "check analyze-text.entra.credential.* No document is at fault")
                .containsPattern("WARN .* Entra ID gave no token: .* 127.0.0.1 answered 500 .*It is out of order")
                .contains("resource default answers again; calls continue")
                .doesNotContain(FakeIdentityEndpoint.SECRET, "token-1");
        assertThat(machine.requests).hasSize(4);
        assertThat(service.counters().textsByTimesAccepted()).containsExactly(Map.entry(1, 1L));
    }

    /** A token with less than half a minute left is not shown any more, so this one is good for a second. */
    @Test
    void anotherTokenIsAskedForBeforeTheEndOfTheLast() throws Exception {
        serve(settings("fixed 2s"));
        machine.lifetime = Duration.ofSeconds(31);

        labels("managed-identity", machine.appService());

        assertThat(machine.requests).hasSizeGreaterThan(1);
    }
}
