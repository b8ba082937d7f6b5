package org.analyzetext.files;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What shows that a file has changed. Its time is only ever compared with itself, never with a clock. */
record Stamp(long size, FileTime changed) {
    /** Of a file that is gone. */
    static final Stamp NONE = new Stamp(-1, FileTime.fromMillis(0));

    static Stamp of(BasicFileAttributes attributes) {
        return new Stamp(attributes.size(), attributes.lastModifiedTime());
    }

    /** The stamp of a file that is no link. */
    static Stamp of(Path file) throws IOException {
        return of(InboxFiles.attributes(file));
    }
}
