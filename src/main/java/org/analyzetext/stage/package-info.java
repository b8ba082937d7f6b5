/** What the stages of the core compute: the requests, the reading of answers, the outcome of each document. */
@NullMarked
package org.analyzetext.stage;

import org.jspecify.annotations.NullMarked;
