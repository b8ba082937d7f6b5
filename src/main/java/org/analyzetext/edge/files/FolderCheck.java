package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.analyzetext.edge.EdgeCheck;

/** Tries out whether a folder can be used. */
final class FolderCheck {
    private FolderCheck() {}

    /** Whether files can be written there, or where it would be made. */
    static EdgeCheck of(Path folder) {
        String what = "folder " + folder;
        Path existing = folder.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing)) {
            return EdgeCheck.mistake(what, existing + " is no folder");
        }
        try {
            Files.delete(Files.createTempFile(existing, ".check-", ""));
            return EdgeCheck.good(what, "can be written");
        } catch (IOException refused) {
            return EdgeCheck.mistake(
                    what, "can't be written: " + refused.getClass().getSimpleName() + ": " + refused.getMessage());
        }
    }
}
