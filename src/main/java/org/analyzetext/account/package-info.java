/** Where each document went and what it cost, and which dead letters are submitted again. */
@NullMarked
package org.analyzetext.account;

import org.jspecify.annotations.NullMarked;
