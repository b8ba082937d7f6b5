/** How much may be spent, and what has been. */
@NullMarked
package org.analyzetext.spending;

import org.jspecify.annotations.NullMarked;
