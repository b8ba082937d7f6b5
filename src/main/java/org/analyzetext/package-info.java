/** Labels streams of text documents with Azure AI Language custom text classification, as Camel routes. */
@NullMarked
package org.analyzetext;

import org.jspecify.annotations.NullMarked;
