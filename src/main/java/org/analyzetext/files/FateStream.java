package org.analyzetext.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.analyzetext.document.FilePosition;
import org.jspecify.annotations.Nullable;

/**
 * The fates of an input in the order of its documents, one batch in memory at a time. Where tries of a batch disagree
 * about a document, a result counts, else the earliest try.
 */
final class FateStream {
    private final Iterator<List<Path>> batches;
    private final Deque<Fate> batch = new ArrayDeque<>();

    FateStream(Path folder) throws IOException {
        Map<Long, List<Path>> byNumber = new TreeMap<>();
        for (Path file : Durable.list(folder)) {
            String name = Durable.fileName(file).replace(".jsonl", ".json");
            BatchFile.parse(name)
                    .ifPresent(parsed -> byNumber.merge(parsed.number(), List.of(file), FateStream::joined));
        }
        batches = byNumber.values().iterator();
    }

    private static List<Path> joined(List<Path> some, List<Path> more) {
        return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
    }

    /** The next fate; null at the end. */
    @Nullable
    Fate next() throws IOException {
        while (batch.isEmpty() && batches.hasNext()) {
            fill(batches.next());
        }
        return batch.poll();
    }

    private void fill(List<Path> files) throws IOException {
        Map<FilePosition, Fate> byPosition = new TreeMap<>(Fate.POSITIONS);
        for (Path file : files) {
            for (Fate fate : FateFolder.read(file)) {
                byPosition.merge(
                        fate.position(),
                        fate,
                        (kept, later) -> kept.result() == null && later.result() != null ? later : kept);
            }
        }
        batch.addAll(byPosition.values());
    }
}
