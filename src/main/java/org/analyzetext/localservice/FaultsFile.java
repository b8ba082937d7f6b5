package org.analyzetext.localservice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * Switches on what a file says: one fault a line, {@code #} before remarks. Read before each request; while it is
 * away it says nothing, and while it holds a mistake its last good content stays. Thread-safe.
 */
final class FaultsFile {
    private static final System.Logger LOG = System.getLogger(FaultsFile.class.getName());
    private static final Stamp AWAY = new Stamp(FileTime.fromMillis(0), -1);

    private final Path file;
    private final FaultRules faults;
    private Stamp last = AWAY;

    private record Stamp(FileTime modified, long size) {}

    FaultsFile(Path file, FaultRules faults) {
        this.file = file;
        this.faults = faults;
    }

    /** Reads the file if it changed; throws what is wrong with it. */
    synchronized void read() {
        try {
            Stamp now = Files.isRegularFile(file) ? new Stamp(Files.getLastModifiedTime(file), Files.size(file)) : AWAY;
            if (!now.equals(last)) {
                last = now;
                faults.replaceFromFile(now.equals(AWAY) ? List.of() : Files.readAllLines(file, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " can't be read: " + e, e);
        }
    }

    /** As {@link #read}, but a mistake is only logged. */
    void readIfGood() {
        try {
            read();
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}; the faults stay as they were", file, e.getMessage());
        }
    }
}
