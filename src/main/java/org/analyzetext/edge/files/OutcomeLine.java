package org.analyzetext.edge.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Source;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.Result;
import org.jspecify.annotations.Nullable;

/** A line of a batch's outcomes: what became of a document, a result or a dead letter; or the note of its job. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OutcomeLine(
        @Nullable Result result,
        @Nullable DeadLetter deadLetter,
        @Nullable JobNote note) {
    /** The order of the documents in their input. */
    static final Comparator<FilePosition> POSITIONS =
            Comparator.comparing(FilePosition::file).thenComparingLong(FilePosition::ordinal);

    static final Comparator<OutcomeLine> BY_POSITION = Comparator.comparing(OutcomeLine::position, POSITIONS);

    OutcomeLine {
        long said = Stream.of(Optional.ofNullable(result), Optional.ofNullable(deadLetter), Optional.ofNullable(note))
                .filter(Optional::isPresent)
                .count();
        if (said != 1) {
            throw new IllegalArgumentException("a line of outcomes is a result, a dead letter or a note");
        }
    }

    OutcomeLine(@Nullable Result result, @Nullable DeadLetter deadLetter) {
        this(result, deadLetter, null);
    }

    /** The document's identity. */
    Source source() {
        return result != null
                ? result.source()
                : Objects.requireNonNull(deadLetter).source();
    }

    /** The document's place in its file. */
    FilePosition position() {
        return (FilePosition) source();
    }
}
