/** Dead letters put in again: which of them, and as which records. */
@NullMarked
package org.analyzetext.replay;

import org.jspecify.annotations.NullMarked;
