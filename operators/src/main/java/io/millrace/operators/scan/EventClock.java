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

/** Reads from the rows of a batch how far event time has come, and which of them lie behind. */
final class EventClock {
    private final Projector times;
    private final List<Expression> expressions;
    private final BufferPool buffers;
    private final long timeUnits;
    private final long watermarkUnits;
    private final long[] time = new long[Batch.MAX_ROWS];
    private final long[] watermark = new long[Batch.MAX_ROWS];
    private final long[] behind = new long[Batch.MAX_ROWS];
    private boolean isBehind;

    EventClock(EventTime eventTime, List<DataType> input, OperatorContext context) {
        expressions = List.of(eventTime.time(), eventTime.watermark());
        times = Projector.compile(expressions, Optional.empty(), input, context.session(), context.clock());
        buffers = context.buffers();
        timeUnits = unitsPerMicro(eventTime.time());
        watermarkUnits = unitsPerMicro(eventTime.watermark());
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
     * Notes which rows of the batch lie before the watermark of the rows before them.
     *
     * @param running the watermark before the first row
     * @return the watermark after the last one
     */
    long pass(int size, long running) {
        long latest = running;
        isBehind = false;
        for (int row = 0; row < size; row++) {
            boolean before = time[row] < latest;
            behind[row] = before ? latest - time[row] : 0;
            isBehind |= before;
            latest = Math.max(latest, watermark[row]);
        }
        return latest;
    }

    /** Whether any row lies before the watermark of those before it. */
    boolean isBehind() {
        return isBehind;
    }

    /** By how many microseconds a row lies before the watermark of the rows before it; 0 where it does not. */
    long behind(int row) {
        return behind[row];
    }

    /** A row's time in microseconds. */
    long time(int row) {
        return time[row];
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
