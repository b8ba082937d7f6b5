/** What becomes of a document: one result or one dead letter. */
@NullMarked
package org.analyzetext.result;

import org.jspecify.annotations.NullMarked;
