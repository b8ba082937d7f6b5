package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.analyzetext.document.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The service is told to misbehave while it runs, and asked what it saw. */
class ControlTest {
    @RegisterExtension
    final Running running = new Running();

    private static Client.Reply call(Client client, String method, String path, String body) {
        return client.send(client.request("/_local" + path).method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private static int submit(Client client) {
        return client.submit(Client.body(Client.fieldsTask(), "a")).status();
    }

    @Test
    void faultsAreSwitchedOnAndOffOverHttp() {
        Client client = new Client(running.start());
        call(client, "POST", "/faults", "# trouble\n\nstatus=500 count=1\nstatus=503\n");
        assertThat(submit(client)).isEqualTo(500);
        assertThat(submit(client)).isEqualTo(503);
        JsonNode faults = call(client, "GET", "/faults", "").json().path("faults");
        assertThat(faults.findValuesAsText("fault")).containsExactly("status=500 count=1", "status=503");
        assertThat(faults.findValuesAsText("struck")).containsExactly("1", "1");
        call(client, "DELETE", "/faults", "");
        assertThat(submit(client)).isEqualTo(202);
    }

    @Test
    void faultsAreReplacedOverHttp() {
        Client client = new Client(running.start(builder -> builder.faults("status=500")));
        call(client, "PUT", "/faults", "status=503");
        assertThat(submit(client)).isEqualTo(503);
    }

    @Test
    void faultThatMakesNoSenseIsRefusedAndChangesNothing() {
        Client client = new Client(running.start(builder -> builder.faults("status=500")));
        Client.Reply reply = call(client, "PUT", "/faults", "status=503\nnonsense");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("there is no kind 'nonsense'");
        assertThat(submit(client)).isEqualTo(500);
    }

    @Test
    void faultsAreSwitchedByTheProgram() {
        LocalService service = running.start();
        Client client = new Client(service);
        service.addFaults("status=500");
        assertThat(submit(client)).isEqualTo(500);
        service.clearFaults();
        assertThat(submit(client)).isEqualTo(202);
    }

    @Test
    void faultsFileIsReadAgainWhenItChanges(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("faults"), "status=500\n");
        Client client = new Client(running.start(builder -> builder.faultsFile(file)));
        assertThat(submit(client)).isEqualTo(500);
        Files.writeString(file, "# another one\nstatus=503\n");
        assertThat(submit(client)).isEqualTo(503);
        Files.delete(file);
        assertThat(submit(client)).isEqualTo(202);
    }

    @Test
    void mistakeInTheFaultsFileLeavesTheFaultsAsTheyWere(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("faults"), "status=500\n");
        Client client = new Client(running.start(builder -> builder.faultsFile(file)));
        Files.writeString(file, "status=503\nnonsense\n");
        assertThat(submit(client)).isEqualTo(500);
    }

    @Test
    void mistakeInTheFaultsFileStopsTheStart(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("faults"), "nonsense\n");
        assertThatThrownBy(() -> running.start(builder -> builder.faultsFile(file)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countersAreReadOverHttpAndNotChangedByThat() {
        Client client = new Client(running.start());
        client.get(client.submitted("a"));
        JsonNode json = call(client, "GET", "/counters", "").json();
        assertThat(json.at("/requests/SUBMIT 202").asInt()).isOne();
        assertThat(json.at("/requests/STATE 200").asInt()).isOne();
        assertThat(json.path("requests")).hasSize(2);
        assertThat(json.path("jobsAccepted").asInt()).isOne();
        assertThat(json.path("documentsAccepted").asInt()).isOne();
        assertThat(json.path("textRecords").asInt()).isOne();
        assertThat(json.at("/textsByTimesAccepted/1").asInt()).isOne();
        assertThat(json.at("/delayToFirstSightMillis/count").asInt()).isOne();
        assertThat(call(client, "GET", "/counters", "").json()).isEqualTo(json);
    }

    @Test
    void countersAreResetOverHttp() {
        Client client = new Client(running.start());
        client.submitted("a");
        assertThat(call(client, "DELETE", "/counters", "")
                        .json()
                        .path("jobsAccepted")
                        .asInt())
                .isZero();
    }

    @Test
    void oneTextIsAskedForOverHttp() {
        Client client = new Client(running.start(builder -> builder.faults("document-left-out content=b")));
        client.submitted("some text", "bad text");
        client.submitted("some text");
        assertThat(call(client, "POST", "/texts", "some text")
                        .json()
                        .path("timesAccepted")
                        .asInt())
                .isEqualTo(2);
        assertThat(call(client, "POST", "/texts", "bad text")
                        .json()
                        .path("timesFailed")
                        .asInt())
                .isOne();
    }

    @Test
    void timeIsMovedOverHttp() {
        Client client = new Client(
                running.start(builder -> builder.jobDuration(DurationDistribution.fixed(Duration.ofHours(1)))));
        String address = client.submitted("a");
        assertThat(call(client, "POST", "/clock", "1h").status()).isEqualTo(200);
        assertThat(client.get(address).json().path("status").asText()).isEqualTo("succeeded");
        assertThat(call(client, "POST", "/clock", "soon").status()).isEqualTo(400);
    }

    @Test
    void jobsAreForgottenOverHttp() {
        Client client = new Client(running.start());
        String address = client.submitted("a");
        assertThat(call(client, "DELETE", "/jobs", "").json().path("lost").asInt())
                .isOne();
        assertThat(client.get(address).status()).isEqualTo(404);
    }

    @Test
    void jobsAreListedWithTheTimeOfTheirEnd() throws Exception {
        Client client = new Client(
                running.start(builder -> builder.jobDuration(DurationDistribution.fixed(Duration.ofHours(1)))));
        String first = client.submitted("a");
        client.submitted("b", "c");
        List<String> lines = call(client, "GET", "/jobs", "").body().lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode job = Json.MAPPER.readTree(lines.get(0));
        assertThat(first).contains(job.path("id").asText());
        assertThat(job.path("documents").asInt()).isOne();
        assertThat(job.path("doneMillis").asLong() - job.path("createdMillis").asLong())
                .isEqualTo(Duration.ofHours(1).toMillis());
    }

    @Test
    void helpListsTheInterface() {
        Client client = new Client(running.start());
        assertThat(client.get("/_local/").body()).contains("/_local/faults", "/_local/counters");
        assertThat(client.get("/_local/nothing").status()).isEqualTo(404);
    }
}
