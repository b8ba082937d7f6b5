/** What came out of inputs or of a time, on one page. */
@NullMarked
package org.analyzetext.report;

import org.jspecify.annotations.NullMarked;
