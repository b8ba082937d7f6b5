/**
 * The local service: a stand-in for the custom text classification jobs of Azure AI Language, made from their
 * contract, that classifies for real and misbehaves on request.
 */
@NullMarked
package org.analyzetext.localservice;

import org.jspecify.annotations.NullMarked;
