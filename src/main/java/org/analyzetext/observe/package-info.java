/** What people and machines see of a running pipeline: health with reasons, and metrics. */
@NullMarked
package org.analyzetext.observe;

import org.jspecify.annotations.NullMarked;
