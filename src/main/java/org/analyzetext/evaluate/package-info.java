/** Compares the labels of results with those that people gave, and with the results of another deployment. */
@NullMarked
package org.analyzetext.evaluate;

import org.jspecify.annotations.NullMarked;
