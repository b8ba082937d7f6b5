/** Bad inputs of every kind, and what must become of them. */
@NullMarked
package org.analyzetext.corpus;

import org.jspecify.annotations.NullMarked;
