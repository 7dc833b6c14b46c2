package io.millrace.benchmarks.kernels;

import io.millrace.dataflow.connector.FileInput;

/** A file that lies in memory. */
record Memory(byte[] text) implements FileInput {
    @Override
    public String name() {
        return "memory";
    }

    @Override
    public long size() {
        return text.length;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
        int count = (int) Math.min(text.length - position, length);
        if (count <= 0) {
            return -1;
        }
        System.arraycopy(text, (int) position, target, offset, count);
        return count;
    }

    @Override
    public void close() {}
}
