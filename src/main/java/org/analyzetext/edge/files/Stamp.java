package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What shows that a file has changed: its size, and its time in ms, which is never compared with a clock. */
record Stamp(long size, long changed) {
    /** Of a file that is gone. */
    static final Stamp NONE = new Stamp(-1, 0);

    static Stamp of(BasicFileAttributes attributes) {
        return new Stamp(attributes.size(), attributes.lastModifiedTime().toMillis());
    }

    /** The stamp of a file that is no link. */
    static Stamp of(Path file) throws IOException {
        return of(InboxFiles.attributes(file));
    }
}
