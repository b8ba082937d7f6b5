package org.analyzetext.observe;

import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * A value that goes up and down, for the metrics.
 *
 * @param name its name behind {@code analyze.text.}, words with dots between them
 * @param description what it is, with its unit
 * @param labels names and values of its labels
 * @param now asks for it; quick, and NaN when it is not known
 */
public record PipelineGauge(String name, String description, Map<String, String> labels, DoubleSupplier now) {
    public PipelineGauge {
        labels = Map.copyOf(labels);
    }

    /** The value now. */
    public double value() {
        return now.getAsDouble();
    }
}
