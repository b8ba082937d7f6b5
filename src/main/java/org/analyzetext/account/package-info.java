/** The account: where each document is and what it cost, counted from what is kept and never from counters. */
@NullMarked
package org.analyzetext.account;

import org.jspecify.annotations.NullMarked;
