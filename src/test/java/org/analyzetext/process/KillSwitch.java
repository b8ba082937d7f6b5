package org.analyzetext.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.Moment;

/** Kills the application when a request passes a moment for the nth time; the service says no more to it by then. */
final class KillSwitch {
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private volatile CompletableFuture<RunningApp> target = new CompletableFuture<>();

    KillSwitch(LocalService service, Moment moment) {
        service.on(moment, event -> {
            if (left.decrementAndGet() == 0) {
                target.join().kill();
            }
        });
    }

    /** To be called before the process starts; then {@link #aim}. */
    void arm(int nth) {
        target = new CompletableFuture<>();
        left.set(nth);
    }

    void aim(RunningApp app) {
        target.complete(app);
    }

    void disarm() {
        left.set(Integer.MAX_VALUE);
    }
}
