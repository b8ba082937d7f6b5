package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.process.RunningApp;
import org.analyzetext.process.WorkingFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees who starts the application with topics that can't be used, with a secured broker, and stops it. */
@ExtendWith(SharedBroker.class)
class KafkaStartIT {
    @TempDir
    Path place;

    @Test
    void jobsThatNoGroupHasReadStopTheStartWithAMessageAndNoTrace() throws Exception {
        Topics topics = SharedBroker.topics();
        try (LocalService service = service()) {
            topics.create("unread-jobs-5s", 6, Map.of("max.message.bytes", "8388608"));
            topics.send("unread-jobs-5s", 0, "key", new byte[] {1});
            topics.flush();
            try (RunningApp app = SharedBroker.instance(place.resolve("app"), "unread", service.endpoint())
                    .start()) {
                assertThat(app.exitCode()).isNotZero();
                assertThat(app.err())
                        .contains("has no offset for [unread-jobs-5s-0]")
                        .contains("--reset-offsets")
                        .doesNotContain("\tat ");
            }
        }
    }

    @Test
    void brokerThatIsNotThereStopsTheStartWithAMessageAndNoTrace() throws Exception {
        String nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "localhost:" + socket.getLocalPort();
        }
        try (LocalService service = service()) {
            try (RunningApp app = KafkaKillCampaign.instance(place.resolve("app"), nobody, service.endpoint())
                    .with("kafka.start-timeout", "2s")
                    .start()) {
                assertThat(app.exitCode()).isNotZero();
                assertThat(app.err())
                        .contains(nobody, "analyze-text.kafka.brokers")
                        .doesNotContain("\tat ");
                // The client says the same several times a second.
                assertThat(app.err().lines()).hasSizeLessThan(8);
            }
        }
    }

    @Test
    void terminatedWithWorkUnderWayItGoesOnWithTheNextStart() throws Exception {
        int documents = 150;
        Topics topics = SharedBroker.topics();
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .callLatency(DurationDistribution.parse("fixed 100ms"))
                .jobDuration(DurationDistribution.parse("uniform 1s 3s"))
                .build())) {
            topics.create("terminated-documents", 2);
            for (int i = 0; i < documents; i++) {
                topics.send(
                        "terminated-documents", i % 2, "key", KafkaKillCampaign.value(i, "Where is parcel " + i + "?"));
            }
            topics.flush();
            WorkingFolder instance = SharedBroker.instance(place.resolve("app"), "terminated", service.endpoint());
            try (RunningApp app = instance.start()) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> service.counters().jobsAccepted() > 1);
                app.terminate();
                assertThat(app.exitCode()).as(app.err()).isEqualTo(143);
                assertThat(app.err()).doesNotContain("ERROR", "\tat ");
            }
            try (RunningApp app = instance.start()) {
                assertThat(topics.atLeast("terminated-results", documents)).hasSize(documents);
                assertThat(app.err()).doesNotContain("ambiguous");
            }
            assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(1, (long) documents));
        }
    }

    @Test
    void scramOverTlsIsUsedWithAPasswordFromAFileAndARefusedLoginIsOutlasted() throws Exception {
        Path folder = place.resolve("broker");
        try (Broker broker = Broker.startSecuredWithTls(folder, "user", "secret-password-1");
                Topics topics = new Topics(broker.client());
                LocalService service = service()) {
            topics.create(KafkaKillCampaign.DOCUMENTS, 2);
            topics.send(KafkaKillCampaign.DOCUMENTS, 0, "key", KafkaKillCampaign.value(1, "Where is my parcel?"));
            topics.flush();
            Path password = Files.writeString(place.resolve("password"), "secret-password-1\n");
            WorkingFolder instance = KafkaKillCampaign.instance(place.resolve("app"), broker, service)
                    .with("kafka.security-protocol", "SASL_SSL")
                    .with("kafka.sasl-mechanism", "SCRAM-SHA-512")
                    .with("kafka.sasl-username", "user")
                    .with("kafka.sasl-password-file", password.toString())
                    .with(
                            "kafka.ssl-truststore-location",
                            folder.resolve("truststore.p12").toString())
                    .with("kafka.ssl-truststore-password-file", password.toString());
            try (RunningApp app = instance.start()) {
                assertThat(topics.atLeast(KafkaKillCampaign.RESULTS, 1)).hasSize(1);

                topics.changePassword("user", "another-password");
                for (String group : List.of("group", "group-jobs")) {
                    app.awaitErr(group + " waits: the brokers refuse the login");
                }
                topics.changePassword("user", "secret-password-1");
                topics.send(
                        KafkaKillCampaign.DOCUMENTS, 1, "key", KafkaKillCampaign.value(2, "Where is my other parcel?"));
                topics.flush();

                assertThat(topics.atLeast(KafkaKillCampaign.RESULTS, 2)).hasSize(2);
                assertThat(service.counters().textsByTimesAccepted()).containsOnlyKeys(1);
                assertThat(app.err() + app.out()).doesNotContain("secret-password-1");
            }
            try (RunningApp account = instance.start("account")) {
                assertThat(account.exitCode()).as(account.err()).isZero();
                assertThat(account.out()).contains("It adds up: 2 documents = 2 results");
                assertThat(account.err() + account.out()).doesNotContain("secret-password-1");
            }
        }
    }

    @Test
    void securedBrokerIsUsedWithNameAndPasswordAndThePasswordIsInNoLog() throws Exception {
        try (Broker broker = Broker.startSecured(place.resolve("broker"), "user", "pass\\word\"1");
                Topics topics = new Topics(broker.client());
                LocalService service = service()) {
            topics.create(KafkaKillCampaign.DOCUMENTS, 2);
            topics.send(KafkaKillCampaign.DOCUMENTS, 0, "key", KafkaKillCampaign.value(1, "Where is my parcel?"));
            topics.flush();
            try (RunningApp app = KafkaKillCampaign.instance(place.resolve("app"), broker, service)
                    .with("kafka.security-protocol", "SASL_PLAINTEXT")
                    .with("kafka.sasl-mechanism", "PLAIN")
                    .environment("ANALYZE_TEXT_KAFKA_SASL_USERNAME", "user")
                    .environment("ANALYZE_TEXT_KAFKA_SASL_PASSWORD", "pass\\word\"1")
                    .start()) {
                assertThat(topics.atLeast(KafkaKillCampaign.RESULTS, 1)).hasSize(1);
                assertThat(app.err() + app.out()).doesNotContain("pass\\word");
            }
        }
    }

    private static LocalService service() {
        return LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .build());
    }
}
