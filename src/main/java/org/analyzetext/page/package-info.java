/** What every page is made of: escaped markup, one style, tables and charts. Pages need no script and no request. */
@NullMarked
package org.analyzetext.page;

import org.jspecify.annotations.NullMarked;
