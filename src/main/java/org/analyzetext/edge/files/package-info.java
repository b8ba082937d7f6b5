/** The file edges: inbox, work folder, results. In the work folder the name is the state. */
@NullMarked
package org.analyzetext.edge.files;

import org.jspecify.annotations.NullMarked;
