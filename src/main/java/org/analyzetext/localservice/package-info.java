/**
 * The local service: a stand-in for the analyze-text jobs of Azure AI Language, made from their
 * contract, that classifies for real and misbehaves on request.
 */
@NullMarked
package org.analyzetext.localservice;

import org.jspecify.annotations.NullMarked;
