package org.analyzetext.localservice;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Makes ids for jobs and requests, never from the settings' seed: two runs must not share them. */
final class Ids {
    private Ids() {}

    static UUID random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long version4 = 0x4000L;
        long variant = 0x8000000000000000L;
        return new UUID((random.nextLong() & 0xFFFFFFFFFFFF0FFFL) | version4, (random.nextLong() >>> 2) | variant);
    }
}
