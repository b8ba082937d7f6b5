/** The route files: where they are, and what is wrong in them. */
@NullMarked
package org.analyzetext.route;

import org.jspecify.annotations.NullMarked;
