package io.millrace.benchmarks.flink;

import io.millrace.benchmarks.run.RowFile;
import io.millrace.benchmarks.run.RowFold;
import io.millrace.benchmarks.run.RunMeter;
import io.millrace.benchmarks.run.SinkTotals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

/** The folding sink; where a file for rows was asked for, it writes them too. */
final class FoldSink implements Sink<RowData> {
    private static final long serialVersionUID = 1;

    private final LogicalType[] types;

    FoldSink(LogicalType[] types) {
        this.types = types;
    }

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) {
        return new Writer(types, RunMeter.current().sink(), FlinkNexmark.rowFile());
    }

    private record Writer(LogicalType[] types, SinkTotals totals, @Nullable RowFile rows)
            implements SinkWriter<RowData> {

        @Override
        public void write(RowData row, Context context) {
            long hash = RowFold.start();
            for (int i = 0; i < types.length; i++) {
                hash = row.isNullAt(i) ? RowFold.missing(hash) : fold(hash, row, i, types[i]);
            }
            int weight = row.getRowKind() == RowKind.INSERT || row.getRowKind() == RowKind.UPDATE_AFTER ? 1 : -1;
            totals.add(hash, weight);
            if (rows != null) {
                rows.write(weight, texts(row));
            }
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}

        private static long fold(long hash, RowData row, int i, LogicalType type) {
            return switch (type.getTypeRoot()) {
                case CHAR, VARCHAR -> fold(hash, (BinaryStringData) row.getString(i));
                case BIGINT -> RowFold.number(hash, row.getLong(i));
                case INTEGER, DATE -> RowFold.number(hash, row.getInt(i));
                case BOOLEAN -> RowFold.number(hash, row.getBoolean(i) ? 1 : 0);
                case DOUBLE -> RowFold.real(hash, row.getDouble(i));
                case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
                    int precision = LogicalTypeChecks.getPrecision(type);
                    TimestampData time = row.getTimestamp(i, precision);
                    long millis = RowFold.number(hash, time.getMillisecond());
                    yield precision > 3 ? RowFold.number(millis, time.getNanoOfMillisecond()) : millis;
                }
                case DECIMAL -> {
                    DecimalType decimal = (DecimalType) type;
                    yield fold(hash, row.getDecimal(i, decimal.getPrecision(), decimal.getScale()));
                }
                default -> throw new UnsupportedOperationException("No fold for " + type);
            };
        }

        private static long fold(long hash, BinaryStringData text) {
            text.ensureMaterialized();
            MemorySegment[] segments = text.getSegments();
            if (segments.length == 1 && !segments[0].isOffHeap()) {
                return RowFold.text(hash, segments[0].getArray(), text.getOffset(), text.getSizeInBytes());
            }
            byte[] bytes = text.toBytes();
            return RowFold.text(hash, bytes, 0, bytes.length);
        }

        private static long fold(long hash, DecimalData decimal) {
            if (decimal.isCompact()) {
                long unscaled = decimal.toUnscaledLong();
                return RowFold.number(RowFold.number(hash, unscaled), unscaled >> 63);
            }
            BigInteger unscaled = decimal.toBigDecimal().unscaledValue();
            return RowFold.number(RowFold.number(hash, unscaled.longValue()), unscaled.shiftRight(64).longValue());
        }

        private List<String> texts(RowData row) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < types.length; i++) {
                texts.add(row.isNullAt(i) ? "NULL" : text(row, i));
            }
            return texts;
        }

        private String text(RowData row, int i) {
            LogicalType type = types[i];
            Object value = RowData.createFieldGetter(type, i).getFieldOrNull(row);
            return value instanceof TimestampData time ? RowFile.time(time.getMillisecond()) : String.valueOf(value);
        }
    }
}
