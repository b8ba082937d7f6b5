/** Reads properties and keeps every mistake, so that all are reported at once. */
@NullMarked
package org.analyzetext.config;

import org.jspecify.annotations.NullMarked;
