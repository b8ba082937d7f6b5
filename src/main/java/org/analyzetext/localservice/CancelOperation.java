package org.analyzetext.localservice;

import java.util.Map;
import java.util.Optional;

/** Cancels jobs. One that is done stays done. */
final class CancelOperation {
    private final Jobs jobs;
    private final Counters counters;
    private final JobClock clock;
    private final String header;

    CancelOperation(LocalServiceSettings settings, Jobs jobs, Counters counters, JobClock clock) {
        this.jobs = jobs;
        this.counters = counters;
        this.clock = clock;
        this.header = settings.operationLocationHeader();
    }

    Response answer(Call call, ApiVersion version, String endpoint) {
        Optional<Job> found = JobPath.jobId(call.request().path()).flatMap(jobs::find);
        found.ifPresent(call::about);
        call.at(Moment.BEFORE_CANCEL_ANSWER);
        Job job = found.orElseThrow(StateOperation::notFound);
        if (job.cancel(clock.micros())) {
            counters.cancelled();
        }
        String address = endpoint + JobPath.JOBS + "/" + job.id() + "?api-version=" + version.name();
        return Response.of(202, Map.of(header, address), new byte[0]);
    }
}
