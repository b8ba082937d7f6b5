/** Reads results and dead letters as they were published, whatever the form of their file. */
@NullMarked
package org.analyzetext.results;

import org.jspecify.annotations.NullMarked;
