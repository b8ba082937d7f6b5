package org.analyzetext.localservice;

import java.time.Duration;
import java.util.Optional;

/** Tells the state of jobs, and their results. */
final class StateOperation {
    private final Jobs jobs;
    private final Counters counters;
    private final JobClock clock;
    private final LocalServiceSettings settings;

    StateOperation(LocalServiceSettings settings, Jobs jobs, Counters counters, JobClock clock) {
        this.settings = settings;
        this.jobs = jobs;
        this.counters = counters;
        this.clock = clock;
    }

    Response answer(Call call, ApiVersion version, String endpoint) throws InterruptedException {
        Request request = call.request();
        int top = number(request, "top", 1).orElse(settings.pageSize());
        int skip = number(request, "skip", 0).orElse(0);
        boolean showStats = flag(request, "showStats");
        Optional<Job> found = JobPath.jobId(request.path()).flatMap(jobs::find);
        found.ifPresent(call::about);
        call.at(Moment.BEFORE_STATE_ANSWER);
        Job job = found.orElseThrow(StateOperation::notFound);
        long now = clock.micros();
        Job.Phase phase = job.phase(now, settings.cancelDuration());
        boolean results = job.hasResults(phase);
        if (results) {
            call.at(Moment.BEFORE_RESULT_ANSWER);
        }
        String address = endpoint + JobPath.JOBS + "/" + job.id();
        JobPage page = new JobPage(version, top, skip, showStats, address, bends(call));
        if (job.isOver(phase) && page.bends().status() == null && job.seeFirst()) {
            counters.delays().add(Duration.ofNanos((now - job.doneAt()) * 1_000));
        }
        Response answer = Response.json(200, new JobJson(job, phase, page, now).bytes());
        return bent(call, results ? answer.withMoments(Moment.DURING_RESULT_GET, Moment.AFTER_RESULT_SENT) : answer);
    }

    static RequestError notFound() {
        return new RequestError(404, "OperationNotFound", "The job was not found.");
    }

    private static JobPage.Bends bends(Call call) {
        return new JobPage.Bends(
                call.bend(FaultKind.UNKNOWN_STATUS)
                        .map(fault -> fault.value().isEmpty() ? "validating" : fault.value())
                        .orElse(null),
                call.bend(FaultKind.HOSTILE_NEXT_LINK)
                        .map(fault -> fault.value().isEmpty() ? "http://127.0.0.1:9/elsewhere" : fault.value())
                        .orElse(null),
                call.bend(FaultKind.EXTRA_FIELDS).isPresent());
    }

    private static Response bent(Call call, Response answer) {
        Response bent = answer;
        if (call.bend(FaultKind.GARBAGE_BODY).isPresent()) {
            bent = bent.withBody(Response.JSON, Garbage.notJson());
        }
        if (call.bend(FaultKind.WRONG_CONTENT_TYPE).isPresent()) {
            bent = bent.withBody("text/html", Garbage.html());
        }
        if (call.bend(FaultKind.BROKEN_BODY).isPresent()) {
            bent = bent.withDelivery(Response.Delivery.BROKEN);
        }
        Optional<Fault> slow = call.bend(FaultKind.SLOW_BODY);
        return slow.isPresent()
                ? bent.withDelivery(Response.Delivery.slow(slow.get().time()))
                : bent;
    }

    private static Optional<Integer> number(Request request, String name, int least) {
        return request.parameter(name).map(text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= least) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Refused below, as a number that is too small.
            }
            throw RequestError.invalidRequest(
                    "InvalidParameterValue", "The query parameter " + name + " can't be '" + text + "'.");
        });
    }

    private static boolean flag(Request request, String name) {
        String text = request.parameter(name).orElse("false");
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw RequestError.invalidRequest(
                    "InvalidParameterValue", "The query parameter " + name + " can't be '" + text + "'.");
        }
        return text.equalsIgnoreCase("true");
    }
}
