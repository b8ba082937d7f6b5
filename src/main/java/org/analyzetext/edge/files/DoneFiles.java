package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the files of finished inputs go: to the folder of those done, or back to the inbox if they were changed. */
final class DoneFiles {
    private static final Logger LOG = LoggerFactory.getLogger(DoneFiles.class);

    private final Folders folders;

    DoneFiles(Folders folders) {
        this.folders = folders;
    }

    /** Moves the files of an input that is answered. */
    void take(Input input) throws IOException {
        Set<String> changed = input.changed();
        for (Path file : input.sourceFiles()) {
            if (changed.contains(input.relative(file))) {
                moveBack(input, file);
                continue;
            }
            Path done = input.claim().path() == null
                    ? folders.done().resolve(input.claim().name()).resolve(input.relative(file))
                    : folders.done().resolve(input.claim().name());
            Files.createDirectories(Durable.parent(done));
            Durable.rename(file, done);
        }
    }

    /** What stands in a file that was changed after the cut is labelled as an input of its own. */
    private void moveBack(Input input, Path file) throws IOException {
        Path inbox = folders.inbox().resolve(input.relative(file));
        Files.createDirectories(Durable.parent(inbox));
        Path free = inbox;
        String name = Durable.fileName(inbox);
        int dot = name.lastIndexOf('.');
        for (int number = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); number++) {
            free = inbox.resolveSibling(name.substring(0, dot) + "~" + number + name.substring(dot));
        }
        Durable.rename(file, free);
        LOG.warn(
                "{} was changed, not only written on, after it was cut for input {}: the answers are of what stood there"
                        + " before; as it is now it is back in the inbox as {}",
                input.relative(file),
                input.claim().name(),
                Durable.fileName(free));
    }
}
