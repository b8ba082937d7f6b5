/** Tests on the packaged application as a real process, against a local service in the test's own. */
@NullMarked
package org.analyzetext.process;

import org.jspecify.annotations.NullMarked;
