package org.analyzetext.edge.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.document.FileFormatSettings;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.EdgeSettings;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the file edges.
 *
 * @param folders the folders
 * @param reports where a page about each finished input is written; null for none
 * @param inbox how files are taken out of the inbox
 * @param format how files of documents are written
 * @param csv how results beside rows are written
 * @param linger how long texts wait for others to fill a job
 * @param submitThreads submits at once, of each priority
 * @param pollThreads polls at once
 */
public record FilesSettings(
        Folders folders,
        @Nullable Path reports,
        InboxSettings inbox,
        FileFormatSettings format,
        CsvSettings csv,
        Duration linger,
        int submitThreads,
        int pollThreads) {
    private static final String DEFAULT_INBOX = "inbox";

    /** Reads {@code files.*}, {@code batch.linger}, {@code submit.threads} and {@code poll.threads}. */
    public static FilesSettings read(PropertyReader in) {
        in.duration("files.scan");
        Folders folders = folders(in);
        return new FilesSettings(
                folders,
                reports(in, folders),
                inbox(in, folders),
                FileFormatSettings.read(in),
                CsvSettings.read(in),
                in.duration("batch.linger"),
                in.number("submit.threads", 1, 1_000),
                in.number("poll.threads", 1, 1_000));
    }

    private static Folders folders(PropertyReader in) {
        Folders folders = new Folders(
                in.folder("files.inbox"),
                in.folder("files.work"),
                in.folder("files.results"),
                in.folder("files.dead-letters"),
                in.folder("files.done"),
                in.folder("files.accounts"));
        List<Path> all = List.of(
                folders.inbox(),
                folders.work(),
                folders.results(),
                folders.deadLetters(),
                folders.done(),
                folders.accounts());
        for (Path folder : all) {
            for (Path other : all) {
                if (folder != other && folder.startsWith(other)) {
                    in.mistake("files", "has " + folder + " inside " + other + "; give each folder a place of its own");
                }
            }
        }
        return folders;
    }

    private static @Nullable Path reports(PropertyReader in, Folders folders) {
        if (in.text("files.reports").isEmpty()) {
            return null;
        }
        Path reports = in.folder("files.reports").toAbsolutePath().normalize();
        if (reports.startsWith(folders.work())
                || folders.beside().stream()
                        .anyMatch(folder -> reports.startsWith(folder) || folder.startsWith(reports))) {
            in.mistake("files.reports", "is " + reports + "; give it a place outside of the other folders");
        }
        return reports;
    }

    private static InboxSettings inbox(PropertyReader in, Folders folders) {
        String marker = in.text("files.marker");
        if (!marker.matches("|\\.[A-Za-z0-9._-]{1,50}")) {
            in.mistake("files.marker", "is '" + marker + "', but must be an ending such as .done, or empty");
        }
        List<Path> links = in.folders("files.links");
        return new InboxSettings(
                new InboxFiles(folders.inbox(), marker, links, PriorityPatterns.read(in)),
                in.duration("files.settle"),
                in.duration("files.retry", Duration.ZERO, Duration.ofHours(1)),
                in.number("files.open-inputs", 1, 1_000_000));
    }

    /** Notes what a run could not start with. */
    public void checkForRun(EdgeSettings edges, PropertyReader in) {
        if (reports != null && (edges.source() != EdgeKind.FILES || edges.sink() != EdgeKind.FILES)) {
            in.mistake(
                    "files.reports",
                    "is set, but only inputs whose results are files get a report when they are finished: remove it, and"
                            + " use the command report");
        }
        if (edges.source() != EdgeKind.FILES) {
            PriorityPatterns.checkNotUsed(in);
        }
        Path inbox = folders.inbox();
        // One that is called inbox, in a folder that is there, is made; any other name may be misspelt, and nothing
        // come.
        boolean isMade = inbox.endsWith(DEFAULT_INBOX) && Files.isDirectory(inbox.resolveSibling(""));
        if (edges.source() == EdgeKind.FILES && !in.text("files.inbox").isEmpty() && !isMade && !Files.exists(inbox)) {
            in.mistake("files.inbox", "is " + inbox + ", which does not exist; create it or correct the name");
            return;
        }
        folders.used(edges).forEach((property, folder) -> FolderCheck.unusable(folder)
                .ifPresent(problem -> in.mistake(property, "is " + folder + ", which " + problem)));
    }

    /** How many calls are made at once at most. */
    public int callers() {
        int priorities = inbox.files().priorities().count();
        // The consumers of the queues call themselves when all threads are busy.
        return priorities * (submitThreads + 1) + pollThreads + 1;
    }
}
