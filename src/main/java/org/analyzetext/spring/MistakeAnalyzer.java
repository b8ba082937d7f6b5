package org.analyzetext.spring;

import org.analyzetext.error.AnalyzeTextException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets Spring Boot report a mistake in the configuration or in a route file once, in words, without a stack trace. */
final class MistakeAnalyzer extends AbstractFailureAnalyzer<AnalyzeTextException> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, AnalyzeTextException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Correct it and start again. docs/configuration.md of camel-analyze-text has every property.",
                cause);
    }
}
