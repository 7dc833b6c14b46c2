package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.PaneTable;
import io.millrace.operators.aggregate.Groups;

/** Gives out the groups of a pane, as many at once as fit a batch; what was given out leaves the table. */
final class PaneDrain {
    /** Up to so many groups are listed at once: to remove them one by one costs more than their slots. */
    private static final int MAX_LISTED = 1 << 22;

    /** They are listed at once so that the pane can be removed as a whole. */
    private int[] slots = new int[Batch.MAX_ROWS];

    /** Takes some groups of the pane, which are still in the table. */
    interface Taker {
        void take(int[] slots, int from, int to);
    }

    /** Gives out all groups of a pane, as long as there is room. */
    Progress drain(Groups groups, long pane, Output into, Taker taker) {
        PaneTable table = (PaneTable) groups.table();
        for (int listed = list(table, pane); listed > 0; listed = list(table, pane)) {
            boolean isWhole = table.isWhole(pane, listed);
            for (int from = 0; from < listed; ) {
                if (!into.room()) {
                    remove(table, from);
                    return Progress.MORE;
                }
                int to = from + groups.fitting(slots, from, Math.min(listed, from + Batch.MAX_ROWS));
                taker.take(slots, from, to);
                from = to;
            }
            if (isWhole) {
                table.removePane(pane);
            } else {
                remove(table, listed);
            }
        }
        return Progress.DONE;
    }

    /** Lists the first groups of a pane, or all of them. */
    private int list(PaneTable table, long pane) {
        int listed = table.listPane(pane, 0, slots);
        while (listed == slots.length && slots.length < MAX_LISTED && !table.isWhole(pane, listed)) {
            slots = new int[2 * slots.length];
            listed = table.listPane(pane, 0, slots);
        }
        return listed;
    }

    private void remove(PaneTable table, int count) {
        for (int i = 0; i < count; i++) {
            table.remove(slots[i]);
        }
    }
}
