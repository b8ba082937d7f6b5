/** Tokens of Entra ID. Needs azure-identity, which is optional: nothing here is loaded unless it is asked for. */
@NullMarked
package org.analyzetext.service.identity;

import org.jspecify.annotations.NullMarked;
