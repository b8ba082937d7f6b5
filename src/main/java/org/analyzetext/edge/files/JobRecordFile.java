package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.analyzetext.document.Json;
import org.analyzetext.job.JobRecord;

/**
 * A job record as a file that has room for what the record becomes: all that changes with a batch's state stands in its
 * first bytes and is written over them. So the id of a job that was paid for needs no space on a disk that has become
 * full.
 */
final class JobRecordFile {
    /** One sector of a disk, which is written whole or not at all. */
    private static final int ROOM = 512;
    /** The first field that never changes; what can change stands before it. */
    private static final byte[] UNCHANGING = "\"batch\":".getBytes(StandardCharsets.UTF_8);

    private JobRecordFile() {}

    /** Writes a record with room for its next states. */
    static void write(Path file, JobRecord record) throws IOException {
        byte[] json = Json.MAPPER.writeValueAsBytes(record);
        int changing = changing(json);
        Durable.write(file, out -> {
            out.write(changing(json, Math.max(ROOM, changing)));
            out.write(json, changing, json.length - changing);
        });
    }

    /**
     * Writes the next state of a record over the one before, in place; durable when this returns.
     *
     * @return whether the file is there, has room, and differs in nothing else: tasks may have been configured anew
     */
    static boolean overwrite(Path file, JobRecord record) throws IOException {
        byte[] json = Json.MAPPER.writeValueAsBytes(record);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int room = room(channel);
            if (changing(json) > room || !restIsEqual(channel, room, json)) {
                return false;
            }
            ByteBuffer next = ByteBuffer.wrap(changing(json, room));
            while (next.hasRemaining()) {
                channel.write(next, next.position());
            }
            channel.force(false);
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private static boolean restIsEqual(FileChannel channel, int room, byte[] json) throws IOException {
        int changing = changing(json);
        channel.position(room);
        byte[] rest = Channels.newInputStream(channel).readNBytes(json.length - changing + 1);
        return Arrays.equals(rest, 0, rest.length, json, changing, json.length);
    }

    /** Whether a job's id has its place in the file. */
    static boolean hasRoom(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return room(channel) >= ROOM;
        }
    }

    private static int room(FileChannel channel) throws IOException {
        return changing(Channels.newInputStream(channel).readNBytes(2 * ROOM));
    }

    /** How many bytes there are before what never changes; 0 for a file of another kind. */
    private static int changing(byte[] json) {
        for (int at = 0; at + UNCHANGING.length <= Math.min(json.length, 2 * ROOM); at++) {
            if (Arrays.equals(json, at, at + UNCHANGING.length, UNCHANGING, 0, UNCHANGING.length)) {
                return at;
            }
        }
        return 0;
    }

    private static byte[] changing(byte[] json, int room) {
        byte[] padded = new byte[room];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(json, 0, padded, 0, changing(json));
        return padded;
    }
}
