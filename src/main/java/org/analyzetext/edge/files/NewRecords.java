package org.analyzetext.edge.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentSink;
import org.analyzetext.document.Rejected;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the records of a file that a cut before has not read, and the last one of that cut if it reads otherwise
 * now: its line was half written.
 */
final class NewRecords implements DocumentSink {
    private static final long PRIME = 0x100000001b3L;

    private final FileMark mark;
    private final DocumentSink to;
    private long records;
    private long before;
    private long last;
    private boolean lastIsNew;

    /** What was read is not there any more: the file has not only grown. */
    static final class ChangedException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    NewRecords(FileMark mark, DocumentSink to) {
        this.mark = mark;
        this.to = to;
    }

    @Override
    public void document(Document document) throws IOException {
        if (isNew(digest(document.id(), document.language(), document.text(), document.metadata()))) {
            to.document(document);
        }
    }

    @Override
    public void rejected(Rejected rejected) throws IOException {
        if (isNew(digest(rejected.id(), rejected.code(), "", rejected.content()))) {
            to.rejected(rejected);
        }
    }

    private boolean isNew(long digest) throws IOException {
        before = records == 0 ? 0 : before * PRIME + last;
        last = digest;
        records++;
        if (records == mark.records()) {
            if (before != mark.before()) {
                throw new ChangedException();
            }
            lastIsNew = last != mark.last();
            return lastIsNew;
        }
        return records > mark.records();
    }

    /** The mark of the file as it was read now, which had this stamp before. */
    FileMark finish(Stamp stamp) throws IOException {
        if (records < mark.records()) {
            throw new ChangedException();
        }
        return new FileMark(mark.file(), stamp.size(), stamp.changed(), records, before, last);
    }

    /** The record of the cut before that reads otherwise now; 0 for none. */
    long superseded() {
        return lastIsNew ? mark.records() : 0;
    }

    private static long digest(@Nullable String id, @Nullable String word, String text, JsonNode more) {
        long digest = 0xcbf29ce484222325L;
        for (String part : new String[] {id, word, text, more.toString()}) {
            digest = (digest ^ 0xff) * PRIME;
            for (int i = 0; part != null && i < part.length(); i++) {
                digest = (digest ^ part.charAt(i)) * PRIME;
            }
        }
        return digest;
    }
}
