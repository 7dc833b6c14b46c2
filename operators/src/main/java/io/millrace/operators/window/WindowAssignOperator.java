package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Lease;
import io.millrace.data.MillraceException;
import io.millrace.data.Validity;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;

/**
 * Appends the bounds of windows. Where a row has one window the other columns are shared; where it has several they are
 * gathered, for as many rows at a time as make a batch of output.
 */
final class WindowAssignOperator implements Operator {
    private static final long MICROS_PER_MILLI = 1_000;

    private final WindowAssign spec;
    private final Windows windows;
    private final WallTime wall;
    private OperatorContext context;

    WindowAssignOperator(WindowAssign spec) {
        this.spec = spec;
        this.windows = Windows.of(spec.windowing());
        this.wall = new WallTime(spec.windowing().zone());
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        long[] micros = times(batch, from);
        int most = windows.most();
        if (most == 1) {
            output.emit(assignOne(batch, from, micros));
            free(micros);
            return batch.size();
        }
        int chunk = Math.max(1, Batch.MAX_ROWS / most);
        int row = from;
        while (row < batch.size()) {
            int end = Math.min(batch.size(), row + chunk);
            assignMany(batch, row, end, micros, output);
            row = end;
            if (!output.room()) {
                break;
            }
        }
        free(micros);
        return row;
    }

    /** The times of the rows from {@code from} on, by position. */
    private long[] times(Batch batch, int from) {
        long[] micros = context.buffers().longs(batch.columnSize());
        switch (windows.time()) {
            case Windowing.Time.ProcessingTime now -> {
                long time = wall.at(context.clock().millis() * MICROS_PER_MILLI);
                java.util.Arrays.fill(micros, 0, batch.columnSize(), time);
            }
            case Windowing.Time.EventTime event -> {
                Column column = Columns.flat(batch.column(event.column()), context.buffers());
                long[] values = ((LongColumn) column).values();
                DataType type = spec.input().type(event.column());
                boolean nanos = ((DataType.Instant) type).nanos();
                boolean isMoment = type instanceof DataType.TimestampLtz;
                for (int row = from; row < batch.size(); row++) {
                    int position = batch.position(row);
                    if (column.isNull(position)) {
                        throw MillraceException.user(
                                "null-time",
                                "column "
                                        + spec.input().field(event.column()).name()
                                        + " decides on a row's window and is null: filter such rows out before");
                    }
                    long time = nanos ? Math.floorDiv(values[position], MICROS_PER_MILLI) : values[position];
                    micros[position] = isMoment ? wall.at(time) : time;
                }
                column.release();
            }
        }
        return micros;
    }

    private Batch assignOne(Batch batch, int from, long[] micros) {
        BufferPool buffers = context.buffers();
        long[] starts = buffers.longs(batch.columnSize());
        for (int row = from; row < batch.size(); row++) {
            int position = batch.position(row);
            starts[position] = windows.lastStart(micros[position]);
        }
        Column[] columns = new Column[batch.columnCount() + 3];
        for (int i = 0; i < batch.columnCount(); i++) {
            columns[i] = batch.column(i);
            columns[i].retain();
        }
        long[] ends = buffers.longs(batch.columnSize());
        for (int row = from; row < batch.size(); row++) {
            int position = batch.position(row);
            ends[position] = windows.firstEnd(starts[position], micros[position]);
        }
        bounds(columns, batch.columnSize(), starts, ends);
        Batch assigned = batch.withColumns(columns);
        if (from == 0) {
            return assigned;
        }
        Batch rest = assigned.from(from);
        assigned.release();
        return rest;
    }

    private void assignMany(Batch batch, int from, int to, long[] micros, Output output) {
        BufferPool buffers = context.buffers();
        int[] positions = buffers.ints(Batch.MAX_ROWS);
        long[] starts = buffers.longs(Batch.MAX_ROWS);
        long[] ends = buffers.longs(Batch.MAX_ROWS);
        int count = 0;
        for (int row = from; row < to; row++) {
            int position = batch.position(row);
            long time = micros[position];
            long start = windows.lastStart(time);
            long end = windows.firstEnd(start, time);
            while (windows.contains(start, end, time)) {
                if (count == Batch.MAX_ROWS) {
                    output.emit(gathered(batch, positions, count, starts, ends));
                    positions = buffers.ints(Batch.MAX_ROWS);
                    starts = buffers.longs(Batch.MAX_ROWS);
                    ends = buffers.longs(Batch.MAX_ROWS);
                    count = 0;
                }
                positions[count] = position;
                starts[count] = start;
                ends[count++] = end;
                long previous = start;
                start = windows.nextStart(start);
                end = windows.nextEnd(previous, end);
            }
        }
        if (count > 0) {
            output.emit(gathered(batch, positions, count, starts, ends));
        } else {
            buffers.free(positions);
            buffers.free(starts);
            buffers.free(ends);
        }
    }

    private Batch gathered(Batch batch, int[] positions, int count, long[] starts, long[] ends) {
        BufferPool buffers = context.buffers();
        Column[] columns = new Column[batch.columnCount() + 3];
        for (int i = 0; i < batch.columnCount(); i++) {
            columns[i] = Columns.over(batch.column(i), positions, 0, count, buffers);
        }
        bounds(columns, count, starts, ends);
        if (!batch.isWeighted()) {
            buffers.free(positions);
            return Batch.of(count, columns);
        }
        int[] weights = buffers.ints(count);
        for (int i = 0; i < count; i++) {
            weights[i] = batch.weightAt(positions[i]);
        }
        buffers.free(positions);
        return Batch.weighted(count, columns, weights, new Lease(buffers, weights));
    }

    /** Makes the last three columns; takes over the arrays. */
    private void bounds(Column[] columns, int size, long[] starts, long[] ends) {
        BufferPool buffers = context.buffers();
        long[] times = buffers.longs(size);
        int last = columns.length - 1;
        DataType type = spec.output().type(last);
        boolean nanos = type instanceof DataType.Instant time && time.nanos();
        for (int i = 0; i < size; i++) {
            long time = wall.windowTime(ends[i], type);
            times[i] = nanos ? time * MICROS_PER_MILLI : time;
        }
        columns[last - 2] = new LongColumn(size, starts, Validity.ALL, new Lease(buffers, starts));
        columns[last - 1] = new LongColumn(size, ends, Validity.ALL, new Lease(buffers, ends));
        columns[last] = new LongColumn(size, times, Validity.ALL, new Lease(buffers, times));
    }

    private void free(long[] micros) {
        context.buffers().free(micros);
    }
}
