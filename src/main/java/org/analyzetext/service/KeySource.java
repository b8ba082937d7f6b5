package org.analyzetext.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a key comes from: the configuration, or a file that may change while we run, such as a mounted secret. Not
 * thread-safe.
 */
public final class KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(KeySource.class);

    private final @Nullable Path file;
    private final String property;
    private String value;
    private @Nullable String stamp;

    private KeySource(String value, @Nullable Path file, String property) {
        this.value = value;
        this.file = file;
        this.property = property;
        this.stamp = stamp(file);
    }

    /** A key that never changes. */
    public static KeySource of(String key) {
        return new KeySource(key, null, "");
    }

    /**
     * A key in a file.
     *
     * @param key what the file held when the configuration was read
     */
    public static KeySource of(String key, Path file) {
        return new KeySource(key, file, "");
    }

    /** The same, which stands in this property, by its whole name. */
    public KeySource in(String wholeName) {
        return new KeySource(value, file, wholeName);
    }

    /** The property to fix when the key is refused; empty where it is not known. */
    String property() {
        return property;
    }

    /** The secret itself. */
    public String value() {
        return value;
    }

    /** Reads the file again if it is another one than before. Returns whether the key is another one. */
    public boolean read() {
        String now = stamp(file);
        if (file == null || now == null || now.equals(stamp)) {
            return false;
        }
        try {
            String read = Files.readString(file).strip();
            stamp = now;
            boolean changed = !read.isEmpty() && !read.equals(value);
            value = changed ? read : value;
            return changed;
        } catch (IOException beingSwapped) {
            LOG.debug(
                    "the key file {} can't be read now; the key before stays in use: {}",
                    file,
                    beingSwapped.toString());
            return false;
        }
    }

    /** A mounted secret is a link that is turned to another file; null where there is none to be seen. */
    private static @Nullable String stamp(@Nullable Path file) {
        if (file == null) {
            return null;
        }
        try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            return seen.lastModifiedTime() + " " + seen.size() + " " + Objects.toString(seen.fileKey());
        } catch (IOException absent) {
            return null;
        }
    }

    /** Says where the key is, never the key. */
    @Override
    public String toString() {
        return file == null ? "the key of the configuration" : "the key in " + file;
    }
}
