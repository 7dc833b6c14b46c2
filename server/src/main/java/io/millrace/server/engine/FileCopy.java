package io.millrace.server.engine;

import io.millrace.dataflow.doors.FileStorage;

/** Copies files from one storage to another. */
final class FileCopy {
    private static final int CHUNK_BYTES = 1 << 20;

    private FileCopy() {}

    /** Copies a file under its name. */
    static void copy(FileStorage from, String name, FileStorage to) {
        long size = from.size(name);
        byte[] chunk = new byte[(int) Math.clamp(size, 0, CHUNK_BYTES)];
        try (FileStorage.Writer file = to.create(name)) {
            for (long at = 0; at < size; at += chunk.length) {
                int length = (int) Math.min(chunk.length, size - at);
                from.read(name, at, chunk, 0, length);
                file.write(chunk, 0, length);
            }
            file.publish();
        }
    }
}
