package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.analyzetext.edge.EdgeCheck;

/** Tries out whether a folder can be used. */
final class FolderCheck {
    private FolderCheck() {}

    /** Whether files can be written there, or where it would be made. */
    static EdgeCheck of(Path folder) {
        String what = "folder " + folder;
        Optional<String> never = unusable(folder);
        if (never.isPresent()) {
            return EdgeCheck.mistake(what, never.get());
        }
        try {
            Files.delete(Files.createTempFile(existing(folder), ".check-", ""));
            return EdgeCheck.good(what, "can be written");
        } catch (IOException refused) {
            return EdgeCheck.mistake(
                    what, "can't be written: " + refused.getClass().getSimpleName() + ": " + refused.getMessage());
        }
    }

    /** Why it can be no folder of ours, as far as that shows without writing anything. */
    static Optional<String> unusable(Path folder) {
        Path existing = existing(folder);
        if (!Files.isDirectory(existing)) {
            return Optional.of(existing.equals(folder) ? "is a file" : "can't be made: " + existing + " is a file");
        }
        return existing.equals(folder) || Files.isWritable(existing)
                ? Optional.empty()
                : Optional.of("can't be made: nothing may be written into " + existing);
    }

    /** The folder itself, or where it would be made. */
    private static Path existing(Path folder) {
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }
}
