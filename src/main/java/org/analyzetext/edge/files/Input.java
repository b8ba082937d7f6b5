package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Format;
import org.analyzetext.document.Json;
import org.analyzetext.job.Batch;
import org.jspecify.annotations.Nullable;

/**
 * An input's folder in the work folder. What lies where says how far it is:
 *
 * <pre>
 * input.json       what was claimed
 * source/          the file or files, as they were in the inbox
 * cut/             the cut while it is made; renamed to todo/ when it is complete
 * manifest.json    what the cut is made of
 * rejected.jsonl   dead letters of the records that can't be sent
 * marks.jsonl      what the cut has read of each source file
 * more.json        what further batches make of the input; there only while they are added
 * changed.json     source files that were changed after the cut; there only when there are some
 * todo/            batches to submit
 * posting/         batches being submitted
 * jobs/            jobs that the service has, with the time of the next poll in their names
 * outcomes/        results and dead letters, by batch and try
 * held/            files that are no job records; there only when something is wrong
 * </pre>
 */
record Input(Path folder, Claim claim) {
    /**
     * What was taken from the inbox.
     *
     * @param name the input's name, unique among the inputs, results and finished files
     * @param path the file's path relative to the inbox, or null for a group of files or calls
     * @param format how the documents are written
     */
    record Claim(String name, @Nullable String path, Format format) {
        /** Whether its documents came by calls of the host, so that they do not belong into the folder of files done. */
        boolean fromCalls() {
            return format == Format.DOCUMENTS;
        }
    }

    /**
     * What the cut made.
     *
     * @param documents records in the input, the rejected ones too
     * @param rejected records that can't be sent
     * @param batches files in {@code todo/} when the cut was complete
     * @param tasks the names of the tasks that a document could ask for; empty in inputs of an older release
     */
    record Manifest(long documents, long rejected, long batches, List<String> tasks) {
        Manifest {
            tasks = tasks == null ? List.of() : List.copyOf(tasks);
        }
    }

    /** What further batches make of an input, and the records of the first cut that read otherwise now. */
    record More(Manifest manifest, List<FileMark> marks, List<FilePosition> superseded) {}

    static final String CLAIM_FILE = "input.json";
    static final String MANIFEST_FILE = "manifest.json";

    /** The input in this folder. */
    static Input open(Path folder) throws IOException {
        return new Input(
                folder, Json.MAPPER.readValue(folder.resolve(CLAIM_FILE).toFile(), Claim.class));
    }

    Path source() {
        return folder.resolve("source");
    }

    Path cut() {
        return folder.resolve("cut");
    }

    Path todo() {
        return folder.resolve("todo");
    }

    Path posting() {
        return folder.resolve("posting");
    }

    Path jobs() {
        return folder.resolve("jobs");
    }

    Path held() {
        return folder.resolve("held");
    }

    Path outcomes() {
        return folder.resolve("outcomes");
    }

    Path rejected() {
        return folder.resolve("rejected.jsonl");
    }

    private Path marksFile() {
        return folder.resolve("marks.jsonl");
    }

    /** What the cut has read of the source files; empty in inputs of an older release. */
    List<FileMark> marks() throws IOException {
        return Files.exists(marksFile()) ? JsonLines.all(marksFile(), FileMark.class) : List.of();
    }

    void keepMarks(List<FileMark> marks) throws IOException {
        Durable.write(marksFile(), out -> {
            try (JsonGenerator lines = JsonLines.generator(out)) {
                for (FileMark mark : marks) {
                    JsonLines.write(lines, mark);
                }
            }
        });
    }

    Path more() {
        return folder.resolve("more.json");
    }

    private Path changedFile() {
        return folder.resolve("changed.json");
    }

    /** The source files, by relative path, whose answers are of what stood there before. */
    Set<String> changed() throws IOException {
        return Files.exists(changedFile())
                ? Set.of(Json.MAPPER.readValue(changedFile().toFile(), String[].class))
                : Set.of();
    }

    void keepChanged(Set<String> files) throws IOException {
        Durable.write(changedFile(), out -> Json.MAPPER.writeValue(out, files));
    }

    void keepManifest(Manifest manifest) throws IOException {
        Durable.write(folder.resolve(MANIFEST_FILE), out -> Json.MAPPER.writeValue(out, manifest));
    }

    /** The folder's name, with which the names of its batches begin. */
    String key() {
        return Durable.fileName(folder);
    }

    /** When it was taken from the inbox. */
    Instant receivedAt() throws IOException {
        return Files.getLastModifiedTime(folder.resolve(CLAIM_FILE)).toInstant();
    }

    boolean isCut() {
        return Files.isDirectory(todo());
    }

    Manifest manifest() throws IOException {
        return Json.MAPPER.readValue(folder.resolve(MANIFEST_FILE).toFile(), Manifest.class);
    }

    /** Whether no batch is waiting or under way: the input may be complete. */
    boolean isQuiet() throws IOException {
        return isCut()
                && Durable.isEmpty(todo())
                && Durable.isEmpty(posting())
                && Durable.isEmpty(jobs())
                && Durable.isEmpty(held());
    }

    /** Whether this try of a batch is kept somewhere, or anything that came of it. */
    boolean knows(BatchFile attempt) throws IOException {
        // In the order in which a batch moves on, so that none is missed on its way.
        return any(todo(), attempt, attempt::ledTo)
                || any(posting(), attempt, attempt::ledTo)
                || any(jobs(), attempt, attempt::ledTo)
                || any(outcomes(), attempt, attempt::ledTo);
    }

    /** Whether anything came of a try that was being submitted: its job, its outcomes, a later try or its halves. */
    boolean hasSequel(BatchFile posting) throws IOException {
        Predicate<BatchFile> later = other -> posting.sameBatch(other) && other.attempt() > posting.attempt();
        Predicate<BatchFile> thisOrLater = later.or(posting::sameTry);
        return any(jobs(), posting, thisOrLater)
                || any(outcomes(), posting, later)
                || hasAllOutcomes(posting)
                || any(todo(), posting, thisOrLater)
                || any(posting(), posting, later)
                // The halves are kept in order: the first alone is no sequel, because the second would be lost.
                || knows(posting.half(2));
    }

    /**
     * Goes on with the halving of a refused batch that was broken off after the first half was kept. Sent whole once
     * more, such a batch could be taken, and the documents of its first half would have two outcomes.
     *
     * @param batch the batch that was being submitted, and that has no sequel
     * @return whether it was being halved, so that now both halves are kept
     */
    boolean endHalving(Batch batch) throws IOException {
        BatchFile file = BatchFile.of(batch);
        if (!knows(file.half(1))) {
            return false;
        }
        JobRecordFile.write(todo().resolve(file.half(2).name()), batch.halves().get(1));
        return true;
    }

    /** Of a batch that was refused some documents may have their outcomes, and the others not yet be kept elsewhere. */
    private boolean hasAllOutcomes(BatchFile batch) throws IOException {
        Path file = outcomes().resolve(OutcomeFolder.name(batch));
        if (!Files.exists(file)) {
            return false;
        }
        Path posting = posting().resolve(batch.timeless());
        return OutcomeFolder.note(file) != null
                || !Files.exists(posting)
                || OutcomeFolder.read(file).size() >= JobFolder.size(posting);
    }

    /** Parses the names of that batch and its halves alone: a folder may hold tens of thousands. */
    private static boolean any(Path folder, BatchFile batch, Predicate<BatchFile> which) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var entries = Files.list(folder)) {
            return entries.map(Durable::fileName)
                    .filter(name -> name.startsWith(batch.batch()))
                    .flatMap(name -> BatchFile.parse(name.replace(".jsonl", ".json")).stream())
                    .anyMatch(which);
        }
    }

    /** The files of the input, in the order of their documents. */
    List<Path> sourceFiles() throws IOException {
        Map<String, Path> byName = new TreeMap<>();
        if (Files.isDirectory(source())) {
            try (var tree = Files.walk(source())) {
                tree.filter(Input::isFile).forEach(file -> byName.put(relative(file), file));
            }
        }
        return List.copyOf(byName.values());
    }

    /** Whether the input has a file; does not go through thousands to say so. */
    boolean hasSourceFiles() throws IOException {
        if (!Files.isDirectory(source())) {
            return false;
        }
        try (var tree = Files.walk(source())) {
            return tree.anyMatch(Input::isFile);
        }
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** A source file's path relative to the inbox, with {@code /} between its parts. */
    String relative(Path sourceFile) {
        return slashes(source().relativize(sourceFile));
    }

    /** A relative path with {@code /} between its parts, on every system. */
    static String slashes(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }
}
