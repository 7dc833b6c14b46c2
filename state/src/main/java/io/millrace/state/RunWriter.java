package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.BatchCodec;
import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.dataflow.doors.FileStorage;
import java.util.Arrays;

/** Writes rows, which come in the order of runs, into the blocks of a new run. */
final class RunWriter implements AutoCloseable {
    /** A block is to have about this many bytes: what one reads for a row. */
    private static final int BLOCK_BYTES = 2048;

    private static final int FIRST_BLOCK_ROWS = 64;
    private static final int MAX_BLOCK_ROWS = 512;
    private static final int BUFFER_BYTES = 1 << 18;

    private final TableShape shape;
    private final FileStorage storage;
    private final String name;
    private final FileStorage.Writer writer;
    private final ByteSink sink = new ByteSink();
    private final HashFilter filter;
    private long[] panes = new long[16];
    private int[] hashes = new int[16];
    private int[] firsts = new int[16];
    private long[] offsets = new long[16];
    private long[] paneIds = new long[4];
    private int[] paneFirsts = new int[4];
    private int paneCount;
    private int blocks;
    private int rows;
    private long written;
    private final int timeColumn;
    private long newest = Long.MIN_VALUE;

    /** For at most so many rows. */
    RunWriter(TableShape shape, FileStorage storage, String name, int rows) {
        this.shape = shape;
        this.storage = storage;
        this.name = name;
        this.writer = storage.create(name);
        this.filter = new HashFilter(rows);
        this.timeColumn = shape.timeColumn();
    }

    /** How many rows the next block should have. */
    int blockRows() {
        if (rows == 0) {
            return Math.min(FIRST_BLOCK_ROWS, Batch.MAX_ROWS);
        }
        long fitting = BLOCK_BYTES * (long) rows / Math.max(1, bytes());
        return (int) Math.clamp(fitting, 1, Math.min(MAX_BLOCK_ROWS, Batch.MAX_ROWS));
    }

    int rows() {
        return rows;
    }

    long bytes() {
        return written + sink.size();
    }

    /**
     * Writes a block.
     *
     * @param rowPanes of its rows, from {@code from} on, or nothing where the table has no panes
     * @param keyHashes of its rows, from {@code from} on
     */
    void write(Batch batch, long[] rowPanes, int[] keyHashes, int from) {
        if (blocks + 1 >= hashes.length) {
            int length = hashes.length * 2;
            panes = Arrays.copyOf(panes, length);
            hashes = Arrays.copyOf(hashes, length);
            firsts = Arrays.copyOf(firsts, length);
            offsets = Arrays.copyOf(offsets, length);
        }
        panes[blocks] = rowPanes.length == 0 ? 0 : rowPanes[from];
        hashes[blocks] = keyHashes[from];
        firsts[blocks] = rows;
        offsets[blocks] = bytes();
        blocks++;
        BatchCodec.encode(batch, sink);
        for (int i = 0; i < batch.size(); i++) {
            filter.add(keyHashes[from + i]);
            enter(rowPanes.length == 0 ? 0 : rowPanes[from + i], rows + i);
        }
        rows += batch.size();
        if (timeColumn >= 0) {
            noteTimes(batch);
        }
        if (sink.size() >= BUFFER_BYTES) {
            flush();
        }
    }

    private void noteTimes(Batch batch) {
        Column times = batch.column(timeColumn);
        for (int i = 0; i < batch.size(); i++) {
            int position = batch.position(i);
            newest = Math.max(newest, times.isNull(position) ? ColdRun.UNKNOWN : PaneRows.id(times, position));
        }
    }

    ColdRun finish() {
        ColdRun run = finished();
        run.newest = newest;
        return run;
    }

    private ColdRun finished() {
        flush();
        firsts[blocks] = rows;
        offsets[blocks] = written;
        writer.expose();
        writer.close();
        return new ColdRun(
                shape,
                storage,
                new ColdRun.Content(
                        name,
                        Arrays.copyOf(panes, blocks),
                        Arrays.copyOf(hashes, blocks),
                        Arrays.copyOf(firsts, blocks + 1),
                        Arrays.copyOf(offsets, blocks + 1),
                        new ColdRun.Panes(Arrays.copyOf(paneIds, paneCount), Arrays.copyOf(paneFirsts, paneCount)),
                        filter));
    }

    /** Drops the file where it was not finished. */
    @Override
    public void close() {
        writer.close();
    }

    private void enter(long pane, int row) {
        if (paneCount > 0 && paneIds[paneCount - 1] == pane) {
            return;
        }
        if (paneCount == paneIds.length) {
            paneIds = Arrays.copyOf(paneIds, paneCount * 2);
            paneFirsts = Arrays.copyOf(paneFirsts, paneCount * 2);
        }
        paneIds[paneCount] = pane;
        paneFirsts[paneCount++] = row;
    }

    private void flush() {
        if (sink.size() > 0) {
            writer.write(sink.array(), 0, sink.size());
            written += sink.size();
            sink.reset();
        }
    }
}
