package org.analyzetext.localservice;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the documents of a submit and refuses what the service refuses. */
final class DocumentsReader {
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final String AUTO = "auto";

    private final int maxDocuments;
    private final int maxCharacters;

    DocumentsReader(int maxDocuments, int maxCharacters) {
        this.maxDocuments = maxDocuments;
        this.maxCharacters = maxCharacters;
    }

    List<SubmittedDocument> read(JsonNode documents, ApiVersion version) {
        if (!documents.isArray() || documents.isEmpty()) {
            throw RequestError.invalidRequest("MissingInputDocuments", "Missing input documents.");
        }
        if (documents.size() > maxDocuments) {
            throw RequestError.invalidDocument(
                    "InvalidDocumentBatch",
                    "Batch request contains too many records. Max " + maxDocuments + " records are permitted.");
        }
        List<SubmittedDocument> read = new ArrayList<>(documents.size());
        Set<String> ids = new HashSet<>();
        long characters = 0;
        for (JsonNode node : documents) {
            SubmittedDocument document = document(node, version);
            if (!ids.add(document.id())) {
                throw RequestError.invalidDocument(
                        "InvalidDocument", "Request contains duplicated Ids. Make sure each document has a unique Id.");
            }
            characters += document.characters();
            read.add(document);
        }
        if (characters > maxCharacters) {
            throw RequestError.tooLarge(maxCharacters);
        }
        if (read.size() == 1 && read.get(0).isEmpty()) {
            throw RequestError.invalidDocument("InvalidDocumentBatch", "Document text is empty.");
        }
        return read;
    }

    private SubmittedDocument document(JsonNode node, ApiVersion version) {
        JsonNode id = node.path("id");
        JsonNode text = node.path("text");
        if (!id.isTextual() || !text.isTextual()) {
            throw RequestError.invalidRequest(
                    "InvalidRequestBodyFormat", "Every document needs an id and a text, both strings.");
        }
        if (id.asText().isEmpty()) {
            throw RequestError.invalidDocument("InvalidDocument", "A document's id is empty.");
        }
        boolean wrongLanguage =
                node.has("language") && !isLanguage(node.path("language").asText(""), version);
        return SubmittedDocument.of(id.asText(), text.asText(), wrongLanguage);
    }

    private static boolean isLanguage(String language, ApiVersion version) {
        String primary = language.split("-", 2)[0].toLowerCase(Locale.ROOT);
        return LANGUAGES.contains(primary) || (language.equals(AUTO) && version.isPreview());
    }
}
