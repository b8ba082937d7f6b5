package org.analyzetext.localservice;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes one page of one task's results as the service's JSON. */
final class TaskResultsJson {
    private final Job job;
    private final int task;
    private final JobPage page;

    TaskResultsJson(Job job, int task, JobPage page) {
        this.job = job;
        this.task = task;
        this.page = page;
    }

    void write(JsonGenerator json, boolean empty) throws IOException, InterruptedException {
        json.writeObjectFieldStart("results");
        int end = empty ? 0 : page.end(job.size());
        json.writeArrayFieldStart("documents");
        int index = 0;
        for (int i = page.skip(); i < end; i++) {
            if (!isError(i) && job.outcome().mark(i) == JobOutcome.Mark.ANSWERED) {
                writeDocument(json, index++, job.documentId(i), job.characters(i), job.answer(task, i));
            }
        }
        if (job.outcome().stranger() && end > 0) {
            writeDocument(json, index, "never-sent-" + job.documentId(0), 1, job.answer(task, 0));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("errors");
        for (int i = page.skip(); i < end; i++) {
            if (isError(i)) {
                writeError(json, i);
            }
        }
        json.writeEndArray();
        if (page.showStats()) {
            writeStatistics(json);
        }
        job.tasks().get(task).analyzer().writeModel(json);
        json.writeEndObject();
    }

    private boolean isError(int index) {
        return isOwnFault(index) || job.outcome().mark(index) == JobOutcome.Mark.ERROR;
    }

    private boolean isOwnFault(int index) {
        return job.characters(index) == 0
                || job.outcome().mark(index) == JobOutcome.Mark.REFUSED
                || isWrongLanguage(index);
    }

    private boolean isWrongLanguage(int index) {
        return job.outcome().mark(index) == JobOutcome.Mark.WRONG_LANGUAGE;
    }

    private void writeDocument(JsonGenerator json, int index, String id, int characters, @Nullable TextAnswer answer)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        if (answer != null) {
            answer.write(json, index);
        }
        if (page.showStats()) {
            json.writeObjectFieldStart("statistics");
            json.writeNumberField("charactersCount", characters);
            json.writeNumberField("transactionsCount", TextElements.records(characters));
            json.writeEndObject();
        }
        json.writeArrayFieldStart("warnings");
        json.writeEndArray();
        if (page.bends().extraFields()) {
            json.writeStringField("fieldOfALaterVersion", "nobody knows it yet");
        }
        json.writeEndObject();
    }

    private void writeError(JsonGenerator json, int index) throws IOException {
        boolean own = isOwnFault(index);
        json.writeStartObject();
        json.writeStringField("id", job.documentId(index));
        json.writeObjectFieldStart("error");
        json.writeStringField("code", own ? "InvalidArgument" : "InternalServerError");
        if (isWrongLanguage(index)) {
            json.writeStringField("message", "Invalid Language Code.");
            json.writeObjectFieldStart("innererror");
            json.writeStringField("code", "UnsupportedLanguageCode");
            json.writeStringField("message", "Invalid language code.");
            json.writeEndObject();
        } else if (!own) {
            json.writeStringField("message", "The document was not processed.");
        } else {
            json.writeStringField("message", "Invalid Document in request.");
            json.writeObjectFieldStart("innererror");
            json.writeStringField("code", "InvalidDocument");
            json.writeStringField(
                    "message",
                    job.characters(index) == 0 ? "Document text is empty." : "The document is not acceptable.");
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeStatistics(JsonGenerator json) throws IOException {
        int errors = 0;
        int records = 0;
        for (int i = 0; i < job.size(); i++) {
            errors += isError(i) ? 1 : 0;
            records += isError(i) ? 0 : TextElements.records(job.characters(i));
        }
        json.writeObjectFieldStart("statistics");
        json.writeNumberField("documentsCount", job.size());
        json.writeNumberField("validDocumentsCount", job.size() - errors);
        json.writeNumberField("erroneousDocumentsCount", errors);
        json.writeNumberField("transactionsCount", records);
        json.writeEndObject();
    }
}
