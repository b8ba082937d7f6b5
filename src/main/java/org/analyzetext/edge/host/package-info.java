/** What routes of the host give and take: documents by a call, results and dead letters as messages. */
@NullMarked
package org.analyzetext.edge.host;

import org.jspecify.annotations.NullMarked;
