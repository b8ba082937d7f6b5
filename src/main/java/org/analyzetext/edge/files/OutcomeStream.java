package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.analyzetext.document.FilePosition;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of an input, in the order of its documents once it is complete. Where tries of a batch disagree about a
 * document, a result counts, else the earliest try. Batches of different tasks overlap and are numbered by their first
 * documents: so nothing unread comes before the first document of the batch read last. In memory are the batches that
 * overlap at one place, never more than the cut held open.
 */
final class OutcomeStream {
    private final Iterator<List<Path>> batches;
    private final PriorityQueue<OutcomeLine> waiting = new PriorityQueue<>(OutcomeLine.BY_POSITION);
    /** The first document of the batch read last. */
    private @Nullable FilePosition read;

    OutcomeStream(Path folder) throws IOException {
        Map<Long, List<Path>> byNumber = new TreeMap<>();
        for (Path file : Durable.list(folder)) {
            String name = Durable.fileName(file).replace(".jsonl", ".json");
            BatchFile.parse(name)
                    .ifPresent(parsed -> byNumber.merge(parsed.number(), List.of(file), OutcomeStream::joined));
        }
        batches = byNumber.values().iterator();
    }

    private static List<Path> joined(List<Path> some, List<Path> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** The next outcome; null at the end. */
    @Nullable
    OutcomeLine next() throws IOException {
        while (batches.hasNext() && !nextIsRead()) {
            read(batches.next());
        }
        return waiting.poll();
    }

    private boolean nextIsRead() {
        OutcomeLine first = waiting.peek();
        return first != null && read != null && OutcomeLine.POSITIONS.compare(first.position(), read) <= 0;
    }

    private void read(List<Path> files) throws IOException {
        TreeMap<FilePosition, OutcomeLine> byPosition = new TreeMap<>(OutcomeLine.POSITIONS);
        for (Path file : files) {
            for (OutcomeLine outcome : OutcomeFolder.read(file)) {
                byPosition.merge(
                        outcome.position(),
                        outcome,
                        (kept, later) -> kept.result() == null && later.result() != null ? later : kept);
            }
        }
        if (!byPosition.isEmpty()) {
            read = byPosition.firstKey();
            waiting.addAll(byPosition.values());
        }
    }
}
