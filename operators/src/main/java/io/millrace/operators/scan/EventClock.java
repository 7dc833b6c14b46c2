package io.millrace.operators.scan;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.expression.Expression;
import io.millrace.operators.expression.Projector;
import java.util.List;
import java.util.Optional;

/** Reads from the rows of a batch how far event time has come. */
final class EventClock {
    private final Projector times;
    private final List<Expression> expressions;
    private final BufferPool buffers;
    private final long timeUnits;
    private final long watermarkUnits;
    private long[] time = {};
    private long[] watermark = {};

    EventClock(EventTime eventTime, List<DataType> input, OperatorContext context) {
        expressions = List.of(eventTime.time(), eventTime.watermark());
        times = Projector.compile(expressions, Optional.empty(), input, context.session(), context.clock());
        buffers = context.buffers();
        timeUnits = unitsPerMicro(eventTime.time());
        watermarkUnits = unitsPerMicro(eventTime.watermark());
        time = new long[Batch.MAX_ROWS];
        watermark = new long[Batch.MAX_ROWS];
    }

    private static long unitsPerMicro(Expression expression) {
        if (!(expression.type() instanceof DataType.Instant instant)) {
            throw MillraceException.internal("event time is a timestamp, not " + expression.type().sql());
        }
        return instant.unitsPerSecond() / 1_000_000;
    }

    /** What is computed of every row. */
    List<Expression> expressions() {
        return expressions;
    }

    /** After an exception from {@link #read}: the row of the batch that it came from, or −1. */
    int failedRow() {
        return times.failedRow();
    }

    /** Takes over the times of a batch, for the calls below. */
    void read(Batch batch) {
        if (batch.size() == 0) {
            return;
        }
        Batch projected = times.project(batch, 0, buffers).orElseThrow();
        copy(projected, 0, timeUnits, Long.MAX_VALUE, time);
        copy(projected, 1, watermarkUnits, Long.MIN_VALUE, watermark);
        projected.release();
    }

    /**
     * Where a batch must be cut: at the first row that lies before a watermark which is not emitted yet.
     *
     * @param running the watermark of the split before row {@code from}
     * @param bound what other splits hold the scan's watermark at
     * @param emitted the scan's watermark before row {@code from}
     * @return a row from {@code from} on, or {@code size}
     */
    int cut(int from, int size, long running, long bound, long emitted) {
        long latest = running;
        for (int row = from; row < size; row++) {
            if (time[row] < latest && Math.min(latest, bound) > emitted && time[row] < bound) {
                return row;
            }
            latest = Math.max(latest, watermark[row]);
        }
        return size;
    }

    /** The greatest watermark of some rows, or of {@code running}. */
    long latest(int from, int to, long running) {
        long latest = running;
        for (int row = from; row < to; row++) {
            latest = Math.max(latest, watermark[row]);
        }
        return latest;
    }

    private void copy(Batch batch, int index, long units, long missing, long[] into) {
        Column flat = Columns.flat(batch.column(index), buffers);
        long[] values = ((LongColumn) flat).values();
        boolean nulls = flat.mayHaveNulls();
        for (int row = 0; row < batch.size(); row++) {
            int position = batch.position(row);
            if (nulls && flat.isNull(position)) {
                into[row] = missing;
            } else {
                into[row] = units == 1 ? values[position] : Math.floorDiv(values[position], units);
            }
        }
        flat.release();
    }
}
