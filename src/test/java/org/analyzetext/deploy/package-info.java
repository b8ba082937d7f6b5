/** The files that operators take: manifests, dashboard, alert rules. */
package org.analyzetext.deploy;
