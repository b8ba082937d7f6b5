/** What a Spring Boot host needs beside {@code org.analyzetext}: loaded by Spring Boot alone. */
@NullMarked
package org.analyzetext.spring;

import org.jspecify.annotations.NullMarked;
