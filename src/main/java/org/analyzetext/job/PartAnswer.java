package org.analyzetext.job;

import java.util.List;

/**
 * What a job said of one part of a document that was too long for a request.
 *
 * @param characters the part's length in characters (text elements)
 * @param job the job that labelled it
 * @param classifications one for each task, in the order of the tasks
 */
public record PartAnswer(int characters, JobReference job, List<Classification> classifications) {
    public PartAnswer {
        classifications = List.copyOf(classifications);
    }
}
