/** Failures that are reported in a sentence, without a stack trace. */
@NullMarked
package org.analyzetext.error;

import org.jspecify.annotations.NullMarked;
