package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.doors.Clock;
import io.millrace.operators.window.Windowing.Time;
import java.util.Arrays;

/** The time of each row of a batch, in microseconds: that of a moment is wall time. */
final class RowTimes {
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private final Schema schema;
    private final Time time;
    private final Clock clock;
    private final BufferPool buffers;
    private final WallTime wall;
    private final long[] micros = new long[Batch.MAX_ROWS];

    RowTimes(Schema schema, Time time, Clock clock, BufferPool buffers) {
        this.schema = schema;
        this.time = time;
        this.clock = clock;
        this.buffers = buffers;
        this.wall = new WallTime(time.zone());
    }

    /** The time of row {@code i} at {@code i - from}; valid until the next call. A null is an error of the user's. */
    long[] read(Batch batch, int from) {
        int count = batch.size() - from;
        switch (time) {
            case Time.ProcessingTime now -> Arrays.fill(micros, 0, count, wall.at(clock.millis() * MICROS_PER_MILLI));
            case Time.EventTime event -> read(batch, from, event.column());
        }
        return micros;
    }

    private void read(Batch batch, int from, int index) {
        Column column = Columns.flat(batch.column(index), buffers);
        long[] values = ((LongColumn) column).values();
        boolean nulls = column.mayHaveNulls();
        boolean nanos = schema.type(index) instanceof DataType.Instant instant && instant.nanos();
        for (int row = from; row < batch.size(); row++) {
            int position = batch.position(row);
            if (nulls && column.isNull(position)) {
                throw MillraceException.user(
                        "null-time",
                        "column "
                                + schema.field(index).name()
                                + " decides on a row's window and is null: filter such rows out before");
            }
            micros[row - from] = nanos ? Math.floorDiv(values[position], NANOS_PER_MICRO) : values[position];
        }
        column.release();
        if (schema.type(index) instanceof DataType.TimestampLtz) {
            for (int i = 0; i < batch.size() - from; i++) {
                micros[i] = wall.at(micros[i]);
            }
        }
    }
}
