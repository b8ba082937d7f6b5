/** The page that shows a running pipeline to people. */
@NullMarked
package org.analyzetext.live;

import org.jspecify.annotations.NullMarked;
