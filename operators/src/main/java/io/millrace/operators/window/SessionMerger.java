package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongCells;
import io.millrace.data.Schema;
import io.millrace.data.Validity;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.operators.Columnar;
import io.millrace.operators.Flow;
import io.millrace.operators.aggregate.Groups;
import io.millrace.operators.aggregate.Partials;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Begins sessions, extends them, and makes one of several. */
final class SessionMerger {
    private final int[] keys;
    private final int[] nameColumn;
    private final int inputColumns;
    private final Groups groups;
    private final Groups merged;
    private final MultimapTable sessions;
    private final BufferPool buffers;
    private final ColumnBuilder[] partials;
    private final int[] slots = new int[Batch.MAX_ROWS];
    private int[] touched = new int[8];
    private long mergedStart;
    private long mergedClose;

    SessionMerger(SessionAggregate spec, Groups groups, MultimapTable sessions, OperatorContext context) {
        this.keys = Columnar.ints(spec.grouping().keys());
        this.inputColumns = spec.input().schema().size();
        this.nameColumn = new int[] {inputColumns};
        this.groups = groups;
        this.sessions = sessions;
        this.buffers = context.buffers();
        List<Field> fields = new ArrayList<>(Partials.schema(spec.input(), spec.grouping()).fields());
        this.partials = Columnar.builders(new Schema(fields), buffers);
        fields.add(Field.required("$name", Plain.BIGINT));
        int[] keyColumns = Columnar.sequence(keys.length + 1);
        keyColumns[keys.length] = fields.size() - 1;
        this.merged =
                groups.merging(
                        Flow.append(new Schema(fields)), Partials.grouping(spec.input(), spec.grouping()), keyColumns);
    }

    /** The rows with further numbers behind their columns; the arrays are by position and go over to the batch. */
    static Batch append(Batch rows, BufferPool buffers, long[]... further) {
        int count = rows.columnCount();
        Column[] columns = new Column[count + further.length];
        for (int i = 0; i < count; i++) {
            columns[i] = rows.column(i);
            columns[i].retain();
        }
        for (int i = 0; i < further.length; i++) {
            columns[count + i] =
                    new LongColumn(rows.columnSize(), further[i], Validity.ALL, new Lease(buffers, further[i]));
        }
        return rows.withColumns(columns);
    }

    /** Begins a session for each row, which has its start and its end behind the columns of the input. */
    void begin(Batch named, SessionEnds ends) {
        int[] weights = buffers.ints(named.columnSize());
        Arrays.fill(weights, 0, named.columnSize(), 1);
        Batch single = named.withWeights(weights, new Lease(buffers, weights));
        sessions.add(single, keys, nameColumn, 0, single.size(), slots);
        sessions.counter(0).setAll(slots, single, inputColumns, 0, single.size());
        sessions.counter(1).setAll(slots, single, inputColumns + 1, 0, single.size());
        ends.expect(single);
        single.release();
    }

    /** Has a session begin no later and end no earlier than this. */
    void extend(int slot, long start, long close) {
        LongCells starts = (LongCells) sessions.counter(0);
        LongCells closes = (LongCells) sessions.counter(1);
        if (start < starts.get(slot) || close > closes.get(slot)) {
            sessions.touch(slot);
            starts.set(slot, Math.min(start, starts.get(slot)));
            closes.set(slot, Math.max(close, closes.get(slot)));
        }
    }

    /**
     * Makes one session of a run and all sessions that it touches, of which there is one at least.
     *
     * @param head a batch in which row {@code row} has the key
     * @return its name, which is that of one of them
     */
    long merge(Batch head, int row, long start, long close) {
        sessions.find(head, keys, row, row + 1, slots);
        LongCells names = (LongCells) sessions.row(0);
        LongCells starts = (LongCells) sessions.counter(0);
        LongCells closes = (LongCells) sessions.counter(1);
        mergedStart = start;
        mergedClose = close;
        int count = 0;
        for (int slot = slots[0]; slot != MultimapTable.ABSENT; slot = sessions.next(slot)) {
            if (starts.get(slot) <= close && closes.get(slot) >= start) {
                mergedStart = Math.min(mergedStart, starts.get(slot));
                mergedClose = Math.max(mergedClose, closes.get(slot));
                if (count == touched.length) {
                    touched = Arrays.copyOf(touched, 2 * count);
                }
                touched[count++] = slot;
            }
        }
        long name = names.get(touched[0]);
        extend(touched[0], mergedStart, mergedClose);
        long[] others = new long[count - 1];
        for (int i = 1; i < count; i++) {
            others[i - 1] = names.get(touched[i]);
        }
        for (int i = 1; i < count; i++) {
            sessions.remove(touched[i]);
        }
        Batch key = head.select(new int[] {head.position(row)}, 1, Lease.UNPOOLED);
        for (long other : others) {
            move(key, other, name);
        }
        key.release();
        return name;
    }

    /** Where the session that was merged last begins. */
    long mergedStart() {
        return mergedStart;
    }

    /** Where the session that was merged last ends. */
    long mergedClose() {
        return mergedClose;
    }

    /** Adds the group of one session to that of another. */
    private void move(Batch key, long from, long to) {
        MapTable table = groups.table();
        long[] names = buffers.longs(key.columnSize());
        names[key.position(0)] = from;
        Batch old = append(key, buffers, names);
        int[] keyColumns = Arrays.copyOf(keys, keys.length + 1);
        keyColumns[keys.length] = inputColumns;
        table.find(old, keyColumns, 0, 1, slots);
        old.release();
        if (slots[0] == MapTable.ABSENT) {
            return;
        }
        Columnar.reset(partials);
        for (int i = 0; i < keys.length; i++) {
            table.key(i).gather(slots, 0, 1, partials[i]);
        }
        groups.partials(slots, 0, 1, partials, keys.length);
        table.remove(slots[0]);
        Column[] columns = Arrays.copyOf(Columnar.view(partials), partials.length + 1);
        columns[partials.length] = new LongColumn(1, new long[] {to}, Validity.ALL, Lease.UNPOOLED);
        Batch batch = Batch.of(1, columns);
        merged.locate(batch, 0, 1);
        merged.add(batch);
    }

    void close() {
        Columnar.close(partials);
    }
}
