/** When calls may be made (quota, priority, back-off, circuit breaker) and when jobs are polled. */
@NullMarked
package org.analyzetext.schedule;

import org.jspecify.annotations.NullMarked;
