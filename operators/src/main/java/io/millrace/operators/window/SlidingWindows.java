package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongCells;
import io.millrace.data.Schema;
import io.millrace.data.Validity;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.PaneTable;
import io.millrace.operators.Columnar;
import io.millrace.operators.aggregate.Groups;
import java.util.Arrays;

/**
 * Windows made of shared panes. A running group for each key holds what the panes of the present window come to: the
 * next window is made of it by adding the panes that come and taking away those that leave, so that what a window costs
 * does not depend on how many panes it has. Minima and maxima cannot be taken away: with them the running groups are
 * made anew whenever a pane leaves.
 *
 * <p>Each running group says up to which window it was emitted. After a restore, groups may meet that had come to
 * different windows: all are made anew from the panes, and those that are ahead stay silent until the others have
 * caught up. A group is forgotten only when it has no row left in any pane up to the present window; so no window that
 * it was emitted for can find a row of it again.
 */
final class SlidingWindows {
    /** The cell of a running group that says up to which window it was emitted. */
    static final Field EMITTED = Field.of("$emitted", Plain.BIGINT);

    private static final int[] TAKEN_AWAY = new int[Batch.MAX_ROWS];

    static {
        Arrays.fill(TAKEN_AWAY, -1);
    }

    /** The pane that all running groups lie in. */
    private static final long RUNNING = 0;

    private static final LongColumn RUNNING_PANE =
            new LongColumn(1, new long[] {RUNNING}, Validity.ALL, Lease.UNPOOLED);

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final Panes panes;
    private final Parts parts;
    private final WindowEmitter emitter;
    private final ColumnBuilder[] partials;
    private final int keyCount;
    private final int[] slots = new int[Batch.MAX_ROWS];

    /** Up to where windows were emitted. */
    private long emitted;

    /** The window that the running groups stand for; unknown after a restore, or when they have to be made anew. */
    private long present = UNKNOWN;

    /** The running groups have nothing of panes up to here, and nor has the table of panes. */
    private long left = UNKNOWN;

    /** Up to which window some group was emitted before a restore. */
    private long ahead = UNKNOWN;

    private boolean isEmitting;

    /** How many running groups were looked at in this pass through them. */
    private int looked;

    /** Whether the pass stopped on its way: then rows may have changed places meanwhile. */
    private boolean stopped;

    /**
     * The tables.
     *
     * @param panes groups by pane and key
     * @param running groups by key, to which rows of the input can be added
     * @param merging the same running groups, to which partial results can be added
     * @param isReversible whether what was added to a group can be taken away
     */
    record Parts(Groups panes, Groups running, Groups merging, boolean isReversible) {}

    SlidingWindows(Panes panes, Parts parts, WindowEmitter emitter, WallTime wall, OperatorContext context) {
        this.panes = panes;
        this.parts = parts;
        this.emitter = emitter;
        this.emitted = wall.complete(context.watermark());
        this.keyCount = parts.panes().keyCount() - 1;
        this.partials = Columnar.builders(partialSchema(parts.panes()), context.buffers());
    }

    /** Keys and cells of groups by pane. */
    static Schema partialSchema(Groups panes) {
        Field[] fields = new Field[panes.keyCount() - 1 + panes.cellCount()];
        for (int i = 1; i < panes.keyCount(); i++) {
            fields[i - 1] = panes.key(i);
        }
        for (int i = 0; i < panes.cellCount(); i++) {
            fields[panes.keyCount() - 1 + i] = panes.cells().get(i);
        }
        return Schema.of(fields);
    }

    /**
     * Adds rows to the running groups that were added to panes of the present window: they are too late for it, and not
     * for the next ones.
     *
     * @param rows each with its pane in the last column
     * @param earliest the least of these panes
     */
    void addLate(Batch rows, long earliest) {
        if (present == UNKNOWN || earliest > present) {
            return;
        }
        long[] ends = ((LongColumn) rows.column(rows.columnCount() - 1)).values();
        int[] kept = new int[rows.size()];
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            long pane = ends[rows.position(row)];
            if (pane > left && pane <= present) {
                kept[count++] = rows.position(row);
            }
        }
        if (count == 0) {
            return;
        }
        Column[] columns = new Column[rows.columnCount()];
        for (int i = 0; i < columns.length - 1; i++) {
            columns[i] = rows.column(i);
            columns[i].retain();
        }
        columns[columns.length - 1] = new ConstantColumn(rows.columnSize(), RUNNING_PANE);
        Batch all = rows.withColumns(columns);
        Batch late = all.select(kept, count, Lease.UNPOOLED);
        all.release();
        Groups running = parts.running();
        running.locate(late, 0, count);
        LongCells marks = marks();
        for (int i = 0; i < count; i++) {
            int slot = running.slots()[i];
            if (marks.isNull(slot)) {
                marks.set(slot, present);
            }
        }
        running.add(late);
        late.release();
    }

    /** The end of the window that comes next, if no rows come any more; {@code Long.MAX_VALUE} where none does. */
    long nextEnd() {
        long first = paneTable().firstPane();
        if (first == Long.MAX_VALUE) {
            return first;
        }
        return panes.windowEndFrom(emitted == OperatorContext.NO_WATERMARK ? first : Math.max(first, emitted + 1));
    }

    /** Emits all windows up to this time. */
    Progress emit(long until, Output output) {
        while (true) {
            if (!isEmitting) {
                long end = nextEnd();
                if (end > until || end == Long.MAX_VALUE) {
                    break;
                }
                advance(end);
                isEmitting = true;
                looked = 0;
            }
            if (emitPresent(output) == Progress.MORE) {
                return Progress.MORE;
            }
            isEmitting = false;
            emitted = Math.max(emitted, present);
            leave(panes.windowStart(panes.windowEndFrom(present + 1)));
        }
        emitted = Math.max(emitted, until);
        return Progress.DONE;
    }

    /** Makes the running groups those of this window. */
    private void advance(long end) {
        long start = panes.windowStart(end);
        leave(start);
        boolean isNew = present == UNKNOWN;
        if (isNew) {
            clear();
        }
        PaneTable table = paneTable();
        long from = isNew ? start : Math.max(present, start);
        for (long pane = table.nextPane(from); pane <= end && pane != Long.MAX_VALUE; pane = table.nextPane(pane)) {
            add(pane, false);
        }
        present = end;
        if (isNew) {
            sweep();
        }
    }

    /** Takes the panes up to this time away from the running groups, and removes them. */
    private void leave(long upTo) {
        PaneTable table = paneTable();
        if (table.firstPane() <= upTo && present != UNKNOWN) {
            if (upTo >= present && present >= ahead) {
                runningTable().removePane(RUNNING);
            } else if (parts.isReversible()) {
                for (long pane = table.nextPane(left); pane <= Math.min(upTo, present); pane = table.nextPane(pane)) {
                    add(pane, true);
                }
            } else {
                present = UNKNOWN;
            }
        }
        for (long pane = table.firstPane(); pane <= upTo; pane = table.firstPane()) {
            table.removePane(pane);
        }
        left = Math.max(left, upTo);
    }

    /** Adds the groups of a pane to the running ones, or takes them away. */
    private void add(long pane, boolean isTakenAway) {
        PaneTable table = paneTable();
        int listed = 0;
        for (int count = table.listPane(pane, 0, slots); count > 0; count = table.listPane(pane, listed, slots)) {
            listed += count;
            for (int from = 0; from < count; ) {
                int to = from + parts.panes().fitting(slots, from, count);
                add(table, from, to, isTakenAway);
                from = to;
            }
        }
    }

    private void add(PaneTable table, int from, int to, boolean isTakenAway) {
        Columnar.reset(partials);
        for (int key = 0; key < keyCount; key++) {
            table.key(key + 1).gather(slots, from, to, partials[key]);
        }
        parts.panes().partials(slots, from, to, partials, keyCount);
        int count = to - from;
        Column[] columns = Arrays.copyOf(Columnar.view(partials), partials.length + 1);
        columns[partials.length] = new ConstantColumn(count, RUNNING_PANE);
        Batch batch =
                isTakenAway ? Batch.weighted(count, columns, TAKEN_AWAY, Lease.UNPOOLED) : Batch.of(count, columns);
        parts.merging().locate(batch, 0, count);
        parts.merging().add(batch);
        if (isTakenAway) {
            removeEmpty(parts.merging().slots(), count);
        }
    }

    private int removeEmpty(int[] slots, int count) {
        LongCells rows = parts.running().rowCount();
        LongCells marks = marks();
        int removed = 0;
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            if (rows.get(slot) == 0 && (marks.isNull(slot) || marks.get(slot) <= present)) {
                runningTable().remove(slot);
                removed++;
            }
        }
        return removed;
    }

    /** Makes the running groups empty ones, and finds out up to where they were emitted. */
    private void clear() {
        PaneTable table = runningTable();
        LongCells marks = marks();
        int listed = 0;
        for (int count = table.listPane(RUNNING, 0, slots); count > 0; count = table.listPane(RUNNING, listed, slots)) {
            for (int i = 0; i < count; i++) {
                table.touch(slots[i]);
                ahead = marks.isNull(slots[i]) ? ahead : Math.max(ahead, marks.get(slots[i]));
            }
            parts.running().clear(slots, count);
            listed += count;
        }
    }

    /** Removes the running groups that have no rows. */
    private void sweep() {
        PaneTable table = runningTable();
        int kept = 0;
        for (int count = table.listPane(RUNNING, 0, slots); count > 0; count = table.listPane(RUNNING, kept, slots)) {
            // Where one is removed another one takes its place.
            kept += removeEmpty(slots, count) == 0 ? count : 0;
        }
    }

    private Progress emitPresent(Output output) {
        while (true) {
            int count = runningTable().listPane(RUNNING, looked, slots);
            if (count == 0 && !stopped) {
                return Progress.DONE;
            }
            if (emitListed(count, output) == Progress.MORE) {
                stopped = true;
                return Progress.MORE;
            }
            looked += count;
            if (count == 0) {
                stopped = false;
                looked = 0;
            }
        }
    }

    /** Emits those of the listed groups that have rows and were not emitted. */
    private Progress emitListed(int count, Output output) {
        Groups running = parts.running();
        LongCells rows = running.rowCount();
        LongCells marks = marks();
        int fresh = 0;
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            if ((marks.isNull(slot) || marks.get(slot) < present) && rows.get(slot) > 0) {
                slots[fresh++] = slot;
            }
        }
        for (int from = 0; from < fresh; ) {
            if (!output.room()) {
                return Progress.MORE;
            }
            int to = from + running.fitting(slots, from, fresh);
            for (int i = from; i < to; i++) {
                runningTable().touch(slots[i]);
                marks.set(slots[i], present);
            }
            output.emit(emitter.rows(running, slots, from, to, panes.windowStart(present), present));
            from = to;
        }
        return Progress.DONE;
    }

    private LongCells marks() {
        return (LongCells) parts.running().further(0);
    }

    private PaneTable paneTable() {
        return emitter.table(parts.panes());
    }

    private PaneTable runningTable() {
        return emitter.table(parts.running());
    }

    void close() {
        Columnar.close(partials);
    }
}
