/** Holds the local service to the contract. */
@org.jspecify.annotations.NullMarked
package org.analyzetext.localservice;
