package org.analyzetext;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.Json;
import org.analyzetext.files.Folders;
import org.jspecify.annotations.Nullable;

/**
 * Puts the documents of dead-letter files into the inbox again, as JSON lines with the same ids, languages, texts and
 * metadata. A record that could not be read goes if it is a JSON object, so mend the dead-letter file first. The file
 * itself moves to a folder {@code replayed} beside it, so that nothing is replayed twice by accident.
 */
final class ReplayCommand {
    private final DocumentFields fields;
    private final Folders folders;
    private final PrintStream out;
    private int notReplayed;

    private ReplayCommand(DocumentFields fields, Folders folders, PrintStream out) {
        this.fields = fields;
        this.folders = folders;
        this.out = out;
    }

    static int run(String[] files, PrintStream out) throws IOException {
        if (files.length == 0) {
            System.err.println("replay needs the dead-letter files to replay, such as dead-letters/mails.jsonl");
            return Application.MISTAKE;
        }
        ReplayCommand command;
        try {
            var source = WorkingFolderProperties.read();
            command = new ReplayCommand(Settings.fields(source), Settings.folders(source), out);
        } catch (AnalyzeTextException told) {
            System.err.println(told.getMessage());
            return Application.MISTAKE;
        }
        for (String file : files) {
            if (!Files.isRegularFile(Path.of(file))) {
                System.err.println("there is no dead-letter file " + file + "; nothing of it was replayed");
                return Application.MISTAKE;
            }
            command.replay(Path.of(file).toAbsolutePath().normalize());
        }
        return command.notReplayed == 0 ? Application.OK : Application.DEAD_LETTERS;
    }

    private void replay(Path file) throws IOException {
        Path inbox = folders.inbox();
        Files.createDirectories(inbox);
        String name = "replay-" + file.getFileName().toString().replaceAll("\\.jsonl$", "") + ".jsonl";
        Path aside = Files.createTempFile(inbox, ".replay-", "");
        int count = 0;
        try (MappingIterator<JsonNode> letters =
                        Json.MAPPER.readerFor(JsonNode.class).readValues(file.toFile());
                OutputStream lines = Files.newOutputStream(aside)) {
            while (letters.hasNext()) {
                byte[] line = line(letters.next());
                if (line.length > 0) {
                    lines.write(line);
                    lines.write('\n');
                    count++;
                }
            }
        }
        Path target = inbox.resolve(name);
        for (int number = 2; Files.exists(target); number++) {
            target = inbox.resolve(name.replace(".jsonl", "~" + number + ".jsonl"));
        }
        Path replayed = file.resolveSibling("replayed").resolve(file.getFileName());
        Files.createDirectories(file.resolveSibling("replayed"));
        for (int number = 2; Files.exists(replayed); number++) {
            replayed = file.resolveSibling("replayed").resolve(number + "-" + file.getFileName());
        }
        // In this order a kill between the two replays twice, and loses nothing.
        Files.move(aside, target);
        Files.move(file, replayed);
        out.printf(
                "%d documents of %s are in %s again; the dead letters are kept in %s%n", count, file, target, replayed);
    }

    private byte[] line(JsonNode letter) throws IOException {
        JsonNode document = letter.path("document");
        if (document.path("text").isTextual()) {
            return Json.MAPPER.writeValueAsBytes(record(document));
        }
        ObjectNode mended = object(document.path("raw").asText(""));
        if (mended != null) {
            return Json.MAPPER.writeValueAsBytes(mended);
        }
        notReplayed++;
        out.printf(
                "not replayed, because it is no JSON object (%s): %s; its input is in %s%n",
                letter.path("code").asText(), letter.path("source"), folders.done());
        return new byte[0];
    }

    private static @Nullable ObjectNode object(String raw) {
        try {
            return Json.MAPPER.readTree(raw) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException noJson) {
            return null;
        }
    }

    private ObjectNode record(JsonNode document) {
        ObjectNode record = document.path("metadata").isObject()
                ? ((ObjectNode) document.path("metadata")).deepCopy()
                : Json.MAPPER.createObjectNode();
        put(record, fields.id(), document.path("id"));
        put(record, fields.language(), document.path("language"));
        put(record, fields.text(), document.path("text"));
        return record;
    }

    /** Puts a value back to where it was taken from. */
    private static void put(ObjectNode record, String place, JsonNode value) {
        if (value.isMissingNode()) {
            return;
        }
        JsonPointer pointer = JsonPointer.compile(place.startsWith("/") ? place : "/" + place);
        ObjectNode parent = record;
        while (!pointer.tail().matches()) {
            parent = parent.withObjectProperty(pointer.getMatchingProperty());
            pointer = pointer.tail();
        }
        parent.set(pointer.getMatchingProperty(), value);
    }
}
