package org.analyzetext.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.analyzetext.document.Document;
import org.analyzetext.document.Json;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.Task;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.schedule.PollSchedule;
import org.analyzetext.service.ServiceAnswer;
import org.analyzetext.service.ServiceCall;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The submit stage: a batch as a request, and the service's reply as the batch's next state. Thread-safe. */
public final class Submission {
    private static final Logger LOG = LoggerFactory.getLogger(Submission.class);

    private final IssuedJobs issued = new IssuedJobs();
    private final List<Task> tasks;
    private final PollSchedule plan;
    private final Settlement settlement;
    private final RunCounters counters;
    private final Clock clock;

    /**
     * Submits batches.
     *
     * @param tasks as they are configured now, which may have been fixed since a batch was made
     */
    public Submission(List<Task> tasks, PollSchedule plan, Settlement settlement, RunCounters counters, Clock clock) {
        this.tasks = List.copyOf(tasks);
        this.plan = plan;
        this.settlement = settlement;
        this.counters = counters;
        this.clock = clock;
    }

    /** The documents of an outcome that get another attempt. */
    public List<Batch> again(BatchOutcome outcome) {
        return outcome.again();
    }

    /** The batch, to ask its tasks as they are configured now. */
    public Batch asConfigured(Batch batch) {
        return batch.asking(Task.asConfigured(batch.tasks(), tasks));
    }

    /** The request for a batch: documents by position, no language where none is known, each task by name. */
    public ServiceCall call(Batch batch) {
        ObjectNode request = Json.MAPPER.createObjectNode();
        ArrayNode documents = request.putObject("analysisInput").putArray("documents");
        int position = 0;
        for (Document document : batch.documents()) {
            position++;
            ObjectNode sent = documents.addObject().put("id", Integer.toString(position));
            if (document.language() != null) {
                sent.put("language", document.language());
            }
            sent.put("text", batch.sentText(document));
        }
        ArrayNode tasks = request.putArray("tasks");
        for (Task task : batch.tasks()) {
            tasks.addObject()
                    .put("kind", task.kind().wireName())
                    .put("taskName", task.name())
                    .set("parameters", task.wireParameters());
        }
        try {
            return ServiceCall.submit(
                            batch.resource(),
                            batch.name(),
                            Task.names(batch.tasks()),
                            batch.size(),
                            Json.MAPPER.writeValueAsBytes(request),
                            batch.textRecords())
                    .priority(batch.priority());
        } catch (JsonProcessingException impossible) {
            throw new AnalyzeTextException("batch " + batch.label() + " can't be written as JSON");
        }
    }

    /** The batch as a job of the service, to be polled when the plan says so. Only if it {@link #hasJob}. */
    public SubmittedJob accepted(Batch batch, ServiceAnswer answer) {
        countJob(batch);
        Instant now = clock.instant();
        SubmittedJob job = batch.ambiguousMore(answer.ambiguous())
                .submitted(resource(batch, answer), answer.jobId().orElseThrow(), now, now);
        return job.at(plan.next(job, now), 0);
    }

    /** Where the batch went, which is chosen for each call. */
    private static String resource(Batch batch, ServiceAnswer answer) {
        return Objects.requireNonNullElse(answer.resource(), batch.resource());
    }

    /**
     * How many submits of a batch that goes back have an unknown end. A batch that the service took, and whose job could
     * not be kept, is submitted again: that counts as one more.
     *
     * @param answer what the service answered; null if nothing
     * @param soFar those that got no answer; null for none
     */
    public int unclear(Batch batch, @Nullable ServiceAnswer answer, @Nullable Integer soFar) {
        if (answer == null) {
            return soFar == null ? 0 : soFar;
        }
        if (!answer.accepted()) {
            return answer.ambiguous();
        }
        counters.ambiguous();
        LOG.warn(
                "ambiguous submit: batch {} was taken ({}), but its job could not be kept; it is sent again",
                batch.label(),
                answer);
        return answer.ambiguous() + 1;
    }

    /** Whether the service took the batch and returned its job's id, which no other batch had before. */
    public boolean hasJob(Batch batch, ServiceAnswer answer) {
        return answer.accepted()
                && answer.jobId()
                        .filter(id -> issued.isFor(batch, resource(batch, answer), id))
                        .isPresent();
    }

    /** What becomes of a batch that the service did not take, or took without saying under which id. */
    public BatchOutcome notAccepted(Batch taken, ServiceAnswer answer) {
        Batch batch = taken.ambiguousMore(answer.ambiguous());
        if (answer.accepted()) {
            countJob(batch);
            counters.ambiguous();
            LOG.warn(
                    "ambiguous submit: batch {} was taken ({}) without a usable operation-location",
                    batch.label(),
                    answer);
            return settlement.lostOnSubmit(batch, answer);
        }
        return settlement.refused(batch, answer);
    }

    private void countJob(Batch batch) {
        counters.jobAccepted(batch);
    }
}
