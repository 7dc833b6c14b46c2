package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.ByteSink;
import io.millrace.data.Consolidation;
import io.millrace.data.Schema;
import java.util.List;

/** Prints rows, or changes, as they come, as lines of a table whose columns are as wide as the first rows need. */
final class TableStream implements Presentation {
    private final TableLayout layout;
    private final Schema schema;
    private final Screen screen;
    private final ByteSink sink = new ByteSink(1 << 14);
    private boolean begun;
    private long rows;

    TableStream(TableLayout layout, Schema schema, Screen screen) {
        this.layout = layout;
        this.schema = schema;
        this.screen = screen;
    }

    @Override
    public void show(Portion portion) {
        if (!(portion instanceof Portion.Rows taken)) {
            return;
        }
        if (taken.batches().size() > 1 && taken.batches().stream().anyMatch(Batch::isWeighted)) {
            List<Batch> left = Consolidation.of(taken.batches(), schema, BufferPool.HEAP);
            print(left);
            left.forEach(Batch::release);
        } else {
            print(taken.batches());
        }
    }

    @Override
    public void settle(long nowNanos) {
        screen.flush();
    }

    @Override
    public void end(Ending ending) {
        sink.reset();
        begin();
        screen.rows(sink);
        screen.flush();
    }

    @Override
    public long rowCount() {
        return rows;
    }

    private void begin() {
        if (!begun) {
            begun = true;
            layout.header(sink);
        }
    }

    private void print(List<Batch> batches) {
        sink.reset();
        for (Batch batch : batches) {
            layout.measure(batch, 0);
        }
        begin();
        for (Batch batch : batches) {
            for (int row = 0; row < batch.size(); row++) {
                int position = batch.position(row);
                int start = sink.size();
                layout.row(batch, position, sink);
                RowText.repeat(sink, start, batch.weightAt(position));
            }
            rows += batch.size();
        }
        screen.rows(sink);
    }
}
