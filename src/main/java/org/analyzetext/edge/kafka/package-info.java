/** The Kafka edges: documents, jobs in flight, results and dead letters as records of topics. */
@NullMarked
package org.analyzetext.edge.kafka;

import org.jspecify.annotations.NullMarked;
