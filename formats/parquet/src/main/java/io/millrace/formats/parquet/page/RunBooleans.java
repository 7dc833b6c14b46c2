package io.millrace.formats.parquet.page;

/** Booleans in runs, behind the length of them all. */
public final class RunBooleans implements PageValues {
    private final RunLengths runs;

    public RunBooleans(byte[] data, int start, int end) {
        int length = Bits.intAt(data, start);
        int from = start + Integer.BYTES;
        if (length < 0 || length > end - from) {
            throw new IndexOutOfBoundsException("booleans end early");
        }
        this.runs = new RunLengths(data, from, from + length, 1);
    }

    @Override
    public void booleans(byte[] target, int at, int count) {
        runs.read(target, at, count);
    }
}
