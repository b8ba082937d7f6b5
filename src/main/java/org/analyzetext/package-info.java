/** Sends streams of text documents through the jobs of Azure AI Language, as Camel routes. */
@NullMarked
package org.analyzetext;

import org.jspecify.annotations.NullMarked;
