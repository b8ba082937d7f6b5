package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Listeners are called where they say. */
class MomentsTest {
    @RegisterExtension
    final Running running = new Running();

    @Test
    void momentsOfASubmitAndItsResultComeInTheirOrder() {
        LocalService service = running.start();
        List<Moment> passed = Collections.synchronizedList(new ArrayList<>());
        for (Moment moment : Moment.values()) {
            service.on(moment, event -> passed.add(event.moment()));
        }
        Client client = new Client(service);
        String address = client.submitted("a");
        await().until(() -> passed.contains(Moment.AFTER_202_SENT));
        client.get(address);
        await().until(() -> passed.contains(Moment.AFTER_RESULT_SENT));
        client.cancel(address);
        assertThat(passed)
                .containsExactly(
                        Moment.BEFORE_POST_READ,
                        Moment.AFTER_POST_READ,
                        Moment.AFTER_JOB_ACCEPTED,
                        Moment.AFTER_202_SENT,
                        Moment.BEFORE_STATE_ANSWER,
                        Moment.BEFORE_RESULT_ANSWER,
                        Moment.DURING_RESULT_GET,
                        Moment.AFTER_RESULT_SENT,
                        Moment.BEFORE_CANCEL_ANSWER);
    }

    @Test
    void bodyIsNotReadBeforeThePostIsRead() throws Exception {
        LocalService service = running.start();
        CountDownLatch reached = new CountDownLatch(1);
        service.on(Moment.BEFORE_POST_READ, event -> reached.countDown());
        String post = RawHttp.post(Client.body(Client.fieldsTask(), "a").toString());
        int head = post.indexOf("\r\n\r\n") + 4;
        try (RawHttp.Open open = RawHttp.open(service)) {
            open.send(post.substring(0, head));
            reached.await();
            open.send(post.substring(head));
            assertThat(open.readLine()).contains("202");
        }
    }

    @Test
    void jobIsCountedWhenItIsAccepted() {
        LocalService service = running.start();
        List<String> seen = new ArrayList<>();
        service.on(
                Moment.AFTER_POST_READ,
                event -> seen.add("read " + service.counters().jobsAccepted()));
        service.on(
                Moment.AFTER_JOB_ACCEPTED,
                event -> seen.add(event.texts() + " " + service.counters().timesAccepted("a")));
        new Client(service).submitted("a");
        assertThat(seen).containsExactly("read 0", "[a] 1");
    }

    @Test
    void clientHasTheFirstBytesOfAResultAndNotTheLast() throws Exception {
        LocalService service = running.start();
        CountDownLatch read = new CountDownLatch(1);
        service.on(Moment.DURING_RESULT_GET, event -> waitFor(read));
        String address = new Client(service).submitted("a");
        try (RawHttp.Open open = RawHttp.open(service)) {
            open.send(RawHttp.get(address));
            String line = open.readLine();
            while (!line.isEmpty()) {
                line = open.readLine();
            }
            read.countDown();
            assertThat(open.readToEnd()).startsWith("{").endsWith("}");
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
