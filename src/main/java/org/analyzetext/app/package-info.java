/** The standalone application: its commands, progress and summary. */
@NullMarked
package org.analyzetext.app;

import org.jspecify.annotations.NullMarked;
