package io.millrace.connectors.generators.nexmark;

import io.millrace.connectors.generators.Pace;
import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.SplitReader;

/** Makes the events of one range; its position is that of the next event. */
final class NexmarkReader implements SplitReader {
    private static final Polled.End END = new Polled.End();

    private int aim = Batch.MAX_ROWS;
    private final NexmarkModel model;
    private final NexmarkEvent event = new NexmarkEvent();
    private final NexmarkColumn[] columns;
    private final Pace pace;
    private final long end;
    private long next;

    NexmarkReader(NexmarkSource source, ReaderContext context) {
        this.model = new NexmarkModel(source.options());
        String[] parts = context.split().descriptor().split(" ");
        this.next = Long.parseLong(context.position().isEmpty() ? parts[0] : context.position());
        this.end = Long.parseLong(parts[1]);
        NexmarkOptions.Rate rate = source.options().timing().rate();
        double perSecond =
                rate.limited() ? (double) rate.firstPerSecond() / Integer.parseInt(parts[2]) : Pace.UNLIMITED;
        this.pace = new Pace(context.services().clock(), perSecond);
        this.columns =
                context.fields().stream()
                        .map(path -> NexmarkColumn.of(source.schema(), path, context.services().buffers()))
                        .toArray(NexmarkColumn[]::new);
    }

    @Override
    public void aim(int rows) {
        aim = rows;
    }

    @Override
    public Polled poll() {
        if (next >= end) {
            return END;
        }
        int count = pace.take((int) Math.min(aim, end - next));
        if (count == 0) {
            return new Polled.NothingUntil(pace.nextMillis());
        }
        for (int i = 0; i < count; i++) {
            model.fill(next + i, event);
            for (NexmarkColumn column : columns) {
                column.append(event);
            }
        }
        next += count;
        Column[] built = new Column[columns.length];
        for (int i = 0; i < built.length; i++) {
            built[i] = columns[i].builder().build();
        }
        return new Polled.Rows(Batch.of(count, built));
    }

    @Override
    public String position() {
        return Long.toString(next);
    }

    @Override
    public void close() {
        for (NexmarkColumn column : columns) {
            column.builder().close();
        }
    }
}
