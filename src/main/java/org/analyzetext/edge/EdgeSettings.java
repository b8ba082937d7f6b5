package org.analyzetext.edge;

import java.util.List;
import org.analyzetext.config.PropertyReader;

/**
 * From where to where documents go.
 *
 * @param source where documents come from
 * @param jobs where jobs in flight are kept
 * @param sink where results go
 * @param exitWhenDrained whether a standalone application ends when every input has its answer
 */
public record EdgeSettings(EdgeKind source, EdgeKind jobs, EdgeKind sink, boolean exitWhenDrained) {
    private static final List<String> SOURCES = List.of("files", "kafka", "direct");
    private static final List<String> QUEUES = List.of("files", "kafka", "own");
    private static final List<String> SINKS = List.of("files", "kafka", "endpoint");
    private static final List<String> AT_STOP = List.of("keep", "cancel");
    private static final String KAFKA_COMPONENT = "org.apache.camel.component.kafka.KafkaComponent";

    /** Reads {@code source}, {@code jobs}, {@code sink}, {@code exit-when-drained} and {@code shutdown.jobs}. */
    public static EdgeSettings read(PropertyReader in) {
        EdgeSettings edges = new EdgeSettings(
                EdgeKind.of(in.oneOf("source", SOURCES, "files")),
                EdgeKind.of(in.oneOf("jobs", QUEUES, "files")),
                EdgeKind.of(in.oneOf("sink", SINKS, "files")),
                in.flag("exit-when-drained"));
        edges.checkTogether(in);
        return edges;
    }

    private void checkTogether(PropertyReader in) {
        boolean kept =
                source == EdgeKind.FILES ? jobs == EdgeKind.FILES : source == EdgeKind.DIRECT || jobs != EdgeKind.FILES;
        if (!kept) {
            in.mistake(
                    "jobs",
                    "is '" + in.text("jobs") + "', but documents from " + in.text("source") + " need "
                            + (source == EdgeKind.FILES ? "files" : "kafka or own"));
        }
        if (exitWhenDrained && source != EdgeKind.FILES) {
            in.mistake(
                    "exit-when-drained",
                    "is true, but " + (source == EdgeKind.KAFKA ? "a topic" : "a host")
                            + " never ends: only files can be drained");
        }
        if (in.oneOf("shutdown.jobs", AT_STOP, "keep").equals("cancel") && jobs != EdgeKind.FILES) {
            in.mistake(
                    "shutdown.jobs",
                    "is cancel, but jobs in "
                            + (jobs == EdgeKind.KAFKA
                                    ? "topics belong to the group, whose other instances continue with them"
                                    : "a queue of your own are known to your route file alone")
                            + ": it can only be keep, or analyze-text.jobs must be files");
        }
        if (uses(EdgeKind.KAFKA)) {
            String property = source == EdgeKind.KAFKA ? "source" : jobs == EdgeKind.KAFKA ? "jobs" : "sink";
            in.hasLibrary(property, KAFKA_COMPONENT, "org.apache.camel:camel-kafka");
        }
    }

    /** Whether documents, jobs or results are there. */
    public boolean uses(EdgeKind kind) {
        return source == kind || jobs == kind || sink == kind;
    }
}
