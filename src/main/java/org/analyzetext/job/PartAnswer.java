package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * What a job said of one part of a document that was too long for a request.
 *
 * @param characters the part's length in characters (text elements)
 * @param job the job that labelled it
 * @param said what the tasks said of it
 */
public record PartAnswer(
        int characters, JobReference job, @JsonUnwrapped TaskResults said) {}
