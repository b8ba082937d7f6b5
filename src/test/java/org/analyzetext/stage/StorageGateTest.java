package org.analyzetext.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceNotReadyException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class StorageGateTest {
    private static final ServiceCall SUBMIT =
            ServiceCall.submit("default", "a/000001", List.of("intent"), 1, new byte[0], 1);

    private final StorageGate gate = new StorageGate(Duration.ofMillis(20));

    @Test
    void nothingIsSubmittedUntilEverythingThatFailedIsStored() {
        gate.failed("job 1", new IOException("No space left on device"));
        gate.failed("job 2", new IOException("No space left on device"));
        gate.stored("job 1");

        assertThat(gate.isOpen()).isFalse();
        assertThatThrownBy(() -> gate.beforeCall(SUBMIT))
                .isInstanceOf(ServiceNotReadyException.class)
                .hasMessageContaining("job 2")
                .hasMessageContaining("No space left on device");

        gate.stored("job 2");

        assertThat(gate.isOpen()).isTrue();
        assertThatCode(() -> gate.beforeCall(SUBMIT)).doesNotThrowAnyException();
    }

    @Test
    void jobsAreAskedForWhileNothingCanBeStored() {
        gate.failed("job 1", new IOException("Read-only file system"));

        assertThatCode(() -> gate.beforeCall(ServiceCall.poll("default", "a/000001", "job", 25, 0)))
                .doesNotThrowAnyException();
    }

    @Test
    void whatCantBeStoredIsRetriedUntilItIs() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();

            gate.store(context, "job 1", () -> {
                closed.addAndGet(gate.isOpen() ? 0 : 1);
                if (attempts.incrementAndGet() < 4) {
                    throw new IOException("No space left on device");
                }
            });
        }

        assertThat(attempts).hasValue(4);
        assertThat(closed).hasValue(3);
        assertThat(gate.problem()).isEmpty();
    }

    @Test
    void whatCouldNotBeStoredBeforeAStopIsTold() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();

            assertThatThrownBy(() -> gate.store(context, "job 1", () -> {
                        context.stop();
                        throw new IOException("No space left on device");
                    }))
                    .isInstanceOf(NotStoredException.class)
                    .hasMessageStartingWith("job 1 could not be written");
        }
    }
}
