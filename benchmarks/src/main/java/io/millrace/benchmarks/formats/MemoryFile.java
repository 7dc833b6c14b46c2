package io.millrace.benchmarks.formats;

import io.millrace.dataflow.connector.FileInput;

/** A file in memory, so that a disk is not measured. */
record MemoryFile(byte[] bytes) implements FileInput {
    @Override
    public String name() {
        return "memory";
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
        int count = (int) Math.min(bytes.length - position, length);
        if (count <= 0) {
            return -1;
        }
        System.arraycopy(bytes, (int) position, target, offset, count);
        return count;
    }

    @Override
    public void close() {}
}
