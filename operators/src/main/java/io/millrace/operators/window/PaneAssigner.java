package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.Lease;
import io.millrace.data.Validity;
import java.util.Optional;

/**
 * Appends to each row the end of its pane, as a last column, and leaves out what is late: rows all of whose windows
 * have ended. Where panes cannot be shared each window is a pane of its own, and the rows are taken once for each of
 * their windows.
 */
final class PaneAssigner {
    private final Panes panes;
    private final RowTimes times;
    private final Sharing sharing;
    private final BufferPool buffers;
    private long lateRows;
    private long earliest;

    /** Whether windows that overlap share panes. */
    enum Sharing {
        /** Panes are parts of windows. */
        PANES,
        /** Every window is a pane. */
        NOTHING
    }

    PaneAssigner(Panes panes, RowTimes times, Sharing sharing, BufferPool buffers) {
        this.panes = panes;
        this.times = times;
        this.sharing = sharing;
        this.buffers = buffers;
    }

    /** How many rows were late so far. */
    long lateRows() {
        return lateRows;
    }

    /** The least pane of the rows that were assigned last. */
    long earliest() {
        return earliest;
    }

    /**
     * The rows from {@code from} on with the end of their {@code turn}-th pane.
     *
     * @param shift what is added to the times that are read: −1 where they are the ends of panes
     * @return the caller's to release; nothing where no row is left
     */
    Optional<Batch> assign(Batch batch, int from, int turn, long shift, long watermark) {
        long[] micros = times.read(batch, from);
        int size = batch.size();
        long[] ends = buffers.longs(batch.columnSize());
        int[] kept = buffers.ints(size - from);
        int count = 0;
        long knownEnd = Long.MIN_VALUE;
        long knownStart = Long.MAX_VALUE;
        long assigned = 0;
        boolean wanted = false;
        boolean late = false;
        earliest = Long.MAX_VALUE;
        for (int row = from; row < size; row++) {
            long time = micros[row - from] + shift;
            if (time >= knownEnd || time < knownStart) {
                knownEnd = panes.paneEnd(time);
                knownStart = knownEnd - panes.paneMicros();
                long last = panes.lastWindowEnd(knownEnd);
                assigned = sharing == Sharing.PANES ? knownEnd : windowEnd(knownEnd, turn);
                // Windows may leave gaps between them: a row in one is not late, it has no window.
                boolean hasWindow = last >= knownEnd;
                late = hasWindow && last <= watermark && turn == 0;
                wanted = hasWindow && assigned <= last && (sharing == Sharing.PANES ? last : assigned) > watermark;
                earliest = wanted ? Math.min(earliest, assigned) : earliest;
            }
            if (wanted) {
                int position = batch.position(row);
                ends[position] = assigned;
                kept[count++] = position;
            } else if (late) {
                lateRows++;
            }
        }
        if (count == 0) {
            buffers.free(ends);
            buffers.free(kept);
            return Optional.empty();
        }
        return Optional.of(append(batch, ends, kept, count));
    }

    /** The end of the {@code turn}-th window that a pane lies in. */
    private long windowEnd(long paneEnd, int turn) {
        long end = panes.windowEndFrom(paneEnd);
        for (int i = 0; i < turn; i++) {
            end = panes.windowEndFrom(end + 1);
        }
        return end;
    }

    private Batch append(Batch batch, long[] ends, int[] kept, int count) {
        Column[] columns = new Column[batch.columnCount() + 1];
        for (int i = 0; i < columns.length - 1; i++) {
            columns[i] = batch.column(i);
            columns[i].retain();
        }
        columns[columns.length - 1] = new LongColumn(batch.columnSize(), ends, Validity.ALL, new Lease(buffers, ends));
        Batch whole = batch.withColumns(columns);
        if (count == batch.size() && !batch.isSelected()) {
            buffers.free(kept);
            return whole;
        }
        Batch selected = whole.select(kept, count, new Lease(buffers, kept));
        whole.release();
        return selected;
    }
}
