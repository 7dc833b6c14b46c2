package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongCells;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.operators.Columnar;
import io.millrace.operators.aggregate.GroupTables;
import io.millrace.operators.aggregate.Groups;
import io.millrace.operators.aggregate.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows become runs, batch by batch, and runs extend the sessions of their key or begin new ones, at the cost of a
 * look-up; one that makes several grow together moves what was aggregated to one of them.
 *
 * <p>A session is named by its key and by where it began when its first rows came: it may begin earlier later on, but
 * its name always lies within it, and so no other session of the key has it. Three tables speak of it: its groups, the
 * sessions of each key with their bounds, and {@link SessionEnds}, which tells which ones a watermark ends.
 */
final class SessionAggregateOperator implements Operator {
    private static final Schema NAME = Schema.of(Field.required("$name", Plain.BIGINT));
    private static final Schema BOUNDS = Schema.of(Field.of("$start", Plain.BIGINT), Field.of("$end", Plain.BIGINT));
    private static final long LATE = Long.MIN_VALUE;

    private final SessionAggregate spec;
    private final int[] keys;
    private final SessionRuns runs = new SessionRuns();
    private OperatorContext context;
    private RowTimes times;
    private Groups groups;
    private MultimapTable sessions;
    private KeyNumbers keyNumbers;
    private SessionMerger merger;
    private SessionEnds ends;
    private Metrics.Counter lateRows;

    private final int[] positions = new int[Batch.MAX_ROWS];
    private final long[] pieceTimes = new long[Batch.MAX_ROWS];
    private final int[] numbers = new int[Batch.MAX_ROWS];
    private final int[] firsts = new int[Batch.MAX_ROWS];
    private final int[] firstRows = new int[Batch.MAX_ROWS];
    private final int[] fresh = new int[Batch.MAX_ROWS];
    private final int[] merging = new int[Batch.MAX_ROWS];
    private final long[] runNames = new long[Batch.MAX_ROWS];

    SessionAggregateOperator(SessionAggregate spec) {
        this.spec = spec;
        this.keys = Columnar.ints(spec.grouping().keys());
        if (spec.time() instanceof Windowing.Time.ProcessingTime) {
            throw MillraceException.user(
                    "unsupported-session-time", "sessions of processing time are not supported yet: use event time");
        }
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
        Schema input = spec.input().schema();
        Schema keySchema = input.project(keys);
        times = new RowTimes(input, spec.momentOfRows(), context.clock(), context.buffers());
        List<Field> groupKeys = new ArrayList<>(keySchema.fields());
        groupKeys.addAll(NAME.fields());
        int[] keyColumns = Arrays.copyOf(keys, keys.length + 1);
        keyColumns[keys.length] = input.size();
        GroupTables tables = new GroupTables(context.state(), new Schema(groupKeys), GroupTables.Kind.KEYED);
        groups =
                new Groups(
                        "groups",
                        new Groups.Input(spec.input(), spec.grouping(), Phase.COMPLETE),
                        keyColumns,
                        tables,
                        List.of());
        sessions = context.state().multimap("sessions", keySchema, NAME, BOUNDS);
        keyNumbers = new KeyNumbers(keys);
        merger = new SessionMerger(spec, groups, sessions, context);
        ends = new SessionEnds(spec, groups, sessions, context);
        lateRows = context.metrics().counter("late-rows");
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        long watermark = context.watermark();
        long[] micros = times.read(batch, from);
        int row = from;
        while (row < batch.size()) {
            int end = row;
            while (end < batch.size() && micros[end - from] + spec.gapMicros() >= watermark) {
                end++;
            }
            if (end > row) {
                take(batch, row, end, micros, from);
                row = end;
            } else {
                // Whether it is late depends on the sessions that the rows before it have left.
                take(batch, row, row + 1, micros, from);
                row++;
            }
        }
        return batch.size();
    }

    private void take(Batch batch, int from, int to, long[] micros, int base) {
        int size = to - from;
        for (int row = 0; row < size; row++) {
            positions[row] = batch.position(from + row);
            pieceTimes[row] = micros[from - base + row];
        }
        Batch rows = batch.select(positions, size, Lease.UNPOOLED);
        keyNumbers.number(rows, numbers);
        runs.make(numbers, pieceTimes, size, spec.gapMicros());
        for (int run = 0; run < runs.count; run++) {
            firstRows[run] = rows.position(runs.rows[run == 0 ? 0 : runs.ends[run - 1]]);
        }
        Batch heads = rows.select(firstRows, runs.count, Lease.UNPOOLED);
        place(heads);
        heads.release();
        add(rows);
        rows.release();
    }

    /** Finds the session of each run: {@code runNames[run]} becomes its name, or LATE. */
    private void place(Batch heads) {
        sessions.find(heads, keys, 0, runs.count, firsts);
        LongCells names = (LongCells) sessions.row(0);
        LongCells starts = (LongCells) sessions.counter(0);
        LongCells closes = (LongCells) sessions.counter(1);
        int freshCount = 0;
        int mergingCount = 0;
        for (int run = 0; run < runs.count; run++) {
            int touched = MultimapTable.ABSENT;
            int count = 0;
            for (int slot = firsts[run]; slot != MultimapTable.ABSENT; slot = sessions.next(slot)) {
                if (starts.get(slot) <= runs.closes[run] && closes.get(slot) >= runs.starts[run]) {
                    touched = slot;
                    count++;
                }
            }
            if (count == 0) {
                if (runs.closes[run] < context.watermark()) {
                    runNames[run] = LATE;
                } else {
                    runNames[run] = runs.starts[run];
                    fresh[freshCount++] = run;
                }
            } else if (count == 1) {
                runNames[run] = names.get(touched);
                merger.extend(touched, runs.starts[run], runs.closes[run]);
            } else {
                runNames[run] = LATE;
                merging[mergingCount++] = run;
            }
        }
        if (freshCount > 0) {
            begin(heads, freshCount);
        }
        for (int i = 0; i < mergingCount; i++) {
            int run = merging[i];
            runNames[run] = merger.merge(heads, run, runs.starts[run], runs.closes[run]);
            rename(run, merger.mergedStart(), merger.mergedClose());
        }
    }

    /** The sessions of a run's key in this stretch are one now. */
    private void rename(int merged, long start, long close) {
        int key = keyOf(merged);
        for (int run = 0; run < runs.count; run++) {
            if (keyOf(run) == key && runNames[run] >= start && runNames[run] <= close && runNames[run] != LATE) {
                runNames[run] = runNames[merged];
            }
        }
    }

    private int keyOf(int run) {
        return numbers[runs.rows[run == 0 ? 0 : runs.ends[run - 1]]];
    }

    /** Begins sessions of the runs listed in {@code fresh}. */
    private void begin(Batch heads, int count) {
        BufferPool buffers = context.buffers();
        int[] positions = buffers.ints(count);
        long[] starts = buffers.longs(heads.columnSize());
        long[] closes = buffers.longs(heads.columnSize());
        for (int i = 0; i < count; i++) {
            int run = fresh[i];
            positions[i] = heads.position(run);
            starts[positions[i]] = runs.starts[run];
            closes[positions[i]] = runs.closes[run];
        }
        Batch chosen = heads.select(positions, count, new Lease(buffers, positions));
        Batch named = SessionMerger.append(chosen, buffers, starts, closes);
        merger.begin(named, ends);
        named.release();
        chosen.release();
    }

    /** Adds the rows to the groups of their sessions. */
    private void add(Batch rows) {
        BufferPool buffers = context.buffers();
        long[] names = buffers.longs(rows.columnSize());
        int[] positions = buffers.ints(rows.size());
        int count = 0;
        int late = 0;
        int from = 0;
        for (int run = 0; run < runs.count; run++) {
            for (int i = from; i < runs.ends[run]; i++) {
                int position = rows.position(runs.rows[i]);
                if (runNames[run] == LATE) {
                    late++;
                } else {
                    names[position] = runNames[run];
                    positions[count++] = position;
                }
            }
            from = runs.ends[run];
        }
        if (late > 0) {
            lateRows.add(late);
            context.metrics()
                    .notice(
                            "late-rows",
                            "rows came after the end of their session and were dropped: let the WATERMARK of the table wait longer");
        }
        Batch whole = SessionMerger.append(rows, buffers, names);
        if (count > 0) {
            Batch named = whole.select(positions, count, Lease.UNPOOLED);
            groups.locate(named, 0, count);
            groups.add(named);
            named.release();
        }
        buffers.free(positions);
        whole.release();
    }

    @Override
    public Progress onWatermark(int input, long time, Output output) {
        // A row at the watermark may still come, and it belongs to a session that ends there.
        return ends.emit(time - 1, output);
    }

    @Override
    public Progress endInput(int input, Output output) {
        return ends.emit(OperatorContext.END_OF_TIME, output);
    }

    @Override
    public void close() {
        if (ends != null) {
            ends.close();
            merger.close();
        }
    }
}
