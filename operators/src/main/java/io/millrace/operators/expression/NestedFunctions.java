package io.millrace.operators.expression;

import io.millrace.data.ArrayBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.BytesBuilder;
import io.millrace.data.Column;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Lease;
import io.millrace.data.MapBuilder;
import io.millrace.data.MillraceException;
import io.millrace.data.RowEquality;
import io.millrace.data.Validity;
import io.millrace.dataflow.expression.Expression;
import io.millrace.operators.expression.function.Utf8;
import java.util.Arrays;

/** Functions that take or give arrays and maps. */
final class NestedFunctions {
    private NestedFunctions() {}

    /** Whether a call is of one of them. */
    static boolean isOne(Expression.Call call) {
        return Lowering.isNamed(call, "ARRAY_CONTAINS")
                || Lowering.isNamed(call, "SPLIT")
                || Lowering.isNamed(call, "STR_TO_MAP");
    }

    static ColumnWork work(ColumnSource.Applied applied) {
        return switch (applied.expression()) {
            case Expression.Cast cast -> new NestedCast(cast, applied.session(), applied.clock());
            case Expression.Call call when Lowering.isNamed(call, "ARRAY_CONTAINS") -> new Contains();
            case Expression.Call call when Lowering.isNamed(call, "SPLIT") -> new Split();
            case Expression.Call call when Lowering.isNamed(call, "STR_TO_MAP") -> new TextToMap();
            case Expression other -> throw MillraceException.internal("no work on columns: " + other);
        };
    }

    private static BytesColumn texts(Column column, BufferPool buffers) {
        return (BytesColumn) Columns.flat(column, buffers);
    }

    /** Whether a value, NULL too, is among the elements. */
    private record Contains() implements ColumnWork {
        @Override
        public Column make(Column[] operands, int size, RowSet rows, BufferPool buffers) {
            Column.ArrayColumn array = (Column.ArrayColumn) Columns.flat(operands[0], buffers);
            byte[] found = buffers.bytes(size);
            long[] validity = buffers.longs(Validity.words(size));
            Arrays.fill(found, 0, size, (byte) 0);
            Arrays.fill(validity, 0, Validity.words(size), -1);
            for (int row = rows.from(); row < rows.to(); row++) {
                int position = rows.position(row);
                if (array.isNull(position)) {
                    Validity.clear(validity, position);
                    continue;
                }
                for (int at = array.offsets()[position]; at < array.offsets()[position + 1]; at++) {
                    if (RowEquality.equal(array.elements(), at, operands[1], position)) {
                        found[position] = 1;
                        break;
                    }
                }
            }
            array.release();
            return new Column.ByteColumn(size, found, validity, new Lease(buffers, found, validity));
        }
    }

    /** The parts of a text between separators; without a separator its characters. */
    private record Split() implements ColumnWork {
        @Override
        public Column make(Column[] operands, int size, RowSet rows, BufferPool buffers) {
            ArrayBuilder builder = (ArrayBuilder) ColumnBuilder.of(new DataType.Array(DataType.STRING), buffers);
            BytesBuilder parts = (BytesBuilder) builder.elements();
            BytesColumn texts = texts(operands[0], buffers);
            BytesColumn separators = texts(operands[1], buffers);
            int row = rows.from();
            for (int position = 0; position < size; position++) {
                boolean wanted = row < rows.to() && rows.position(row) == position;
                row += wanted ? 1 : 0;
                if (!wanted || texts.isNull(position) || separators.isNull(position)) {
                    builder.appendNull();
                    continue;
                }
                split(texts, separators, position, parts);
                builder.endRow();
            }
            texts.release();
            separators.release();
            return builder.build();
        }

        private static void split(BytesColumn texts, BytesColumn separators, int position, BytesBuilder parts) {
            byte[] data = texts.data();
            int end = texts.offsets()[position + 1];
            int from = separators.offsets()[position];
            int length = separators.offsets()[position + 1] - from;
            int at = texts.offsets()[position];
            if (length == 0) {
                while (at < end) {
                    int next = Utf8.offset(data, at, end, 1);
                    parts.append(data, at, next);
                    at = next;
                }
                return;
            }
            while (true) {
                int found = Utf8.indexOf(data, at, end, separators.data(), from, from + length);
                if (found < 0) {
                    parts.append(data, at, end);
                    return;
                }
                parts.append(data, at, found);
                at = found + length;
            }
        }
    }

    /** {@code k=v,k=v}, or with other separators, as a map; of keys that come twice the last counts. */
    private record TextToMap() implements ColumnWork {
        @Override
        public Column make(Column[] operands, int size, RowSet rows, BufferPool buffers) {
            MapBuilder builder =
                    (MapBuilder) ColumnBuilder.of(new DataType.Mapping(DataType.STRING, DataType.STRING), buffers);
            int row = rows.from();
            for (int position = 0; position < size; position++) {
                boolean wanted = row < rows.to() && rows.position(row) == position;
                row += wanted ? 1 : 0;
                boolean missing = false;
                for (Column operand : operands) {
                    missing |= operand.isNull(position);
                }
                if (!wanted || missing) {
                    builder.appendNull();
                    continue;
                }
                String between = operands.length > 1 ? text(operands[1], position) : ",";
                String within = operands.length > 2 ? text(operands[2], position) : "=";
                append(text(operands[0], position), between, within, builder);
                builder.endRow();
            }
            return builder.build();
        }

        private static String text(Column column, int position) {
            return String.valueOf(Columns.value(column, DataType.STRING, position));
        }

        private static void append(String text, String between, String within, MapBuilder into) {
            var entries = new java.util.LinkedHashMap<String, String>();
            for (String entry : text.split(java.util.regex.Pattern.quote(between), -1)) {
                int at = entry.indexOf(within);
                entries.put(
                        at < 0 ? entry : entry.substring(0, at), at < 0 ? null : entry.substring(at + within.length()));
            }
            entries.forEach((key, value) -> {
                ((BytesBuilder) into.keys()).append(key);
                if (value == null) {
                    into.items().appendNull();
                } else {
                    ((BytesBuilder) into.items()).append(value);
                }
            });
        }
    }
}
