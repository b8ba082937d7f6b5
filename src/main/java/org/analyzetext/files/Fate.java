package org.analyzetext.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import java.util.Objects;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Source;
import org.analyzetext.result.DeadLetter;
import org.analyzetext.result.Result;
import org.jspecify.annotations.Nullable;

/** What became of one document: a result or a dead letter, never both. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Fate(@Nullable Result result, @Nullable DeadLetter deadLetter) {
    /** The order of the documents in their input. */
    static final Comparator<FilePosition> POSITIONS =
            Comparator.comparing(FilePosition::file).thenComparingLong(FilePosition::ordinal);

    static final Comparator<Fate> BY_POSITION = Comparator.comparing(Fate::position, POSITIONS);

    Fate {
        if ((result == null) == (deadLetter == null)) {
            throw new IllegalArgumentException("a fate is either a result or a dead letter");
        }
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
