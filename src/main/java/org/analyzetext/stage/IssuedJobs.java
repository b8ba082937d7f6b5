package org.analyzetext.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import org.analyzetext.job.Batch;

/**
 * The ids that each resource lately gave to batches. One that comes a second time, for another batch or try, is not
 * believed: its job holds other documents, whose labels would be taken for ours. Thread-safe.
 */
final class IssuedJobs {
    private static final int REMEMBERED = 20_000;

    private final Map<String, String> owners = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Whether the id is this batch's own, which it is from now on if no other batch had it before. */
    synchronized boolean isFor(Batch batch, String resource, String jobId) {
        String owner = batch.name() + " " + batch.attempt();
        String before = owners.putIfAbsent(resource + " " + jobId, owner);
        return before == null || before.equals(owner);
    }
}
