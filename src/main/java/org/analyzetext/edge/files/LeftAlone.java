package org.analyzetext.edge.files;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.analyzetext.document.Format;
import org.analyzetext.document.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each thing in the inbox that is not taken: once, and again when it was gone or is left for another reason. */
final class LeftAlone {
    private static final Logger LOG = LoggerFactory.getLogger(InboxScan.class);
    /** So many are named. */
    private static final int NAMED = 1_000;

    private final Map<Path, InboxFiles.Left> reported = new HashMap<>();
    private final Set<Path> toldClosed = new HashSet<>();
    private final Set<Path> found = new HashSet<>();
    private final Set<Path> closed = new HashSet<>();
    private boolean toldMore;

    /** Something that lies in the inbox and is not taken. */
    void found(Path relative, InboxFiles.Left why) {
        if (!reported.containsKey(relative) && reported.size() >= NAMED) {
            if (!toldMore) {
                toldMore = true;
                LOG.warn("more things in the inbox are not taken; {} were named", NAMED);
            }
            return;
        }
        found.add(relative);
        if (reported.put(relative, why) != why) {
            report(relative, why);
        }
    }

    private static void report(Path relative, InboxFiles.Left why) {
        String name = LogText.of(Input.slashes(relative));
        switch (why) {
            case UNKNOWN_ENDING ->
                LOG.warn("{} is not taken: its ending stands for no format; taken are {}", name, Format.endings());
            case UNFINISHED -> LOG.info("{} is not taken yet: its name says that somebody still writes it", name);
            case NO_MARKER ->
                LOG.info("{} is not taken yet: it waits for its marker (analyze-text.files.marker)", name);
            case LINK ->
                LOG.warn(
                        "{} is not taken: it is a link. Put the file itself here; links to files are copied where"
                                + " analyze-text.files.links names the folder that they lead into",
                        name);
            case OTHER_CHARSET ->
                LOG.warn(
                        "{} is not taken: its name is not written in {}, the charset of names in this JVM"
                                + " (sun.jnu.encoding). Rename it, or start the JVM with a locale of that charset, such"
                                + " as LC_ALL=C.UTF-8",
                        InputName.raw(relative),
                        System.getProperty("sun.jnu.encoding"));
            case IRREGULAR ->
                LOG.warn(
                        "{} is not taken: it is a FIFO, a socket or a device. Write a file instead, and remove it",
                        name);
        }
    }

    /** A folder that can't be read. */
    void closed(Path folder) {
        closed.add(folder);
        if (toldClosed.add(folder)) {
            LOG.error(
                    "the folder {} is not there or can't be read: give this process the right to read, enter and"
                            + " change it; files in it wait, and are taken by themselves once it can",
                    folder);
        }
    }

    /** The inbox was walked through, to its end or only in part. */
    void scanned(boolean complete) {
        if (complete) {
            reported.keySet().retainAll(found);
            toldClosed.removeIf(folder -> {
                boolean again = !closed.contains(folder);
                if (again) {
                    LOG.info("the folder {} can be read again", folder);
                }
                return again;
            });
        }
        found.clear();
        closed.clear();
    }
}
