/** Jobs as records that say everything a stranger needs to finish them. */
@NullMarked
package org.analyzetext.job;

import org.jspecify.annotations.NullMarked;
