package org.analyzetext.stage;

import java.time.Duration;
import java.util.List;
import org.analyzetext.schedule.BackOff;
import org.analyzetext.schedule.CallBudget;
import org.analyzetext.schedule.CallScheduler;
import org.analyzetext.service.TaskProperties;

/** Refusals of tasks, for tests that are not about them. */
public final class Refusals {
    private Refusals() {}

    /** Refusals that hold nothing. */
    public static TaskRefusals untold() {
        BackOff backOff = new BackOff(Duration.ofMillis(1), Duration.ofMillis(1));
        return new TaskRefusals(
                CallScheduler.of(List.of(), backOff, false, Duration.ofMinutes(1), CallBudget.start()),
                new TaskProperties(false));
    }
}
