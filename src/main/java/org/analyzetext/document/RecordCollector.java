package org.analyzetext.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Numbers the records of one file, holds its documents to the rules, and passes both kinds on. */
final class RecordCollector {
    private final String file;
    private final DocumentRules rules;
    private final DocumentSink sink;
    private long ordinal;

    RecordCollector(String file, DocumentRules rules, DocumentSink sink) {
        this.file = file;
        this.rules = rules;
        this.sink = sink;
    }

    /** The position of the next record. */
    FilePosition next(@Nullable Long line) {
        return new FilePosition(file, ++ordinal, line);
    }

    void document(Document document) throws IOException {
        Optional<Rejected> rejected = rules.check(document);
        if (rejected.isPresent()) {
            sink.rejected(rejected.get());
        } else {
            sink.document(document);
        }
    }

    void rejected(FilePosition position, UnreadableRecord reason, ObjectNode content) throws IOException {
        String id = reason.id() != null && Unicode.isValid(reason.id()) ? reason.id() : null;
        sink.rejected(new Rejected(position, id, reason.code(), reason.message(), content));
    }
}
