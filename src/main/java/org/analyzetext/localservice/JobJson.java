package org.analyzetext.localservice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes the state of a job as the service's JSON. */
final class JobJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter SECONDS = format("uuuu-MM-dd'T'HH:mm:ss'Z'");
    private static final DateTimeFormatter FRACTIONS = format("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'");

    private final Job job;
    private final Job.Phase phase;
    private final JobPage page;
    private final long now;

    JobJson(Job job, Job.Phase phase, JobPage page, long now) {
        this.now = now;
        this.job = job;
        this.phase = phase;
        this.page = page;
    }

    private boolean hasResults() {
        return job.hasResults(phase) && page.bends().status() == null;
    }

    byte[] bytes() throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator json) throws IOException, InterruptedException {
        json.writeStartObject();
        json.writeStringField("jobId", job.id().toString());
        json.writeStringField(page.version().lastUpdateField(), date(SECONDS, lastUpdate()));
        json.writeStringField("createdDateTime", date(SECONDS, job.createdAt()));
        json.writeStringField("expirationDateTime", date(SECONDS, job.createdAt() + Jobs.KEPT.toSeconds() * 1_000_000));
        json.writeStringField("status", status());
        writeErrors(json);
        if (job.displayName() != null) {
            json.writeStringField("displayName", job.displayName());
        }
        writeTasks(json);
        String nextLink = hasResults() ? page.nextLink(job.size()) : null;
        if (nextLink != null) {
            json.writeStringField("nextLink", nextLink);
        }
        writeExtra(json);
        json.writeEndObject();
    }

    private String status() {
        String bent = page.bends().status();
        if (bent != null) {
            return bent;
        }
        return switch (phase) {
            case NOT_STARTED -> "notStarted";
            case RUNNING -> "running";
            case CANCELLING -> "cancelling";
            case CANCELLED -> "cancelled";
            case DONE ->
                switch (job.outcome().ending()) {
                    case FAILED, REFUSED, INTERNAL_ERROR -> "failed";
                    case PARTIALLY_COMPLETED -> "partiallyCompleted";
                    default -> "succeeded";
                };
        };
    }

    private void writeErrors(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("errors");
        JobOutcome.Ending ending = job.outcome().ending();
        if (phase == Job.Phase.DONE
                && (ending == JobOutcome.Ending.INTERNAL_ERROR || ending == JobOutcome.Ending.PARTIALLY_COMPLETED)) {
            json.writeStartObject();
            json.writeStringField("code", "InternalServerError");
            json.writeStringField("message", "Failed to process task after several retry");
            json.writeStringField("target", "#/tasks/items/" + (job.tasks().size() - 1));
            json.writeEndObject();
        }
        if (phase == Job.Phase.DONE && ending == JobOutcome.Ending.REFUSED) {
            json.writeStartObject();
            json.writeStringField("code", "InvalidRequest");
            json.writeStringField("message", "The local service is configured to refuse this task.");
            json.writeStringField("target", "#/tasks/0");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeTasks(JsonGenerator json) throws IOException, InterruptedException {
        int total = job.tasks().size();
        boolean ended = phase == Job.Phase.DONE || phase == Job.Phase.CANCELLED;
        int completed = hasResults() ? total : page.bends().status() == null ? job.tasksDone(phase, now) : 0;
        int shown = completed;
        if (hasResults() && job.outcome().ending() == JobOutcome.Ending.PARTIALLY_COMPLETED) {
            completed--;
        }
        json.writeObjectFieldStart("tasks");
        json.writeNumberField("completed", completed);
        json.writeNumberField("failed", ended ? total - completed : 0);
        json.writeNumberField("inProgress", ended ? 0 : total - completed);
        json.writeNumberField("total", total);
        json.writeArrayFieldStart("items");
        JobOutcome.Ending ending = job.outcome().ending();
        // The official Java client looks for an item wherever it finds an error.
        if (hasResults() || (phase == Job.Phase.DONE && ending == JobOutcome.Ending.INTERNAL_ERROR)) {
            for (int i = 0; i < total; i++) {
                boolean last = ending == JobOutcome.Ending.PARTIALLY_COMPLETED && i == total - 1;
                writeItem(json, i, last || ending == JobOutcome.Ending.INTERNAL_ERROR);
            }
        } else {
            for (int i = 0; i < shown; i++) {
                writeItem(json, i, false);
            }
        }
        json.writeEndArray();
        writeExtra(json);
        json.writeEndObject();
    }

    private void writeItem(JsonGenerator json, int index, boolean failed) throws IOException, InterruptedException {
        RequestedTask task = job.tasks().get(index);
        json.writeStartObject();
        json.writeStringField("kind", task.analyzer().kind().resultsWord());
        if (task.name() != null) {
            json.writeStringField("taskName", task.name());
        }
        json.writeStringField("lastUpdateDateTime", date(FRACTIONS, lastUpdate()));
        boolean inHalf = job.outcome().ending() == JobOutcome.Ending.PARTIALLY_COMPLETED
                && job.tasks().size() == 1;
        json.writeStringField("status", inHalf ? "partiallyCompleted" : failed ? "failed" : "succeeded");
        new TaskResultsJson(job, index, page).write(json, failed && !inHalf);
        writeExtra(json);
        json.writeEndObject();
    }

    private long lastUpdate() {
        return phase == Job.Phase.DONE ? job.doneAt() : job.createdAt();
    }

    private void writeExtra(JsonGenerator json) throws IOException {
        if (page.bends().extraFields()) {
            json.writeStringField("fieldOfALaterVersion", "nobody knows it yet");
            json.writeArrayFieldStart("fieldsOfALaterVersion");
            json.writeNumber(1);
            json.writeEndArray();
        }
    }

    private static String date(DateTimeFormatter format, long micros) {
        return format.format(Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000));
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}
