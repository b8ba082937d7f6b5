package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.analyzetext.account.Account;
import org.analyzetext.document.Json;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.SubmittedJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountBookTest {
    @TempDir
    Path root;

    private Scene scene;
    private AccountBook book;

    @BeforeEach
    void emptyInbox() {
        scene = new Scene(root);
        book = new AccountBook(scene.folders);
    }

    @Test
    void anInputUnderWayIsCountedWhereItsDocumentsLie() throws Exception {
        Input input = scene.cut("mails.jsonl", "bad\n" + Scene.lines(7), 2);
        List<Path> waiting = Durable.list(input.todo());
        scene.outcomes.publish(Scene.results(submitted(waiting.get(0))));
        scene.jobs.polled(submittedRecord);
        submitted(waiting.get(1));

        Account account = only();

        assertThat(account.places().documents()).isEqualTo(8);
        assertThat(account.places().results()).isEqualTo(2);
        assertThat(account.places().deadLetters()).isEqualTo(Map.of("InvalidJson", 1L));
        assertThat(account.places().inFlight()).isEqualTo(2);
        assertThat(account.places().waiting()).isEqualTo(3);
        assertThat(account.cost().jobs()).isEqualTo(2);
        assertThat(account.cost().textRecords()).isEqualTo(Map.of("default/intent", 4L));
        assertThat(account.places().addsUp()).isTrue();
    }

    @Test
    void anInputThatIsBeingCutHasNoNumberOfDocuments() throws Exception {
        scene.claim("mails.jsonl", Scene.lines(3));

        JsonNode json = Json.MAPPER.valueToTree(only());

        assertThat(json.has("documents")).isFalse();
        assertThat(json.path("results").asInt(-1)).isZero();
        assertThat(json.path("addsUp").asBoolean()).isTrue();
    }

    @Test
    void anAccountOfAnOlderReleaseHasItsLabelsAmongWhatWasFound() throws Exception {
        Account account = Json.MAPPER.readValue(
                "{\"input\":\"a\",\"documents\":2,\"results\":2,\"deadLetters\":{},\"textRecords\":{},"
                        + "\"labels\":{\"intent\":{\"Sports\":2}}}",
                Account.class);

        assertThat(account.found()).isEqualTo(Map.of("intent", Map.of("Sports", 2L)));
        assertThat(Json.MAPPER.valueToTree(account).at("/found/intent/Sports").asLong())
                .isEqualTo(2);
    }

    @Test
    void aDocumentThatIsNowhereDoesNotAddUp() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(4), 2);
        java.nio.file.Files.delete(Durable.list(input.todo()).get(0));

        assertThat(only().places().addsUp()).isFalse();
    }

    @Test
    void jobsThatFailedAreOnTheBillToo() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(2), 2);
        SubmittedJob first = submitted(Durable.list(input.todo()).get(0));
        Batch again = first.again(first.documents(), Scene.failure(1), scene.clock.instant());
        scene.outcomes.publish(new BatchOutcome(first, List.of(), List.of(), List.of(again)));
        scene.jobs.put(again);
        scene.jobs.polled(first);
        scene.outcomes.publish(
                Scene.results(submitted(Durable.list(input.todo()).get(0))));
        scene.jobs.polled(submittedRecord);

        Account account = only();

        assertThat(account.cost().jobs()).isEqualTo(2);
        assertThat(account.cost().sentAgain()).isEqualTo(2);
        assertThat(account.cost().textRecords()).isEqualTo(Map.of("default/intent", 4L));
        assertThat(account.places().results()).isEqualTo(2);
        assertThat(account.places().addsUp()).isTrue();
    }

    @Test
    void anUnclearSubmitStaysOnTheAccountThroughAKillAndAJob() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(2), 2);
        scene.jobs.take(Durable.list(input.todo()).get(0).toFile());
        try (WorkFolder restarted = new WorkFolder(scene.folders, scene.counters, scene.folders.beside())) {
            restarted.start();
        }
        assertThat(only().cost().ambiguous()).isEqualTo(1);

        scene.outcomes.publish(
                Scene.results(submitted(Durable.list(input.todo()).get(0))));
        scene.jobs.polled(submittedRecord);

        assertThat(only().cost().ambiguous()).isEqualTo(1);
    }

    @Test
    void submitsThatEndedUnclearBeforeABatchWasPutBackStayOnTheAccount() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(2), 2);
        Batch batch = scene.jobs.take(Durable.list(input.todo()).get(0).toFile());

        scene.jobs.putBack(batch, 3);

        assertThat(only().cost().ambiguous()).isEqualTo(3);
        assertThat(only().places().waiting()).isEqualTo(2);
    }

    @Test
    void aFinishedInputKeepsItsAccount() throws Exception {
        Input input = scene.cut("sub/mails.jsonl", "bad\n" + Scene.lines(3), 2);
        scene.answerAll(input);
        Account before = only();

        scene.join(input);

        Account after = only();
        assertThat(after.finishedAt()).isEqualTo(scene.clock.instant().toString());
        assertThat(after)
                .usingRecursiveComparison()
                .ignoringFields("finishedAt", "places.bytes")
                .isEqualTo(before);
        assertThat(Scene.files(scene.folders.accounts())).containsExactly("sub/mails.jsonl.json");
    }

    private SubmittedJob submittedRecord;

    private SubmittedJob submitted(Path todo) throws Exception {
        Batch batch = scene.jobs.take(todo.toFile());
        submittedRecord = batch.submitted(
                "default",
                "job-" + batch.name() + "-" + batch.attempt(),
                scene.clock.instant(),
                scene.clock.instant().plus(Duration.ofSeconds(1)));
        scene.jobs.put(submittedRecord);
        scene.jobs.submitted(batch);
        return submittedRecord;
    }

    private Account only() throws Exception {
        List<Account> accounts = book.accounts();
        assertThat(accounts).hasSize(1);
        return accounts.get(0);
    }
}
