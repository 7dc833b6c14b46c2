package io.millrace.dataflow.doors;

import java.util.List;

/**
 * The door to stored files: a flat folder tree addressed by relative names with {@code /}. A write is durable once it
 * is synced and visible once it is published, whole or not at all. Any thread may call. Failures are {@code
 * MillraceException} of kind EXTERNAL.
 */
public interface FileStorage {

    /** Begins a file under a temporary name, unseen by {@link #list}. */
    Writer create(String name);

    /** Reads {@code length} bytes at {@code position} into {@code target}, all of them. */
    void read(String name, long position, byte[] target, int offset, int length);

    /** Opens a file of which many parts will be read. It may be deleted meanwhile only by whoever does not read on. */
    default Reader open(String name) {
        return new Reader() {
            @Override
            public void read(long position, byte[] target, int offset, int length) {
                FileStorage.this.read(name, position, target, offset, length);
            }

            @Override
            public void close() {}
        };
    }

    /** The size in bytes, or −1 where there is no such file. */
    long size(String name);

    /** The files under a folder, at any depth, by relative name, sorted. */
    List<String> list(String folder);

    /** Removes a file; nothing happens where there is none. */
    void delete(String name);

    /** A file being written. */
    interface Writer extends AutoCloseable {
        void write(byte[] data, int offset, int length);

        long position();

        /** Syncs the content, gives the file its name, and syncs the folder. An older file of that name is replaced. */
        void publish();

        /**
         * Gives the file its name and syncs nothing: for what nobody needs after the process has ended. After a crash
         * the file may be there, be torn, or be gone.
         */
        default void expose() {
            publish();
        }

        /** Drops the file where it was not published. */
        @Override
        void close();
    }

    /** A file being read, by one thread. */
    interface Reader extends AutoCloseable {

        /** Reads {@code length} bytes at {@code position} into {@code target}, all of them. */
        void read(long position, byte[] target, int offset, int length);

        @Override
        void close();
    }
}
