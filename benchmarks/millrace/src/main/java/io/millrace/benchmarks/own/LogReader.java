package io.millrace.benchmarks.own;

import io.millrace.benchmarks.events.EventCursor;
import io.millrace.benchmarks.events.EventLayout;
import io.millrace.benchmarks.run.RunMeter;
import io.millrace.connectors.generators.nexmark.EventKind;
import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.BytesBuilder;
import io.millrace.data.Column;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Lease;
import io.millrace.data.LongBuilder;
import io.millrace.data.Validity;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.SplitReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one stripe: of each run of rows within a block, one column after the other, and none that nobody asked for.
 *
 * <p>The texts of bids stay where they are. A text column is a dictionary over the bytes of the block: its entries are
 * by turns a text and what lies between it and the next one, and the rows are every second entry; so a batch with texts
 * is of one block. The other kinds are few in a block; theirs are copied, so that a batch holds those of several
 * blocks.
 */
final class LogReader implements SplitReader {
    private static final long MICROS_PER_MILLI = 1_000;

    /** So many rows of some 180 bytes stay in the second-level cache until the sink has folded them. */
    private static final int WHOLE_ROWS = Math.min(2048, Batch.MAX_ROWS);

    /**
     * A scan of a kind that is rare gives what it has after so many events: the query's other scan has its turn then.
     */
    private static final int PASSED_EVENTS = 32_000;

    private static final int[] EVERY_SECOND = everySecond();

    /** So many rows are walked at once: their numbers stay in the first-level cache until the last column is read. */
    private static final int RUN_ROWS = 256;

    private final EventKind kind;
    private final RunMeter meter = RunMeter.current();
    private final EventCursor cursor;
    private final RunMeter.Scan scan;
    private final BufferPool buffers;
    private final List<EventLayout.Column> columns = new ArrayList<>();
    private final ColumnBuilder[] builders;
    private final boolean readsTexts;
    private final int[] starts = new int[Batch.MAX_ROWS];
    private final int[] copiedBounds = new int[2 * Batch.MAX_ROWS];

    LogReader(LogSource source, ReaderContext context) {
        this.kind = source.kind();
        this.buffers = context.services().buffers();
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
            builders[i] = ColumnBuilder.of(source.schema().type(column), buffers);
        }
        this.readsTexts = columns.stream().anyMatch(column -> column.type() == EventLayout.ColumnType.TEXT);
        String[] split = context.split().descriptor().split("/", -1);
        this.cursor =
                new EventCursor(
                        meter.log(),
                        meter.stripe(Integer.parseInt(split[0]), Integer.parseInt(split[1])),
                        kind,
                        readsTexts);
        if (!context.position().equals(ReaderContext.START)) {
            cursor.seek(Long.parseLong(context.position()));
        }
    }

    @Override
    public Polled poll() {
        Column[] built = new Column[builders.length];
        int rows = kind == EventKind.BID ? viewed(built) : copied(built);
        scan.passed(cursor.position());
        return rows == 0 ? new Polled.End() : new Polled.Rows(Batch.of(rows, built));
    }

    /** Rows of the block at hand; of several ones where none of their texts is read. */
    private int viewed(Column[] built) {
        int[][] bounds = new int[built.length][];
        int most = readsTexts ? WHOLE_ROWS : Batch.MAX_ROWS;
        int rows = 0;
        do {
            int count = meter.stopped() ? -1 : cursor.run(starts, Math.min(RUN_ROWS, most - rows));
            if (count < 0) {
                break;
            }
            for (int i = 0; i < built.length; i++) {
                if (builders[i] instanceof LongBuilder longs) {
                    numbers(columns.get(i), longs, rows, count);
                } else {
                    int[] of = bounds[i];
                    if (of == null) {
                        of = buffers.ints(2 * WHOLE_ROWS);
                        bounds[i] = of;
                    }
                    cursor.texts(columns.get(i).slot(), starts, count, of, 2 * rows);
                }
            }
            rows += count;
        } while (rows == 0 || rows < most && (cursor.isWithinBlock() || !readsTexts));
        for (int i = 0; i < built.length && rows > 0; i++) {
            built[i] = bounds[i] == null ? builders[i].build() : texts(bounds[i], rows);
        }
        return rows;
    }

    private Column texts(int[] bounds, int count) {
        Column entries =
                new Column.BytesColumn(2 * count - 1, bounds, cursor.bytes(), Validity.ALL, new Lease(buffers, bounds));
        return new Column.DictionaryColumn(count, EVERY_SECOND, entries, Validity.ALL, Lease.UNPOOLED);
    }

    /** The rows of as many blocks as fill a batch, or of one where they are few. */
    private int copied(Column[] built) {
        int rows = 0;
        long until = cursor.position() + PASSED_EVENTS;
        while (rows < Batch.MAX_ROWS && (rows == 0 || cursor.position() < until) && !meter.stopped()) {
            int count = cursor.run(starts, Batch.MAX_ROWS - rows);
            if (count < 0) {
                break;
            }
            for (int i = 0; i < builders.length && count > 0; i++) {
                copy(columns.get(i), builders[i], rows, count);
            }
            rows += count;
        }
        for (int i = 0; i < built.length && rows > 0; i++) {
            built[i] = builders[i].build();
        }
        return rows;
    }

    private void copy(EventLayout.Column column, ColumnBuilder builder, int from, int count) {
        switch (builder) {
            case LongBuilder longs -> numbers(column, longs, from, count);
            case BytesBuilder texts -> {
                byte[] bytes = cursor.bytes();
                cursor.texts(column.slot(), starts, count, copiedBounds, 0);
                for (int i = 0; i < count; i++) {
                    texts.append(bytes, copiedBounds[2 * i], copiedBounds[2 * i + 1]);
                }
            }
            default -> throw new IllegalStateException("a column of an event is a number or a text: " + column);
        }
    }

    private void numbers(EventLayout.Column column, LongBuilder longs, int from, int count) {
        long[] values = longs.reserve(from + count);
        cursor.numbers(column.slot(), starts, count, values, from);
        if (column.type() == EventLayout.ColumnType.TIME) {
            for (int i = from; i < from + count; i++) {
                values[i] *= MICROS_PER_MILLI;
            }
        }
        longs.setSize(from + count);
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

    private static int[] everySecond() {
        int[] indices = new int[Batch.MAX_ROWS];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = 2 * i;
        }
        return indices;
    }
}
