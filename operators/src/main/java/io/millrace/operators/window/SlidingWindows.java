package io.millrace.operators.window;

import io.millrace.data.Batch;
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
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.PaneTable;
import io.millrace.operators.Columnar;
import io.millrace.operators.aggregate.Groups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Windows made of shared panes. When a window has ended, the partial results of its panes are merged into a table of
 * windows, which is emitted; then the panes that no later window needs are removed.
 *
 * <p>Each row of a pane says up to which window it was merged. So merging a window twice, after a restore in its midst,
 * changes nothing, and what was emitted does not come back.
 */
final class SlidingWindows {
    static final Field MERGED = Field.of("$merged", Plain.BIGINT);

    private final Panes panes;
    private final Groups groups;
    private final Groups windows;
    private final WindowEmitter emitter;
    private final ColumnBuilder[] partials;
    private final int keyCount;
    private final int[] slots = new int[Batch.MAX_ROWS];
    private final int[] chosen = new int[Batch.MAX_ROWS];
    private final long[] ends = new long[Batch.MAX_ROWS];

    /** Up to where windows were emitted. */
    private long emitted;

    /** The window that was merged and may be in the midst of being emitted. */
    private long merged = Long.MIN_VALUE;

    SlidingWindows(
            Panes panes, Groups groups, Groups windows, WindowEmitter emitter, WallTime wall, OperatorContext context) {
        this.panes = panes;
        this.groups = groups;
        this.windows = windows;
        this.emitter = emitter;
        this.emitted = wall.complete(context.watermark());
        List<Field> fields = new ArrayList<>();
        this.keyCount = groups.keyCount() - 1;
        for (int i = 0; i < keyCount; i++) {
            fields.add(groups.key(i + 1));
        }
        fields.addAll(groups.cells());
        this.partials = Columnar.builders(new Schema(fields), context.buffers());
    }

    /** Emits all windows up to this time. */
    Progress emit(long until, Output output) {
        PaneTable table = emitter.table(groups);
        PaneTable open = emitter.table(windows);
        while (true) {
            long first = Math.min(table.firstPane(), open.firstPane());
            if (first == Long.MAX_VALUE) {
                break;
            }
            long end = next(first, open.firstPane());
            if (end > until) {
                break;
            }
            long start = panes.windowStart(end);
            if (merged != end) {
                merge(table, start, end);
                merged = end;
            }
            if (emitter.emitPane(windows, end, start, output) == Progress.MORE) {
                return Progress.MORE;
            }
            forget(table, panes.windowStart(panes.windowEndFrom(end + 1)));
            emitted = Math.max(emitted, end);
        }
        emitted = Math.max(emitted, until);
        return Progress.DONE;
    }

    /** The window to emit next: one that was begun before a restore comes first. */
    private long next(long first, long begun) {
        if (begun <= emitted) {
            return begun;
        }
        return panes.windowEndFrom(emitted == OperatorContext.NO_WATERMARK ? first : Math.max(first, emitted + 1));
    }

    /** Merges what the panes after {@code start} up to {@code end} have and the window has not. */
    private void merge(PaneTable table, long start, long end) {
        Arrays.fill(ends, end);
        for (long pane = table.nextPane(start); pane <= end && pane != Long.MAX_VALUE; pane = table.nextPane(pane)) {
            int from = 0;
            for (int count = table.listPane(pane, from, slots); count > 0; count = table.listPane(pane, from, slots)) {
                from += count;
                merge(table, end, count);
            }
        }
    }

    private void merge(PaneTable table, long end, int count) {
        LongCells marks = (LongCells) groups.further(0);
        int fresh = 0;
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            if (marks.isNull(slot) || marks.get(slot) < end) {
                table.touch(slot);
                marks.set(slot, end);
                chosen[fresh++] = slot;
            }
        }
        int from = 0;
        while (from < fresh) {
            int to = from + groups.fitting(chosen, from, fresh);
            mergeChosen(table, from, to);
            from = to;
        }
    }

    private void mergeChosen(PaneTable table, int from, int to) {
        Columnar.reset(partials);
        for (int key = 0; key < keyCount; key++) {
            table.key(key + 1).gather(chosen, from, to, partials[key]);
        }
        groups.partials(chosen, from, to, partials, keyCount);
        int count = to - from;
        Column[] columns = Arrays.copyOf(Columnar.view(partials), partials.length + 1);
        columns[partials.length] = new LongColumn(count, ends, Validity.ALL, Lease.UNPOOLED);
        Batch batch = Batch.of(count, columns);
        windows.locate(batch, 0, count);
        windows.add(batch);
    }

    /** Removes the panes up to this time. */
    private static void forget(PaneTable table, long upTo) {
        for (long pane = table.firstPane(); pane <= upTo; pane = table.firstPane()) {
            table.removePane(pane);
        }
    }

    void close() {
        Columnar.close(partials);
    }
}
