/**
 * Measures the pipeline against the service's quota and against what people use without it; a program, not a test. How
 * to run it: {@code docs/benchmark.md}; what it found: {@code docs/reports/benchmark.md}.
 */
package org.analyzetext.benchmark;
