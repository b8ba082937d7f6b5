package org.analyzetext.localservice;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request under way: passes its moments, where listeners are called and faults strike. */
final class Call {
    private final Request request;
    private final Operation operation;
    private final Body body;
    private final Watch watch;
    private final FaultRules faults;
    private final List<Fault> bends = new ArrayList<>();
    private List<SubmittedDocument> documents = List.of();
    private @Nullable Job job;

    /** The body of a request, still on its way. */
    @FunctionalInterface
    interface Body {
        /** Reads the body; refuses one of more bytes with 413. */
        byte[] read(int maxBytes) throws IOException;
    }

    Call(Request request, Body body, Watch watch, FaultRules faults) {
        this.request = request;
        this.operation = JobPath.operation(request.method(), request.path());
        this.body = body;
        this.watch = watch;
        this.faults = faults;
    }

    Request request() {
        return request;
    }

    Operation operation() {
        return operation;
    }

    /** Whether it is for {@link Control}, not for the service. */
    boolean isControl() {
        return request.path().startsWith(Control.PREFIX);
    }

    byte[] body(int maxBytes) throws IOException {
        return body.read(maxBytes);
    }

    /** Tells what was submitted, for the moments to come. */
    void submitted(List<SubmittedDocument> submitted) {
        documents = List.copyOf(submitted);
    }

    /** Tells what job it is about, for the moments to come. */
    void about(Job theJob) {
        job = theJob;
    }

    /** Whether anything may happen at a moment. */
    boolean isWatched(Moment moment) {
        return watch.anyAt(moment) || faults.anyAt(moment);
    }

    /** The first fault of a kind that bends the answer. */
    Optional<Fault> bend(FaultKind kind) {
        return bends.stream().filter(fault -> fault.kind() == kind).findFirst();
    }

    /** Passes a moment; throws {@link Broken} or {@link RequestError} where a fault ends the call here. */
    void at(Moment moment) {
        if (watch.anyAt(moment)) {
            UUID jobId = job == null ? null : job.id();
            watch.notice(new MomentEvent(
                    moment,
                    operation,
                    jobId,
                    documents.stream().map(SubmittedDocument::text).toList()));
        }
        List<Fault> struck = job == null || operation == Operation.SUBMIT
                ? faults.strike(moment, documents)
                : faults.strike(moment, job.spoken());
        for (Fault fault : struck) {
            switch (fault.kind()) {
                case RESET -> throw Broken.reset();
                case SUBMIT_REFUSED -> throw RefusedFault.error(fault, documents);
                case LANGUAGE_REFUSED -> RefusedFault.refuseLanguages(documents);
                case TIMEOUT -> throw Broken.silent(fault.time());
                case STATUS ->
                    throw StatusFault.error(
                            fault, operation, request.parameter("api-version").orElse(""));
                default -> bends.add(fault);
            }
        }
    }
}
