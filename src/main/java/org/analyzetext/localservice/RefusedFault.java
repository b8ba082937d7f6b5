package org.analyzetext.localservice;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Makes the errors that faults of kind {@code submit-refused} answer with: the guilty are the texts with the content. */
final class RefusedFault {
    private static final String NOBODY = "";
    private static final String INDEX = "index";
    private static final String POINTER = "pointer";
    private static final Set<String> SPELLINGS = Set.of(NOBODY, INDEX, POINTER, "id");

    private RefusedFault() {}

    static void check(String spelling) {
        if (!SPELLINGS.contains(spelling)) {
            throw new IllegalArgumentException("'" + spelling + "' is no way to name documents: index, pointer or id");
        }
    }

    static RequestError error(Fault fault, List<SubmittedDocument> documents) {
        List<String> targets = IntStream.range(0, documents.size())
                .filter(index -> isGuilty(fault, documents.get(index)))
                .mapToObj(index ->
                        target(fault.value(), index, documents.get(index).id()))
                .filter(target -> !target.isEmpty())
                .toList();
        RequestError.ErrorBody body = new RequestError.ErrorBody(
                "InvalidRequest",
                "Invalid Document in request.",
                null,
                "InvalidDocument",
                "The local service is configured to refuse this document.",
                "innererror",
                targets);
        return new RequestError(400, body, java.util.Map.of());
    }

    /** As services may that refuse the whole request for a wrong language; nothing where no document has one. */
    static void refuseLanguages(List<SubmittedDocument> documents) {
        if (documents.stream().anyMatch(SubmittedDocument::wrongLanguage)) {
            throw RequestError.invalidArgument("UnsupportedLanguageCode", "Invalid Language Code.", null);
        }
    }

    private static boolean isGuilty(Fault fault, SubmittedDocument document) {
        return fault.content() == null || document.text().contains(fault.content());
    }

    private static String target(String spelling, int index, String id) {
        return switch (spelling) {
            case INDEX -> "documents[" + index + "]";
            case POINTER -> "#/analysisInput/documents/" + index;
            case NOBODY -> "";
            default -> "documents['" + id + "']";
        };
    }
}
