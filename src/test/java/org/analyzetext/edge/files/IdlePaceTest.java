package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.analyzetext.edge.files.StateFilter.State;
import org.analyzetext.job.Batch;
import org.analyzetext.job.Priority;
import org.apache.camel.Consumer;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the routes scan the work folder. Each scan takes 10 ms here. */
class IdlePaceTest {
    private static final int MOST = 64;
    private static final long COST = TimeUnit.MILLISECONDS.toNanos(10);

    @TempDir
    Path root;

    private final AtomicBoolean open = new AtomicBoolean(true);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private long nanos;
    private final IdlePace pace = new IdlePace(() -> nanos);
    private Scene scene;
    private FileEndpoint endpoint;
    private FileConsumer consumer;

    @BeforeEach
    void aFolderThatWasScanned() throws Exception {
        scene = new Scene(root);
        context.start();
        listen(State.TODO);
        assertThat(scans(0)).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        consumer.stop();
        context.close();
    }

    private void listen(State state) throws Exception {
        listen(state, null);
    }

    private void listen(State state, FairShare share) throws Exception {
        StateFilter filter = new StateFilter(state, scene.clock, Duration.ofMinutes(2), scene.ready, open::get, share);
        context.getRegistry().bind("filter", filter);
        context.getRegistry().bind("pace", pace);
        endpoint = context.getEndpoint(
                "file:" + scene.folders.work()
                        + "?recursive=true&noop=true&idempotent=false&filter=#filter&pollStrategy=#pace"
                        + "&maxMessagesPerPoll=" + MOST + "&initialDelay="
                        + (3_600_000 + state.ordinal() + (share == null ? 0 : 100)),
                FileEndpoint.class);
        consumer = (FileConsumer) (Consumer) endpoint.createConsumer(exchange -> {});
        consumer.start();
    }

    /** One turn of the consumer, which finds so many files if it scans. */
    private boolean scans(int found) {
        if (!pace.begin(consumer, endpoint)) {
            return false;
        }
        nanos += COST;
        filter().looked();
        pace.commit(consumer, endpoint, found);
        return true;
    }

    private StateFilter filter() {
        return (StateFilter) endpoint.getFilter();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void aFolderInWhichNothingIsReadyIsScannedTwoHundredTimesAsSeldomAsAScanTakes() {
        pass(Duration.ofMillis(1_999));
        assertThat(scans(0)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(scans(0)).isTrue();
    }

    @Test
    void aScanThatTookLongIsRepeatedAfterAMinuteAllTheSame() {
        pass(Duration.ofSeconds(3));
        assertThat(pace.begin(consumer, endpoint)).isTrue();
        pass(Duration.ofSeconds(2));
        filter().looked();
        pace.commit(consumer, endpoint, 0);

        pass(Duration.ofMillis(59_999));
        assertThat(scans(0)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(scans(0)).isTrue();
    }

    @Test
    void whatIsDoneWithTheFilesIsNoCostOfTheScan() {
        scene.ready.ready(State.TODO);
        pass(Duration.ofMillis(100));
        assertThat(pace.begin(consumer, endpoint)).isTrue();
        pass(Duration.ofMillis(10));
        filter().looked();
        pass(Duration.ofSeconds(20));
        pace.commit(consumer, endpoint, 1);

        pass(Duration.ofMillis(30));
        assertThat(scans(0)).isTrue();
    }

    @Test
    void whereInputsShareTheServiceAScanShowsWorkForASecond() throws Exception {
        Input bulk = scene.cut("bulk.jsonl", Scene.lines(200), 1);
        FairShare share = new FairShare(PriorityPatterns.NONE, Priority.NORMAL, new HashSet<>());
        listen(State.TODO, share);

        assertThat(shown(share, bulk, Duration.ofSeconds(3))).isEqualTo(MOST);
        assertThat(shown(share, bulk, Duration.ofMillis(100))).isEqualTo(MOST / 3);
        assertThat(shown(share, bulk, Duration.ofMillis(500))).isEqualTo(MOST);
        // As many as keep the threads busy, and no scan takes more than two per cent.
        assertThat(shown(share, bulk, Duration.ofMinutes(1))).isEqualTo(MOST);
        assertThat(shown(share, bulk, Duration.ofMinutes(1))).isEqualTo(16);
    }

    /** How many batches of the input a scan shows, which are then worked on for so long. */
    private int shown(FairShare share, Input input, Duration work) {
        scene.ready.ready(State.TODO);
        assertThat(pace.begin(consumer, endpoint)).isTrue();
        pass(Duration.ofMillis(10));
        filter().looked();
        int shown = 0;
        while (share.isLeft(input.folder())) {
            share.take(input.folder());
            shown++;
        }
        pass(work);
        pace.commit(consumer, endpoint, shown);
        return shown;
    }

    @Test
    void aJobThatIsDueAfterItsNeighbourIsKnownOfAfterTheScanThatFoundTheNeighbour() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(2), 1);
        for (int second : new int[] {1, 60}) {
            Batch batch = scene.jobs.take(Durable.list(input.todo()).get(0).toFile());
            scene.jobs.put(batch.submitted(
                    "default",
                    "job-" + second,
                    scene.clock.instant(),
                    scene.clock.instant().plusSeconds(second)));
        }
        listen(State.DUE);
        StateFilter filter = filter();
        scene.clock.move(Duration.ofSeconds(1));
        filter.scanning(scene.folders.work(), MOST, () -> nanos);
        consumer.run();

        assertThat(filter.mayBeReady()).isFalse();
        scene.clock.move(Duration.ofSeconds(59));
        assertThat(filter.mayBeReady()).isTrue();
    }

    @Test
    void whatThisProcessPutsThereIsScannedForAtOnce() throws Exception {
        pass(Duration.ofMillis(100));
        assertThat(scans(0)).isFalse();

        scene.cut("mails.jsonl", Scene.lines(2), 25);

        assertThat(scans(1)).isTrue();
    }

    @Test
    void aScanThatFoundAsManyFilesAsAreTakenAtATimeIsFollowedByTheNext() {
        scene.ready.ready(State.TODO);
        pass(Duration.ofMillis(100));
        assertThat(scans(MOST)).isTrue();
        assertThat(scans(MOST - 1)).isTrue();
        assertThat(scans(0)).isFalse();
        pass(Duration.ofMillis(30));
        assertThat(scans(0)).isTrue();
    }

    @Test
    void aJobIsScannedForWhenItIsDueAndNotBefore() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(2), 25);
        Batch batch = scene.jobs.take(Durable.list(input.todo()).get(0).toFile());
        scene.jobs.put(batch.submitted(
                "default", "job", scene.clock.instant(), scene.clock.instant().plusSeconds(60)));
        listen(State.DUE);
        consumer.run();
        pass(Duration.ofMillis(100));
        assertThat(scans(0)).isFalse();

        scene.clock.move(Duration.ofSeconds(60));

        assertThat(scans(1)).isTrue();
    }

    @Test
    void nothingIsScannedWhileSubmittingIsPausedAndAtOnceAfterwards() throws Exception {
        open.set(false);
        scene.cut("mails.jsonl", Scene.lines(2), 25);
        pass(Duration.ofHours(1));
        assertThat(scans(0)).isFalse();

        open.set(true);
        assertThat(scans(1)).isTrue();
        pass(Duration.ofMillis(100));
        open.set(false);
        assertThat(scans(0)).isFalse();
        open.set(true);

        assertThat(scans(0)).isTrue();
    }

    @Test
    void aFileThatIsWorkedOnAlreadyIsNoReasonToScanWithoutRest() throws Exception {
        scene.cut("mails.jsonl", Scene.lines(2), 25);
        pass(Duration.ofMillis(100));
        assertThat(pace.begin(consumer, endpoint)).isTrue();
        GenericFile<File> batch = FileConsumer.asGenericFile(
                scene.folders.work().toString(),
                Durable.list(scene.only().todo()).get(0).toFile(),
                null,
                false);
        nanos += COST;
        assertThat(endpoint.getFilter().accept(batch)).isTrue();
        pace.commit(consumer, endpoint, 0);

        pass(Duration.ofMillis(249));
        assertThat(scans(0)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(scans(0)).isTrue();
    }
}
