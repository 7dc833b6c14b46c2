package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.DataType;
import io.millrace.data.Schema;
import io.millrace.data.ValueText;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * Comma-separated values as RFC 4180 has them, but for line ends, which are a single line feed. A null is an empty
 * field, an empty text is {@code ""}. Whatever holds a comma, a quote or a line break is quoted.
 */
final class CsvText implements RowText {
    private final Schema schema;
    private final ZoneId zone;
    private final Operations operations;
    private final DataType[] types;
    private final boolean[] mayNeedQuotes;

    CsvText(Schema schema, ZoneId zone, Operations operations) {
        this.schema = schema;
        this.zone = zone;
        this.operations = operations;
        this.types = schema.types().toArray(DataType[]::new);
        this.mayNeedQuotes = new boolean[types.length];
        for (int i = 0; i < types.length; i++) {
            mayNeedQuotes[i] =
                    switch (types[i].storage()) {
                        case BYTES, ARRAY, MAP, ROW -> true;
                        case BYTE, INT, LONG, FLOAT, DOUBLE, INT128 -> false;
                    };
        }
    }

    @Override
    public void header(ByteSink sink) {
        if (operations == Operations.SHOWN) {
            sink.writeAscii(types.length == 0 ? "op" : "op,");
        }
        for (int i = 0; i < types.length; i++) {
            if (i > 0) {
                sink.writeByte(',');
            }
            int start = sink.size();
            sink.write(schema.field(i).name());
            quoteIfNeeded(sink, start);
        }
        sink.writeByte('\n');
    }

    @Override
    public void rows(Batch batch, int from, ByteSink sink) {
        for (int row = from; row < batch.size(); row++) {
            int position = batch.position(row);
            int weight = batch.weightAt(position);
            int start = sink.size();
            if (operations == Operations.SHOWN) {
                sink.writeAscii(RowText.operation(weight));
                sink.writeByte(',');
            }
            for (int i = 0; i < types.length; i++) {
                if (i > 0) {
                    sink.writeByte(',');
                }
                cell(batch.column(i), i, position, sink);
            }
            sink.writeByte('\n');
            RowText.repeat(sink, start, weight);
        }
    }

    private void cell(Column column, int index, int position, ByteSink sink) {
        if (column.isNull(position)) {
            return;
        }
        int start = sink.size();
        ValueText.append(column, types[index], position, zone, sink);
        if (mayNeedQuotes[index]) {
            quoteIfNeeded(sink, start);
        }
    }

    private static void quoteIfNeeded(ByteSink sink, int start) {
        byte[] bytes = sink.array();
        int end = sink.size();
        boolean needed = start == end;
        for (int i = start; i < end && !needed; i++) {
            byte b = bytes[i];
            needed = b == ',' || b == '"' || b == '\n' || b == '\r';
        }
        if (needed) {
            quote(sink, start);
        }
    }

    private static void quote(ByteSink sink, int start) {
        byte[] plain = Arrays.copyOfRange(sink.array(), start, sink.size());
        sink.truncate(start);
        sink.writeByte('"');
        for (byte b : plain) {
            if (b == '"') {
                sink.writeByte('"');
            }
            sink.writeByte(b);
        }
        sink.writeByte('"');
    }
}
