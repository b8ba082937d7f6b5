/** Documents, where they came from, and the readers that find them in files. */
@NullMarked
package org.analyzetext.document;

import org.jspecify.annotations.NullMarked;
