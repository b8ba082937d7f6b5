/** The calls to the service: what is sent, where, and how its answers are read. */
@NullMarked
package org.analyzetext.service;

import org.jspecify.annotations.NullMarked;
