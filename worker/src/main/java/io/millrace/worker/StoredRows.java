package io.millrace.worker;

import io.millrace.dataflow.state.Manifest.FileReference;

/**
 * Encoded batches, one after the other, in a file that checkpoints refer to.
 *
 * @param groups which of their rows count
 */
record StoredRows(FileReference file, long offset, long length, Groups groups) {

    /** Key groups; those from {@code first} to before {@code end}. */
    record Groups(int first, int end) {
        static final Groups ALL = new Groups(0, Integer.MAX_VALUE);

        Groups and(Groups other) {
            return new Groups(Math.max(first, other.first), Math.min(end, other.end));
        }

        boolean isEmpty() {
            return first >= end;
        }
    }

    /** The end of them. */
    StoredRows from(long start) {
        return new StoredRows(file, start, offset + length - start, groups);
    }
}
