package io.millrace.benchmarks.own;

import io.millrace.benchmarks.events.EventCursor;
import io.millrace.benchmarks.events.EventLayout;
import io.millrace.benchmarks.run.RunMeter;
import io.millrace.connectors.generators.nexmark.EventKind;
import io.millrace.data.Batch;
import io.millrace.data.BytesBuilder;
import io.millrace.data.Column;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.LongBuilder;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.SplitReader;
import java.util.ArrayList;
import java.util.List;

/** Reads one stripe: of each run of rows within a block, one column after the other. */
final class LogReader implements SplitReader {
    private static final long MICROS_PER_MILLI = 1_000;

    private final EventKind kind;
    private final RunMeter meter = RunMeter.current();
    private final EventCursor cursor;
    private final RunMeter.Scan scan;
    private final List<EventLayout.Column> columns = new ArrayList<>();
    private final ColumnBuilder[] builders;
    private final int[] starts = new int[Batch.MAX_ROWS];

    LogReader(LogSource source, ReaderContext context) {
        this.kind = source.kind();
        String[] stripe = context.split().descriptor().split("/", -1);
        this.cursor =
                new EventCursor(meter.log(), meter.stripe(Integer.parseInt(stripe[0]), Integer.parseInt(stripe[1])));
        if (!context.position().equals(ReaderContext.START)) {
            cursor.seek(Long.parseLong(context.position()));
        }
        this.scan = meter.scan(kind.name());
        this.builders = new ColumnBuilder[context.fields().size()];
        for (int i = 0; i < builders.length; i++) {
            int column = context.fields().get(i).indices().getFirst();
            String name = source.schema().field(column).name();
            columns.add(
                    EventLayout.columns(kind).stream()
                            .filter(each -> each.name().equals(name))
                            .findFirst()
                            .orElseThrow());
            builders[i] = ColumnBuilder.of(source.schema().type(column), context.services().buffers());
        }
    }

    @Override
    public Polled poll() {
        int rows = 0;
        boolean ended = meter.stopped();
        while (rows < Batch.MAX_ROWS && !ended) {
            int count = cursor.run(kind, starts, Batch.MAX_ROWS - rows);
            ended = count < 0;
            for (int i = 0; i < builders.length && count > 0; i++) {
                read(columns.get(i), builders[i], rows, count);
            }
            rows += Math.max(0, count);
        }
        scan.passed(cursor.position());
        if (rows == 0) {
            return new Polled.End();
        }
        Column[] built = new Column[builders.length];
        for (int i = 0; i < built.length; i++) {
            built[i] = builders[i].build();
        }
        return new Polled.Rows(Batch.of(rows, built));
    }

    private void read(EventLayout.Column column, ColumnBuilder builder, int from, int count) {
        int ofKind = kind.ordinal();
        int slot = column.slot();
        switch (builder) {
            case LongBuilder longs -> {
                long[] values = longs.reserve(from + count);
                long scale = column.type() == EventLayout.ColumnType.TIME ? MICROS_PER_MILLI : 1;
                for (int i = 0; i < count; i++) {
                    values[from + i] = cursor.number(ofKind, starts[i], slot) * scale;
                }
                longs.setSize(from + count);
            }
            case BytesBuilder texts -> {
                byte[] bytes = cursor.bytes();
                for (int i = 0; i < count; i++) {
                    texts.append(
                            bytes, cursor.textStart(ofKind, starts[i], slot), cursor.textEnd(ofKind, starts[i], slot));
                }
            }
            default -> throw new IllegalStateException("a column of an event is a number or a text: " + column);
        }
    }

    @Override
    public String position() {
        return Long.toString(cursor.position());
    }

    @Override
    public void close() {
        for (ColumnBuilder builder : builders) {
            builder.close();
        }
    }
}
