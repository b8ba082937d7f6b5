package org.analyzetext.edge.kafka;

import java.time.Duration;

/**
 * The fixed delays of the jobs topics. A topic keeps its records in the order of their due times only while all of
 * them wait equally long, so there is one topic for each delay, and longer waits hop from topic to topic.
 */
enum DelayTier {
    HALF_SECOND("500ms", Duration.ofMillis(500)),
    TWO_SECONDS("2s", Duration.ofSeconds(2)),
    FIVE_SECONDS("5s", Duration.ofSeconds(5)),
    FIFTEEN_SECONDS("15s", Duration.ofSeconds(15));

    /** What passes between planning a wait and choosing its tier, many times over. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final String label;
    private final Duration delay;

    DelayTier(String label, Duration delay) {
        this.label = label;
        this.delay = delay;
    }

    String label() {
        return label;
    }

    Duration delay() {
        return delay;
    }

    /** The longest delay that does not overshoot a wait by more than a moment; the shortest for waits below it. */
    static DelayTier forWait(Duration wait) {
        DelayTier fitting = HALF_SECOND;
        for (DelayTier tier : values()) {
            if (tier.delay.minus(MOMENT).compareTo(wait) <= 0) {
                fitting = tier;
            }
        }
        return fitting;
    }

    /** Whether a wait is so short that waiting a tier's delay would be further off than not waiting. */
    static boolean isOver(Duration wait) {
        return wait.compareTo(HALF_SECOND.delay.dividedBy(2)) <= 0;
    }
}
