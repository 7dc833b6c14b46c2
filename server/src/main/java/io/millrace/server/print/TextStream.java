package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.ByteSink;
import io.millrace.data.Consolidation;
import io.millrace.data.Schema;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Prints every row, or every change, as it comes. The workers make the text, each for its own rows, so that printing
 * scales.
 */
final class TextStream implements Presentation {
    private static final int SPARE_SINKS = 16;

    /** Longer ones are not kept. */
    private static final int SPARE_BYTES = 1 << 20;

    private final RowText form;
    private final Schema schema;
    private final Screen screen;
    private final BlockingQueue<ByteSink> spare = new ArrayBlockingQueue<>(SPARE_SINKS);
    private boolean begun;
    private long rows;

    TextStream(RowText form, Schema schema, Screen screen) {
        this.form = form;
        this.schema = schema;
        this.screen = screen;
    }

    @Override
    public Portion portion(Batch batch, int from) {
        ByteSink sink = spare.poll();
        if (sink == null) {
            sink = new ByteSink(1 << 16);
        }
        sink.reset();
        form.rows(batch, from, sink);
        return new Portion.Text(sink, batch.size() - from);
    }

    @Override
    public void show(Portion portion) {
        begin();
        switch (portion) {
            case Portion.Text text -> {
                screen.rows(text.text());
                rows += text.rows();
                if (text.text().array().length <= SPARE_BYTES) {
                    spare.offer(text.text());
                }
            }
            case Portion.Rows epoch -> show(epoch.batches());
        }
    }

    @Override
    public void settle(long nowNanos) {
        screen.flush();
    }

    @Override
    public void end(Ending ending) {
        begin();
        screen.flush();
    }

    @Override
    public long rowCount() {
        return rows;
    }

    private void begin() {
        if (!begun) {
            begun = true;
            ByteSink sink = new ByteSink();
            form.header(sink);
            screen.rows(sink);
        }
    }

    /** The rows of an epoch, of which only what is left after consolidation is shown. */
    private void show(List<Batch> batches) {
        ByteSink sink = new ByteSink(1 << 16);
        if (batches.stream().noneMatch(Batch::isWeighted)) {
            batches.forEach(batch -> print(batch, sink));
            return;
        }
        for (Batch batch : Consolidation.of(batches, schema, BufferPool.HEAP)) {
            print(batch, sink);
            batch.release();
        }
    }

    private void print(Batch batch, ByteSink sink) {
        sink.reset();
        form.rows(batch, 0, sink);
        rows += batch.size();
        screen.rows(sink);
    }
}
