package io.millrace.benchmarks.own;

import io.millrace.benchmarks.run.RowFile;
import io.millrace.benchmarks.run.RowFold;
import io.millrace.benchmarks.run.RunMeter;
import io.millrace.benchmarks.run.SinkTotals;
import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Schema;
import io.millrace.dataflow.sink.SinkWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Folds a batch column by column into one hash a row; where a file for rows was asked for, it writes them too. */
final class FoldWriter implements SinkWriter {
    /** The positions of the rows of a batch without a selection. */
    private static final int[] EACH = IntStream.range(0, Batch.MAX_ROWS).toArray();

    private final Schema schema;
    private final BufferPool buffers;
    private final SinkTotals totals = RunMeter.current().sink();
    private final @Nullable RowFile rows = MillraceNexmark.rowFile();
    private final long[] hashes = new long[Batch.MAX_ROWS];

    FoldWriter(Schema schema, BufferPool buffers) {
        this.schema = schema;
        this.buffers = buffers;
    }

    @Override
    public void recover(List<String> tickets) {}

    @Override
    public void write(Batch batch, int from) {
        int count = batch.size() - from;
        int[] at = batch.isSelected() ? batch.selection() : EACH;
        Arrays.fill(hashes, 0, count, RowFold.start());
        for (int i = 0; i < schema.size(); i++) {
            fold(batch.column(i), schema.type(i), at, from, count);
        }
        if (batch.isWeighted()) {
            for (int i = 0; i < count; i++) {
                totals.add(hashes[i], batch.weightAt(at[from + i]));
            }
        } else {
            long sum = 0;
            for (int i = 0; i < count; i++) {
                sum += hashes[i];
            }
            totals.addAll(sum, count);
        }
        RowFile file = rows;
        if (file != null) {
            for (int i = from; i < batch.size(); i++) {
                file.write(batch.weightAt(at[i]), texts(batch, at[i]));
            }
        }
    }

    /** Takes a column into the hashes: a text that lies in a dictionary is read there, all else is made flat. */
    private void fold(Column column, DataType type, int[] at, int from, int count) {
        if (column instanceof Column.DictionaryColumn(_, int[] indices, Column.BytesColumn texts, _, _)
                && !column.mayHaveNulls()) {
            FoldLoops.texts(hashes, texts, indices, at, from, count);
            return;
        }
        Column flat = Columns.flat(column, buffers);
        if (flat.mayHaveNulls()) {
            for (int i = 0; i < count; i++) {
                int position = at[from + i];
                hashes[i] = flat.isNull(position) ? RowFold.missing(hashes[i]) : fold(hashes[i], flat, type, position);
            }
        } else if (flat instanceof Column.LongColumn longs && type == DataType.Plain.BIGINT) {
            FoldLoops.numbers(hashes, longs.values(), at, from, count);
        } else if (flat instanceof Column.LongColumn longs
                && type instanceof DataType.Instant time
                && time.precision() <= 3
                && time.unitsPerSecond() == 1_000_000) {
            FoldLoops.micros(hashes, longs.values(), at, from, count);
        } else if (flat instanceof Column.LongColumn longs && type instanceof DataType.Decimal) {
            FoldLoops.decimals(hashes, longs.values(), at, from, count);
        } else if (flat instanceof Column.Int128Column wide) {
            FoldLoops.wide(hashes, wide, at, from, count);
        } else if (flat instanceof Column.BytesColumn texts) {
            FoldLoops.texts(hashes, texts, at, from, count);
        } else {
            for (int i = 0; i < count; i++) {
                hashes[i] = fold(hashes[i], flat, type, at[from + i]);
            }
        }
        flat.release();
    }

    private static long fold(long hash, Column column, DataType type, int position) {
        return switch (column) {
            case Column.LongColumn longs -> number(hash, type, longs.values()[position]);
            case Column.IntColumn ints -> RowFold.number(hash, ints.values()[position]);
            case Column.ByteColumn bytes -> RowFold.number(hash, bytes.values()[position]);
            case Column.DoubleColumn doubles -> RowFold.real(hash, doubles.values()[position]);
            case Column.BytesColumn texts -> text(hash, texts, position);
            case Column.Int128Column wide ->
                    RowFold.number(RowFold.number(hash, wide.low()[position]), wide.high()[position]);
            default -> throw new UnsupportedOperationException("No fold for " + type);
        };
    }

    private static long text(long hash, Column.BytesColumn texts, int position) {
        int start = texts.offsets()[position];
        return RowFold.text(hash, texts.data(), start, texts.offsets()[position + 1] - start);
    }

    private static long number(long hash, DataType type, long value) {
        return switch (type) {
            case DataType.Instant time -> {
                long perMilli = time.unitsPerSecond() / 1_000;
                long millis = RowFold.number(hash, Math.floorDiv(value, perMilli));
                long nanos = Math.floorMod(value, perMilli) * (1_000_000 / perMilli);
                yield time.precision() > 3 ? RowFold.number(millis, nanos) : millis;
            }
            case DataType.Decimal decimal -> RowFold.number(RowFold.number(hash, value), value >> 63);
            default -> RowFold.number(hash, value);
        };
    }

    private List<String> texts(Batch batch, int position) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            Column column = batch.column(i);
            DataType type = schema.type(i);
            if (column.isNull(position)) {
                texts.add("NULL");
            } else if (type instanceof DataType.Instant time) {
                Column.LongColumn flat = (Column.LongColumn) Columns.flat(column, BufferPool.HEAP);
                texts.add(RowFile.time(Math.floorDiv(flat.values()[position], time.unitsPerSecond() / 1_000)));
            } else {
                texts.add(String.valueOf(Columns.value(column, type, position)));
            }
        }
        return texts;
    }

    @Override
    public List<String> prepare(long barrier) {
        return List.of();
    }

    @Override
    public void commit(List<String> tickets) {}

    @Override
    public void close() {}
}
