/** What every edge is: it binds itself, and answers the questions that people ask about it. */
@NullMarked
package org.analyzetext.edge;

import org.jspecify.annotations.NullMarked;
