package org.analyzetext.edge.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.UUID;

/** What an input is called, so that each file that is named after it can be written. */
final class InputName {
    /** File systems take names of 255 bytes; numbers, endings and what marks files in the making are added to this. */
    private static final int LONGEST = 225;
    /** Hexadecimal digits that distinguish shortened names. */
    private static final int HASH = 12;

    private InputName() {}

    /** The name for a file of the inbox: its path in there, shortened where it is too long, and never a folder of ours. */
    static String of(String path) {
        int slash = path.lastIndexOf('/') + 1;
        String folder = path.substring(0, slash);
        String own = folder.startsWith(FileReplay.REPLAYED + "/")
                ? FileReplay.REPLAYED + "~" + folder.substring(FileReplay.REPLAYED.length())
                : folder;
        return own + shortened(path.substring(slash));
    }

    private static String shortened(String name) {
        if (bytes(name) <= LONGEST) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String ending = dot < 0 ? "" : name.substring(dot);
        String hash = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .substring(0, HASH);
        int left = LONGEST - bytes(ending) - HASH - 1;
        int end = 0;
        for (int point : name.codePoints().toArray()) {
            left -= bytes(Character.toString(point));
            if (left < 0) {
                break;
            }
            end += Character.charCount(point);
        }
        return name.substring(0, end) + "-" + hash + ending;
    }

    /** How many bytes a name has, at most: JVMs write names in UTF-8 or in fewer bytes. */
    static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether the JVM can write the name of a file that it has read: not one in another charset than its own. */
    static boolean isWritable(Path file) {
        try {
            return file.equals(file.getFileSystem().getPath(file.toString()));
        } catch (InvalidPathException otherCharset) {
            return false;
        }
    }

    /** Whether the JVM can write a file of this name. */
    static boolean isWritable(String name) {
        try {
            return !Path.of(name).toString().isEmpty();
        } catch (InvalidPathException otherCharset) {
            return false;
        }
    }

    /** The bytes of a path, those that are not ASCII as {@code %xx}. */
    static String raw(Path relative) {
        String all = relative.toUri().getRawPath();
        String before = Path.of("").toUri().getRawPath();
        return all.startsWith(before) ? all.substring(before.length()) : all;
    }
}
