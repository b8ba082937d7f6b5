/** The records that travel between stages: batches, submitted jobs, results and dead letters. */
@NullMarked
package org.analyzetext.job;

import org.jspecify.annotations.NullMarked;
