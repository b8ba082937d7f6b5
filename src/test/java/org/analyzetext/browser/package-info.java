/** Opens the pages that people see in a browser. */
package org.analyzetext.browser;
