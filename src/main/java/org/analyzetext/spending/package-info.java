/** The spending limit: what may be submitted in a day and a month, and the switch that stops submitting. */
@NullMarked
package org.analyzetext.spending;

import org.jspecify.annotations.NullMarked;
