package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.data.ByteSink;
import io.millrace.data.Schema;
import java.util.List;

/** Prints the rows of an updating result over bounded input when it is complete. */
final class FinalRows implements Presentation {
    private final RowText form;
    private final Screen screen;
    private final CurrentRows rows;
    private long count;

    FinalRows(RowText form, Schema schema, Screen screen) {
        this.form = form;
        this.screen = screen;
        this.rows = new CurrentRows(schema);
    }

    @Override
    public void show(Portion portion) {
        if (portion instanceof Portion.Rows changes) {
            changes.batches().forEach(rows::add);
        }
    }

    @Override
    public void settle(long nowNanos) {}

    @Override
    public void end(Ending ending) {
        if (ending == Ending.CUT_SHORT) {
            return;
        }
        List<Batch> batches = rows.drain();
        count = CurrentRows.count(batches);
        ByteSink sink = new ByteSink(1 << 16);
        form.header(sink);
        screen.rows(sink);
        for (Batch batch : batches) {
            sink.reset();
            form.rows(batch, 0, sink);
            screen.rows(sink);
        }
        screen.flush();
    }

    @Override
    public long rowCount() {
        return count;
    }
}
