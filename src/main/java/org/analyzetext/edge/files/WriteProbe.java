package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.analyzetext.stage.StorageGate;

/** Tries whether a folder can be written, after something could not be written, and reports to the gate. Thread-safe. */
final class WriteProbe {
    /** More than the answers of a usual batch. */
    private static final int SIZE = 1 << 18;

    private final Path folder;
    private final StorageGate storage;
    private boolean failed;

    WriteProbe(Path folder, StorageGate storage) {
        this.folder = folder;
        this.storage = storage;
    }

    /** After a failure, of which the disk may be the cause. */
    synchronized void run(Exception failure) {
        if (failure instanceof IOException && !failed) {
            write();
        }
    }

    /** After a while, if the last probe failed. */
    synchronized void again() {
        if (failed) {
            write();
        }
    }

    private void write() {
        try {
            Path probe = folder.resolve(".probe");
            Durable.write(probe, out -> out.write(new byte[SIZE]));
            Files.delete(probe);
            failed = false;
            storage.stored(folder.toString());
        } catch (IOException | RuntimeException unwritable) {
            failed = true;
            storage.failed(folder.toString(), unwritable);
        }
    }
}
