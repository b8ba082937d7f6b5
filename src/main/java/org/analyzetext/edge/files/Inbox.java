package org.analyzetext.edge.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.analyzetext.document.Format;
import org.analyzetext.document.Json;
import org.analyzetext.document.LogText;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes inputs out of the inbox into the work folder, by renaming alone. Files of one document each are gathered into
 * groups, so that their jobs are full. Thread-safe.
 */
public final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    /** A group closes at this size: a hundred full jobs. */
    private static final int GROUP = 2_500;

    /** A claim that is being built. */
    static final String CLAIMING = ".claiming";

    private static final String OPEN_GROUP = ".texts";
    private static final String GROUP_NAME = "texts";
    private static final int LONGEST_KEY = 180;

    private final Folders folders;
    private final InboxFiles files;
    private final Duration linger;
    private final ReadyTimes ready;
    private final Clock clock;
    private int grouped = -1;
    private Instant lastGrouped = Instant.EPOCH;

    /**
     * Takes from these folders.
     *
     * @param linger how long a group waits for more
     * @param ready learns that there is an input to cut
     */
    public Inbox(Folders folders, InboxFiles files, Duration linger, ReadyTimes ready, Clock clock) {
        this.folders = folders;
        this.files = files;
        this.linger = linger;
        this.ready = ready;
        this.clock = clock;
    }

    /** Takes a file: alone as an input, or into the open group. A link is replaced by a copy, which is taken later. */
    public synchronized void claim(@Body Path file) throws IOException {
        Path relative = folders.inbox().relativize(file.toAbsolutePath().normalize());
        if (Files.isSymbolicLink(file)) {
            copyOver(file);
            return;
        }
        Format format = Format.ofFileName(Durable.fileName(file)).orElseThrow();
        Path marker = files.markerOf(file);
        try {
            if (files.isGrouped(file)) {
                claimIntoGroup(file, relative);
            } else {
                claimAlone(file, relative, format);
            }
            if (marker != null) {
                Files.deleteIfExists(marker);
            }
        } catch (NoSuchFileException takenAway) {
            if (Files.exists(file)) {
                throw takenAway;
            }
            LOG.warn(
                    "{} was taken out of the inbox by somebody else before its turn came",
                    LogText.of(Input.slashes(relative)));
        }
    }

    /** Puts a copy of the file that a link leads to in the link's place, whole or not at all; the file stays at home. */
    private void copyOver(Path link) throws IOException {
        Path target = files.allowedTarget(link);
        if (target == null) {
            return;
        }
        Stamp before = Stamp.of(target);
        Path aside = Durable.writeAside(link, out -> Files.copy(target, out));
        if (before.equals(Stamp.of(target))) {
            Durable.rename(aside, link);
            LOG.info("copied {} into the inbox, in the place of the link to it", target);
        } else {
            Files.delete(aside);
        }
    }

    private void claimAlone(Path file, Path relative, Format format) throws IOException {
        String name = freeName(InputName.of(Input.slashes(relative)));
        Path folder = folders.work().resolve(key(name));
        buildClaim(folder, new Input.Claim(name, Input.slashes(relative), format));
        try {
            move(file, folder.resolve("source").resolve(relative.toString()));
        } catch (IOException | RuntimeException notTaken) {
            Durable.deleteTree(folder);
            throw notTaken;
        }
        ready.ready(StateFilter.State.CLAIMED);
        LOG.info("took {} as input {}", LogText.of(Input.slashes(relative)), LogText.of(name));
    }

    /** Makes an input's folder with its claim, aside first: so a kill leaves none that is half of one. */
    private void buildClaim(Path folder, Input.Claim claim) throws IOException {
        Path hidden = folders.work().resolve(CLAIMING);
        Durable.deleteTree(hidden);
        try {
            Durable.createPrivateFolder(hidden);
            writeClaim(hidden, claim);
            Durable.rename(hidden, folder);
        } catch (IOException | RuntimeException failed) {
            Durable.deleteTree(hidden);
            throw failed;
        }
    }

    private void claimIntoGroup(Path file, Path relative) throws IOException {
        Path target = openGroup().resolve("source").resolve(relative.toString());
        if (Files.exists(target)) {
            closeGroup();
        }
        if (group() == 0) {
            Durable.createPrivateFolder(openGroup());
        }
        move(file, target);
        grouped = group() + 1;
        lastGrouped = clock.instant();
        if (grouped >= GROUP) {
            closeGroup();
        }
    }

    private int group() throws IOException {
        if (grouped < 0) {
            grouped = count(openGroup());
            lastGrouped = clock.instant();
        }
        return grouped;
    }

    /** Makes the open group an input when nothing has come for a while. */
    public synchronized void closeGroupWhenQuiet() throws IOException {
        Instant now = clock.instant();
        // A clock that was put back would make the group wait for as long.
        if (group() > 0 && (!now.isBefore(lastGrouped.plus(linger)) || now.isBefore(lastGrouped))) {
            closeGroup();
        }
    }

    private void closeGroup() throws IOException {
        String name = freeName(GROUP_NAME);
        writeClaim(openGroup(), new Input.Claim(name, null, Format.TEXT));
        Durable.rename(openGroup(), folders.work().resolve(key(name)));
        ready.ready(StateFilter.State.CLAIMED);
        LOG.info("took {} texts as input {}", grouped, name);
        grouped = 0;
    }

    private Path openGroup() {
        return openGroup(folders);
    }

    private static Path openGroup(Folders folders) {
        return folders.work().resolve(OPEN_GROUP);
    }

    static boolean groupIsEmpty(Folders folders) throws IOException {
        return count(openGroup(folders)) == 0;
    }

    private static int count(Path folder) throws IOException {
        Path source = folder.resolve("source");
        if (!Files.isDirectory(source)) {
            return 0;
        }
        try (Stream<Path> tree = Files.walk(source)) {
            return (int) tree.filter(Files::isRegularFile).count();
        } catch (UncheckedIOException | NoSuchFileException closedMeanwhile) {
            return 1;
        }
    }

    private static void writeClaim(Path folder, Input.Claim claim) throws IOException {
        Durable.write(folder.resolve(Input.CLAIM_FILE), out -> Json.MAPPER.writeValue(out, claim));
    }

    private static void move(Path file, Path target) throws IOException {
        Files.createDirectories(Durable.parent(target));
        Durable.rename(file, target);
    }

    /** A name that no input, result or finished file has: {@code a.csv}, then {@code a~2.csv}, {@code a~3.csv}. */
    private String freeName(String wanted) {
        int end = Format.stem(wanted).length();
        String name = wanted;
        for (int number = 2; isTaken(name); number++) {
            name = wanted.substring(0, end) + "~" + number + wanted.substring(end);
        }
        return name;
    }

    private boolean isTaken(String name) {
        String results = Joiner.resultName(name);
        String deadLetters = Joiner.deadLetterName(name);
        return Files.exists(folders.done().resolve(name))
                || Files.exists(folders.results().resolve(results))
                || Files.exists(folders.results().resolve(name + ".jsonl"))
                || Files.exists(folders.deadLetters().resolve(deadLetters))
                || Stream.of(name, results, deadLetters, withoutEnding(results), withoutEnding(deadLetters))
                        .anyMatch(other -> Files.exists(folders.work().resolve(key(other))));
    }

    /** The input beside the file's own name whose answers may have that name: {@code texts} for {@code texts.jsonl}. */
    private static String withoutEnding(String answers) {
        return answers.endsWith(".jsonl") ? answers.substring(0, answers.length() - ".jsonl".length()) : answers;
    }

    /** A folder's name for an input's name. */
    static String key(String name) {
        String key = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", " ");
        if (key.startsWith(".")) {
            key = "%2E" + key.substring(1);
        }
        return key.length() <= LONGEST_KEY
                ? key
                : key.substring(0, LONGEST_KEY - 16) + "-" + Integer.toHexString(name.hashCode());
    }
}
