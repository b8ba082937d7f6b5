package org.analyzetext.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a reader gave, in order. */
final class ReadRecords implements DocumentSink {
    static final DocumentFields FIELDS = new DocumentFields("/id", "/text", "/language");
    static final DocumentRules RULES = new DocumentRules(125_000);

    final List<Document> documents = new ArrayList<>();
    final List<Rejected> rejected = new ArrayList<>();
    final List<Source> sources = new ArrayList<>();

    static ReadRecords of(Format format, String content) {
        return of(format, content.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    static ReadRecords of(Format format, byte[] content, Charset charset) {
        return of(format, content, new DocumentReader(FIELDS, charset, DocumentReader.ANY_SEPARATOR, "", RULES));
    }

    static ReadRecords of(Format format, byte[] content, DocumentReader reader) {
        ReadRecords records = new ReadRecords();
        try {
            Path file = Files.createTempFile("records", ".tmp");
            try {
                Files.write(file, content);
                reader.read(file, "in/file", format, records);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    @Override
    public void document(Document document) {
        documents.add(document);
        sources.add(document.source());
    }

    @Override
    public void rejected(Rejected rejection) {
        rejected.add(rejection);
        sources.add(rejection.source());
    }

    List<String> texts() {
        return documents.stream().map(Document::text).toList();
    }

    List<String> codes() {
        return rejected.stream().map(Rejected::code).toList();
    }

    List<Long> ordinals() {
        return sources.stream().map(source -> ((FilePosition) source).ordinal()).toList();
    }

    Rejected onlyRejected() {
        if (rejected.size() != 1) {
            throw new AssertionError("Expected one rejected record, but got " + rejected);
        }
        return rejected.get(0);
    }

    Document onlyDocument() {
        if (documents.size() != 1 || !rejected.isEmpty()) {
            throw new AssertionError("Expected one document, but got " + documents + " and " + rejected);
        }
        return documents.get(0);
    }
}
