package org.analyzetext.stage;

import org.analyzetext.config.PropertyReader;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.OverLong;
import org.analyzetext.job.BatchLimits;
import org.analyzetext.job.TaskSettings;
import org.analyzetext.observe.ObserveSettings;
import org.analyzetext.schedule.CallSettings;
import org.analyzetext.schedule.PollSettings;
import org.analyzetext.service.identity.ServiceSettings;
import org.analyzetext.spending.SpendingLimits;

/**
 * The settings of the stages, whatever the edges are.
 *
 * @param service the service and the way there
 * @param calls when calls may be made
 * @param polls when jobs are polled
 * @param tasks the models asked
 * @param fields where records keep id, text, language and the tasks that they ask for
 * @param overLong what becomes of a text that is too long for a job
 * @param batch what fits in a job
 * @param jobs what becomes of jobs that do not end well
 * @param spending how much may be spent
 * @param observe where health and metrics are served
 */
public record StageSettings(
        ServiceSettings service,
        CallSettings calls,
        PollSettings polls,
        TaskSettings tasks,
        DocumentFields fields,
        OverLong overLong,
        BatchLimits batch,
        JobSettings jobs,
        SpendingLimits spending,
        ObserveSettings observe) {
    /**
     * Reads them.
     *
     * @param callers how many calls the edges can make at once
     * @param maxBatchBytes the most bytes of a batch's documents that the job queue takes
     */
    public static StageSettings read(PropertyReader in, int callers, int maxBatchBytes) {
        TaskSettings tasks = TaskSettings.read(in);
        BatchLimits batch = BatchLimits.read(in).withMaxBytes(maxBatchBytes);
        ServiceSettings service = ServiceSettings.read(in, callers);
        service.resources()
                .forEach(resource -> tasks.checkVersion(in, resource.property("api-version"), resource.apiVersion()));
        OverLong overLong = OverLong.read(in);
        if (overLong == OverLong.SPLIT) {
            tasks.checkMerges(in);
        }
        return new StageSettings(
                service,
                CallSettings.read(in),
                PollSettings.read(in),
                tasks,
                DocumentFields.read(in),
                overLong,
                batch,
                JobSettings.read(in),
                SpendingLimits.read(in, batch, tasks.all().size()),
                ObserveSettings.read(in));
    }

    /** What a document must keep to. */
    public DocumentRules rules() {
        return new DocumentRules(batch.maxCharacters(), overLong, tasks.asked());
    }

    /** The resource that a batch is made for; the scheduler may choose another one. */
    public String firstResource() {
        return service.resources().get(0).name();
    }

    /** Packs documents as a run would, for what a command says of them. */
    public Batching batching(Batching.Taker taker) {
        return new Batching(rules(), batch, "", tasks.all(), "dry-run", taker);
    }
}
