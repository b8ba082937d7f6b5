package org.analyzetext.edge.files;

/**
 * What the cut has read of a source file, so that what is written to it later is found.
 *
 * @param file its path relative to the inbox
 * @param size its size before it was read
 * @param changed its time before it was read, in ms
 * @param records records that it had
 * @param before a digest of all records but the last
 * @param last a digest of the last record, which may have been half written
 */
record FileMark(String file, long size, long changed, long records, long before, long last) {
    /** Nothing was read yet. */
    static FileMark none(String file) {
        return new FileMark(file, -1, 0, 0, 0, 0);
    }

    /** Whether the file is as it was before it was read. */
    boolean fits(Stamp stamp) {
        return size == stamp.size() && changed == stamp.changed();
    }
}
