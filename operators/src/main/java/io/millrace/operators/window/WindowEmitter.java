package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.Lease;
import io.millrace.data.Schema;
import io.millrace.data.Validity;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.PaneTable;
import io.millrace.operators.Columnar;
import io.millrace.operators.aggregate.Groups;

/** Emits the groups of windows that have ended, a pane of a table each; what was emitted leaves the table. */
final class WindowEmitter {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final int BOUNDS = 3;

    private final Schema output;
    private final int keyCount;
    private final WallTime wall;
    private final ColumnBuilder[] out;
    private final PaneDrain drain = new PaneDrain();

    WindowEmitter(Schema output, int keyCount, WallTime wall, BufferPool buffers) {
        this.output = output;
        this.keyCount = keyCount;
        this.wall = wall;
        this.out = Columnar.builders(new Schema(output.fields().subList(0, output.size() - BOUNDS)), buffers);
    }

    PaneTable table(Groups groups) {
        return (PaneTable) groups.table();
    }

    /** Emits all panes up to this time, which are windows. */
    Progress emit(Groups groups, Panes panes, long until, Output to) {
        PaneTable table = table(groups);
        for (long pane = table.firstPane(); pane <= until && pane != Long.MAX_VALUE; pane = table.firstPane()) {
            if (emitPane(groups, pane, panes.windowStart(pane), to) == Progress.MORE) {
                return Progress.MORE;
            }
        }
        return Progress.DONE;
    }

    /** Emits the window that is this pane of a table. */
    Progress emitPane(Groups groups, long end, long start, Output into) {
        PaneDrain.Taker taker = (slots, from, to) -> into.emit(rows(groups, slots, from, to, start, end));
        if (drain.drain(groups, end, into, taker) == Progress.MORE) {
            return Progress.MORE;
        }
        groups.expire(end);
        return Progress.DONE;
    }

    /** The rows of a window that some groups make: their keys, their results and the bounds of the window. */
    Batch rows(Groups groups, int[] slots, int from, int to, long start, long end) {
        // The pane is the first key column.
        for (int key = 0; key < keyCount; key++) {
            table(groups).key(key + 1).gather(slots, from, to, out[key]);
        }
        groups.results(slots, from, to, out, keyCount);
        Column[] columns = new Column[output.size()];
        for (int i = 0; i < out.length; i++) {
            columns[i] = out[i].build();
        }
        appendBounds(columns, to - from, start, end);
        return Batch.of(to - from, columns);
    }

    private void appendBounds(Column[] columns, int count, long start, long end) {
        int at = columns.length - BOUNDS;
        columns[at] = bound(at, count, start);
        columns[at + 1] = bound(at + 1, count, end);
        columns[at + 2] = bound(at + 2, count, wall.windowTime(end, output.type(at + 2)));
    }

    private Column bound(int column, int count, long micros) {
        boolean nanos = output.type(column) instanceof DataType.Instant instant && instant.nanos();
        long value = nanos ? Math.multiplyExact(micros, NANOS_PER_MICRO) : micros;
        return new ConstantColumn(count, new LongColumn(1, new long[] {value}, Validity.ALL, Lease.UNPOOLED));
    }

    void close() {
        Columnar.close(out);
    }
}
