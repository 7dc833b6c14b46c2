package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.data.ByteSink;
import io.millrace.data.Schema;
import java.util.List;
import java.util.function.Supplier;

/**
 * Shows an updating result as it is now, drawn over again in place, at most ten times a second and within the
 * terminal's height; the last state stays. Where there is no terminal only that last state is printed.
 */
final class LiveTable implements Presentation {
    private static final long REDRAW_NANOS = 100_000_000;

    /** Of the time, at most one part in this many is spent drawing, however large the result is. */
    private static final int DRAWING_SHARE = 10;

    /** The last state is shown whole up to this many rows. */
    private static final int FINAL_ROWS = 1_000;

    /** Header, rule and the line that says how many rows are not shown. */
    private static final int EXTRA_LINES = 3;

    private final TableLayout layout;
    private final CurrentRows rows;
    private final Screen screen;
    private final Supplier<List<String>> status;
    private final ByteSink sink = new ByteSink(1 << 14);
    private boolean changed = true;
    private long drawAtNanos = Long.MIN_VALUE;
    private long count;

    /**
     * @param status the lines below the table while the job runs
     */
    LiveTable(TableLayout layout, Schema schema, Screen screen, Supplier<List<String>> status) {
        this.layout = layout;
        this.rows = new CurrentRows(schema);
        this.screen = screen;
        this.status = status;
    }

    @Override
    public void show(Portion portion) {
        if (portion instanceof Portion.Rows changes) {
            changes.batches().forEach(rows::add);
            changed = true;
        }
    }

    @Override
    public void settle(long nowNanos) {
        if (!screen.terminal().isOut() || nowNanos < drawAtNanos) {
            return;
        }
        long begun = System.nanoTime();
        List<String> below = status.get();
        int room = screen.terminal().height() - 1 - EXTRA_LINES - below.size();
        int lines = table(Math.max(1, room));
        for (String line : below) {
            sink.writeAscii("\u001b[2m ");
            sink.write(line);
            sink.writeAscii("\u001b[0m\n");
        }
        screen.liveRows(sink, lines + below.size());
        changed = false;
        long cost = System.nanoTime() - begun;
        drawAtNanos = nowNanos + Math.max(REDRAW_NANOS, DRAWING_SHARE * cost);
    }

    @Override
    public long settleNanos() {
        if (!screen.terminal().isOut()) {
            return NEVER;
        }
        // The lines below it change by themselves.
        return changed ? drawAtNanos : drawAtNanos + 4 * REDRAW_NANOS;
    }

    @Override
    public void end(Ending ending) {
        if (!screen.terminal().isOut()) {
            if (ending == Ending.COMPLETE) {
                table(Integer.MAX_VALUE);
                screen.rows(sink);
                screen.flush();
            }
            return;
        }
        table(FINAL_ROWS);
        screen.erase();
        screen.rows(sink);
        screen.flush();
    }

    @Override
    public long rowCount() {
        return count;
    }

    /** Writes the table into the sink, and says how many lines it has. */
    private int table(int limit) {
        List<Batch> batches = rows.batches();
        count = CurrentRows.count(batches);
        List<CurrentRows.Place> shown = rows.first(batches, (int) Math.min(limit, count));
        for (CurrentRows.Place place : shown) {
            layout.measureRow(place.batch(), place.position());
        }
        sink.reset();
        layout.header(sink);
        for (CurrentRows.Place place : shown) {
            layout.row(place.batch(), place.position(), sink);
        }
        batches.forEach(Batch::release);
        if (count > shown.size()) {
            sink.write(" … " + Figures.count(count - shown.size()) + " more rows\n");
            return shown.size() + EXTRA_LINES;
        }
        return shown.size() + EXTRA_LINES - 1;
    }
}
