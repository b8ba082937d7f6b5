/** What a route can do when the application or its host stops. */
@NullMarked
package org.analyzetext.stop;

import org.jspecify.annotations.NullMarked;
