package org.analyzetext.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document from a record of a stream. Immutable and safe to share.
 *
 * @param format JSON objects, or plain text with the id in the key and the language in a header
 * @param fields where JSON values keep id, text and language
 * @param languageHeader the header that names the language of plain text
 * @param rules what a document must keep to
 */
public record RecordReader(ValueFormat format, DocumentFields fields, String languageHeader, DocumentRules rules) {
    private static final int SCHEMA_ID = 5;
    private static final int HIGHEST_SCHEMA_ID = 1 << 27;

    /** How values are written; both in UTF-8. */
    public enum ValueFormat {
        JSON,
        TEXT
    }

    /**
     * Reads one record, which ends either as a document or as rejected.
     *
     * @param value the record's value; null is a record without text
     */
    public void read(Source position, Envelope envelope, byte @Nullable [] value, DocumentSink sink)
            throws IOException {
        byte[] bytes = value == null ? new byte[0] : withoutSchemaId(value);
        boolean tooLarge = bytes.length > DocumentReader.MAX_RECORD_BYTES;
        RawRecord raw = new RawRecord(1, 1, 0, bytes.length, tooLarge ? null : bytes, true);
        Encoding encoding = Encoding.whole(StandardCharsets.UTF_8);
        Document document;
        try {
            checkNoSchemaId(tooLarge ? new byte[0] : bytes);
            document = format == ValueFormat.JSON
                    ? json(position, raw, encoding, envelope)
                    : text(position, raw, encoding, envelope);
        } catch (UnreadableRecord e) {
            String id = e.id() != null && Unicode.isValid(e.id()) ? e.id() : null;
            sink.rejected(new Rejected(position, id, e.code(), e.message(), raw.content(encoding), envelope));
            return;
        }
        Rejected rejected = rules.check(document).orElse(null);
        if (rejected == null) {
            sink.document(document);
        } else {
            sink.rejected(rejected.in(envelope));
        }
    }

    /** JSON behind the five bytes of a schema registry is JSON. */
    private byte[] withoutSchemaId(byte[] value) {
        return format == ValueFormat.JSON && schemaId(value) > 0 && value[SCHEMA_ID] == '{'
                ? Arrays.copyOfRange(value, SCHEMA_ID, value.length)
                : value;
    }

    private static void checkNoSchemaId(byte[] bytes) throws UnreadableRecord {
        int id = schemaId(bytes);
        if (id > 0) {
            throw new UnreadableRecord(
                    "WrongFormat",
                    "The value begins with the five bytes of a schema registry (a NUL and the schema id " + id
                            + ") and is no JSON behind them, but perhaps Avro or Protobuf: write JSON, or decode it in a route"
                            + " that sends to direct:analyze-text.");
        }
    }

    /**
     * The schema's number, which serialisers that use a schema registry write before the value, in four bytes behind a NUL; 0
     * where there is none.
     */
    private static int schemaId(byte[] bytes) {
        int id = bytes.length > SCHEMA_ID && bytes[0] == 0
                ? ByteBuffer.wrap(bytes).getInt(1)
                : 0;
        // Ids count from 1; a NUL before a text would be one of more than a hundred million.
        return id > 0 && id < HIGHEST_SCHEMA_ID ? id : 0;
    }

    private Document json(Source position, RawRecord raw, Encoding encoding, Envelope envelope)
            throws UnreadableRecord {
        if (raw.isEmpty()) {
            throw new UnreadableRecord("MissingText", "The record has no value.");
        }
        ObjectNode object = StrictJson.object(raw.text(encoding), raw);
        Document read = new JsonDocuments(fields).read(position, object);
        return new Document(position, read.id(), read.language(), read.text(), read.metadata(), envelope);
    }

    private Document text(Source position, RawRecord raw, Encoding encoding, Envelope envelope)
            throws UnreadableRecord {
        byte[] key = envelope.keyBytes();
        String language = envelope.header(languageHeader);
        return new Document(
                position,
                key == null ? null : new String(key, StandardCharsets.UTF_8),
                language == null || language.isEmpty() ? null : language,
                raw.text(encoding),
                Json.MAPPER.createObjectNode(),
                envelope);
    }
}
