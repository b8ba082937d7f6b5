/** The module in hosts: camel-main here, Spring Boot in {@code src/it}. */
package org.analyzetext.edge.host;
