package org.analyzetext.localservice;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Takes in jobs. */
final class SubmitOperation {
    private final SubmissionReader reader;
    private final Jobs jobs;
    private final Classifier classifier;
    private final Counters counters;
    private final FaultRules faults;
    private final JobClock clock;
    private final LocalServiceSettings settings;
    private final RandomGenerator random;

    SubmitOperation(
            LocalServiceSettings settings,
            Projects projects,
            Jobs jobs,
            Classifier classifier,
            Counters counters,
            FaultRules faults,
            JobClock clock,
            RandomGenerator random) {
        this.reader = new SubmissionReader(
                new DocumentsReader(settings.maxDocuments(), settings.maxCharacters()), new TasksReader(projects));
        this.jobs = jobs;
        this.classifier = classifier;
        this.counters = counters;
        this.faults = faults;
        this.clock = clock;
        this.settings = settings;
        this.random = random;
    }

    Response answer(Call call, byte[] body, ApiVersion version, String endpoint) {
        JobRequest submission = reader.read(body, version);
        call.submitted(submission.documents());
        call.at(Moment.AFTER_POST_READ);
        Job job = accept(submission);
        call.about(job);
        call.at(Moment.AFTER_JOB_ACCEPTED);
        String address = endpoint + JobPath.JOBS + "/" + job.id() + "?api-version=" + version.name();
        String location = call.bend(FaultKind.HOSTILE_OPERATION_LOCATION)
                .map(Fault::value)
                .orElse(address);
        Map<String, String> headers =
                location.isEmpty() ? Map.of() : Map.of(settings.operationLocationHeader(), location);
        return Response.of(202, headers, new byte[0]).withMoments(null, Moment.AFTER_202_SENT);
    }

    private Job accept(JobRequest submission) {
        int size = submission.documents().size();
        Duration duration = submission.tasks().stream()
                .map(task -> Objects.requireNonNullElse(task.analyzer().jobDuration(), settings.jobDuration()))
                .distinct()
                .map(durations -> durations.sample(random, size))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        JobOutcome outcome = faults.outcome(submission.documents()).withWrongLanguages(submission.documents());
        if (outcome.ending() == JobOutcome.Ending.PARTIALLY_COMPLETED
                && submission.tasks().size() == 1) {
            outcome = outcome.withSecondHalfInError(size);
        }
        Set<Fault> spoken = faults.spoken(submission.documents());
        Job job = new Job(submission, outcome, spoken, clock.micros(), duration);
        jobs.add(job);
        counters.accepted(job);
        counters.decided(job);
        classifier.classify(job, submission);
        return job;
    }
}
