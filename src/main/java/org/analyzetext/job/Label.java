package org.analyzetext.job;

import java.math.BigDecimal;

/**
 * A class that a document got.
 *
 * @param category its name in the project
 * @param confidenceScore 0 to 1, with the service's digits
 */
public record Label(String category, BigDecimal confidenceScore) {}
