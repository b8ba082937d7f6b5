/**
 * Measures the pipeline against the service's quota and against what people use without it; a program, not a test. How
 * to run it and what it found stands in {@code docs/benchmark.md}.
 */
package org.analyzetext.benchmark;
