package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongBuilder;
import io.millrace.data.LongCells;
import io.millrace.data.RowCount;
import io.millrace.data.Schema;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.dataflow.state.PaneTable;
import io.millrace.operators.Columnar;
import io.millrace.operators.aggregate.Groups;
import java.util.ArrayList;
import java.util.List;

/**
 * Which sessions to look at when a watermark comes. An entry is made with the end that a session has when it begins;
 * when its time has come and the session was extended meanwhile, it is entered again, so that extending one costs
 * nothing here.
 */
final class SessionEnds {
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long NANOS_PER_MICRO = 1_000;

    /** In the place of the end of a session that is no more. */
    private static final long GONE = Long.MIN_VALUE;

    private final int keyCount;
    private final WallTime wall;
    private final int inputColumns;
    private final int[] entryColumns;
    private final int[] sequence;
    private final int[] againColumns;
    private final Schema output;
    private final Groups groups;
    private final MultimapTable sessions;
    private final PaneTable entries;
    private final ColumnBuilder[] out;

    /** How many sessions to end at once. */
    private final RowCount atOnce = new RowCount();

    /** The keys, the name and the end of entries. */
    private final ColumnBuilder[] named;

    private final int[] slots = new int[Batch.MAX_ROWS];
    private final int[] firsts = new int[Batch.MAX_ROWS];
    private final int[] due = new int[Batch.MAX_ROWS];
    private final int[] later = new int[Batch.MAX_ROWS];
    private final long[] dueStarts = new long[Batch.MAX_ROWS];
    private final int[] groupSlots = new int[Batch.MAX_ROWS];

    SessionEnds(SessionAggregate spec, Groups groups, MultimapTable sessions, OperatorContext context) {
        int[] keys = Columnar.ints(spec.grouping().keys());
        Schema input = spec.input().schema();
        BufferPool buffers = context.buffers();
        this.keyCount = keys.length;
        this.wall = new WallTime(spec.time().zone());
        this.inputColumns = input.size();
        this.output = spec.output();
        this.groups = groups;
        this.sessions = sessions;
        this.out = Columnar.builders(output, buffers);
        List<Field> fields = new ArrayList<>();
        fields.add(Field.required("$end", Plain.BIGINT));
        fields.addAll(input.project(keys).fields());
        fields.add(Field.required("$name", Plain.BIGINT));
        this.entries = context.state().panes("ends", new Schema(fields), Schema.of());
        this.entryColumns = new int[keyCount + 2];
        entryColumns[0] = inputColumns + 1;
        System.arraycopy(keys, 0, entryColumns, 1, keyCount);
        entryColumns[keyCount + 1] = inputColumns;
        List<Field> names = new ArrayList<>(fields.subList(1, fields.size()));
        names.add(fields.getFirst());
        this.named = Columnar.builders(new Schema(names), buffers);
        this.sequence = Columnar.sequence(keyCount + 1);
        this.againColumns = new int[keyCount + 2];
        againColumns[0] = keyCount + 1;
        System.arraycopy(sequence, 0, againColumns, 1, keyCount + 1);
    }

    /** Enters sessions, whose name and end stand behind the columns of the input. */
    void expect(Batch begun) {
        entries.findOrAdd(begun, entryColumns, 0, begun.size(), slots);
    }

    /** Emits the sessions that have ended at this time. */
    Progress emit(long time, Output to) {
        while (isDue(entries.firstPane(), time)) {
            if (!to.room()) {
                return Progress.MORE;
            }
            emit(time, takeDue(time), to);
        }
        return Progress.DONE;
    }

    private static boolean isDue(long pane, long time) {
        return pane <= time && pane != Long.MAX_VALUE;
    }

    /** Takes entries whose time has come into {@link #named}, of as many panes as fit; returns how many. */
    private int takeDue(long time) {
        Columnar.reset(named);
        int most = atOnce.of(Batch.MAX_ROWS);
        int count = 0;
        for (long pane = entries.firstPane(); isDue(pane, time) && count < most; pane = entries.nextPane(pane)) {
            int taken = Math.min(entries.listPane(pane, 0, slots), most - count);
            for (int i = 0; i <= keyCount; i++) {
                entries.key(i + 1).gather(slots, 0, taken, named[i]);
            }
            for (int i = 0; i < taken; i++) {
                entries.remove(slots[i]);
            }
            count += taken;
        }
        return count;
    }

    private void emit(long time, int count, Output to) {
        int[] keys = Columnar.sequence(keyCount);
        Batch view = Batch.of(count, view());
        sessions.find(view, keys, 0, count, firsts);
        LongCells names = (LongCells) sessions.row(0);
        LongCells starts = (LongCells) sessions.counter(0);
        LongCells closes = (LongCells) sessions.counter(1);
        LongBuilder ends = (LongBuilder) named[keyCount + 1];
        int dueCount = 0;
        boolean again = false;
        for (int i = 0; i < count; i++) {
            long name = ((LongColumn) view.column(keyCount)).values()[i];
            int slot = firsts[i];
            while (slot != MultimapTable.ABSENT && names.get(slot) != name) {
                slot = sessions.next(slot);
            }
            long end = slot == MultimapTable.ABSENT ? GONE : closes.get(slot);
            ends.append(end);
            if (end > time) {
                again = true;
            } else if (end != GONE) {
                // A session may have been entered with several ends.
                sessions.touch(slot);
                closes.set(slot, GONE);
                firsts[dueCount] = slot;
                dueStarts[dueCount] = starts.get(slot);
                due[dueCount++] = i;
            }
        }
        Batch whole = Batch.of(count, Columnar.view(named));
        if (again) {
            enterAgain(whole, time, count);
        }
        if (dueCount > 0) {
            emitDue(whole, dueCount, to);
        }
    }

    private Column[] view() {
        Column[] columns = new Column[keyCount + 1];
        for (int i = 0; i <= keyCount; i++) {
            columns[i] = named[i].view();
        }
        return columns;
    }

    private void enterAgain(Batch whole, long time, int count) {
        long[] ends = ((LongColumn) whole.column(keyCount + 1)).values();
        int laterCount = 0;
        for (int i = 0; i < count; i++) {
            if (ends[i] > time) {
                later[laterCount++] = i;
            }
        }
        Batch chosen = whole.select(later, laterCount, Lease.UNPOOLED);
        entries.findOrAdd(chosen, againColumns, 0, laterCount, groupSlots);
    }

    private void emitDue(Batch whole, int count, Output to) {
        Batch chosen = whole.select(due, count, Lease.UNPOOLED);
        MapTable table = groups.table();
        table.find(chosen, sequence, 0, count, groupSlots);
        for (int key = 0; key < keyCount; key++) {
            out[key].appendAll(whole.column(key), due, 0, count);
        }
        groups.results(groupSlots, 0, count, out, keyCount);
        int bounds = output.size() - 3;
        long[] ends = ((LongColumn) whole.column(keyCount + 1)).values();
        boolean nanos = output.type(bounds + 2) instanceof DataType.Instant instant && instant.nanos();
        for (int i = 0; i < count; i++) {
            long end = ends[due[i]];
            long windowTime = end - MICROS_PER_MILLI;
            ((LongBuilder) out[bounds]).append(wall.at(dueStarts[i]));
            ((LongBuilder) out[bounds + 1]).append(wall.at(end));
            ((LongBuilder) out[bounds + 2])
                    .append(nanos ? Math.multiplyExact(windowTime, NANOS_PER_MICRO) : windowTime);
            table.remove(groupSlots[i]);
            sessions.remove(firsts[i]);
        }
        atOnce.made(count, ColumnBuilder.bytes(out));
        to.emit(Batch.of(count, Columnar.build(out)));
    }

    void close() {
        Columnar.close(out);
        Columnar.close(named);
    }
}
