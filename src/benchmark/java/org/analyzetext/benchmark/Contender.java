package org.analyzetext.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A way to have documents labelled, as one process or several: gets batches, publishes results. */
interface Contender extends AutoCloseable {
    String name();

    /** The documents of a job that it submits. */
    int batch();

    /** The batches that wait for it at most; 0 for one that is given everything at once, as a backlog. */
    int backlog();

    /** Whether it refuses to send a key over plain http. */
    boolean wantsTls();

    void start(Path folder, ServiceProcess service) throws Exception;

    /** Gives it the documents with these numbers, as one batch. */
    void offer(int from, int to) throws IOException;

    /** The batches that it was given and has not begun. */
    int waiting() throws IOException;

    /** Tells it that nothing more comes. */
    void noMore() throws IOException;

    /** Half of the measured time is over: what is to go wrong goes wrong now. */
    default void halfTime() {}

    /** Whether it has ended by itself. */
    boolean over();

    /** The number of published documents, cheap and perhaps a little behind. */
    long publishedSoFar() throws IOException;

    List<Publication> published() throws IOException;

    /** What its processes cost so far. */
    double cpuSeconds();

    /** What it said, for when something went wrong. */
    String said();

    @Override
    void close();
}
