/** Packs documents into the fewest jobs that the service takes. */
@NullMarked
package org.analyzetext.batch;

import org.jspecify.annotations.NullMarked;
