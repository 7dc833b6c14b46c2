package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.DataType;
import io.millrace.data.Schema;
import io.millrace.data.ValueText;
import io.millrace.server.print.RowText.Operations;
import java.time.ZoneId;

/**
 * A table of aligned columns: numbers to the right, everything else to the left. It learns how wide its columns are
 * from the rows that it is shown with {@link #measure}; a wider value that comes later moves its own line only. Belongs
 * to one thread.
 */
final class TableLayout {
    /** Longer values are cut in a table on a terminal. */
    private static final int MAX_CELL = 80;

    private static final int MIN_CELL = 6;
    private static final String SEPARATOR = " │ ";
    private static final int SEPARATOR_WIDTH = 3;

    private final Schema schema;
    private final ZoneId zone;
    private final Operations operations;
    private final Look look;
    private final int[] widths;
    private final boolean[] right;
    private final ByteSink scratch = new ByteSink();

    /**
     * Where it is shown.
     *
     * @param styled whether a terminal understands styles
     * @param maxWidth places in a line; 0 where there is no bound
     */
    record Look(boolean styled, int maxWidth) {
        static final Look PLAIN = new Look(false, 0);
    }

    TableLayout(Schema schema, ZoneId zone, Operations operations, Look look) {
        this.schema = schema;
        this.zone = zone;
        this.operations = operations;
        this.look = look;
        this.widths = new int[schema.size()];
        this.right = new boolean[schema.size()];
        for (int i = 0; i < widths.length; i++) {
            scratch.reset();
            scratch.write(schema.field(i).name());
            CellText.sanitize(scratch, 0);
            widths[i] = CellText.width(scratch.array(), 0, scratch.size());
            right[i] = isNumber(schema.type(i));
        }
    }

    /** Widens columns so that these rows fit, as far as the terminal allows. */
    void measure(Batch batch, int from) {
        for (int row = from; row < batch.size(); row++) {
            widen(batch, batch.position(row));
        }
        shrink();
    }

    /** Widens columns so that this row fits, as far as the terminal allows. */
    void measureRow(Batch batch, int position) {
        widen(batch, position);
        shrink();
    }

    private void widen(Batch batch, int position) {
        int limit = look.maxWidth() == 0 ? Integer.MAX_VALUE : MAX_CELL;
        for (int i = 0; i < widths.length; i++) {
            scratch.reset();
            widths[i] = Math.max(widths[i], Math.min(limit, value(batch.column(i), i, position, scratch)));
        }
    }

    /** The names of the columns and the rule below them: two lines. */
    void header(ByteSink sink) {
        bold(sink);
        sink.writeByte(' ');
        if (operations == Operations.SHOWN) {
            sink.writeAscii("op    ");
            sink.write(SEPARATOR);
        }
        for (int i = 0; i < widths.length; i++) {
            if (i > 0) {
                sink.write(SEPARATOR);
            }
            scratch.reset();
            scratch.write(schema.field(i).name());
            CellText.sanitize(scratch, 0);
            cell(i, CellText.width(scratch.array(), 0, scratch.size()), i < widths.length - 1, sink);
        }
        plain(sink);
        sink.writeByte('\n');
        rule(sink);
    }

    /** One row, a line. */
    void row(Batch batch, int position, ByteSink sink) {
        sink.writeByte(' ');
        if (operations == Operations.SHOWN) {
            sink.writeAscii(RowText.operation(batch.weightAt(position)));
            sink.write(SEPARATOR);
        }
        for (int i = 0; i < widths.length; i++) {
            if (i > 0) {
                sink.write(SEPARATOR);
            }
            scratch.reset();
            Column column = batch.column(i);
            int width = value(column, i, position, scratch);
            if (column.isNull(position)) {
                dim(sink);
            }
            cell(i, width, i < widths.length - 1, sink);
            if (column.isNull(position)) {
                plain(sink);
            }
        }
        sink.writeByte('\n');
    }

    private void rule(ByteSink sink) {
        dim(sink);
        if (operations == Operations.SHOWN) {
            sink.write("─".repeat(8) + "┼");
        }
        for (int i = 0; i < widths.length; i++) {
            sink.write((i > 0 ? "┼" : "") + "─".repeat(widths[i] + 2));
        }
        plain(sink);
        sink.writeByte('\n');
    }

    /** Writes what stands in the scratch, filled up with spaces. */
    private void cell(int index, int measured, boolean fillRight, ByteSink sink) {
        int width = measured;
        if (look.maxWidth() > 0 && width > widths[index]) {
            width = CellText.cut(scratch, 0, widths[index]);
        }
        if (right[index]) {
            spaces(widths[index] - width, sink);
        }
        sink.write(scratch.array(), 0, scratch.size());
        if (!right[index] && fillRight) {
            spaces(widths[index] - width, sink);
        }
    }

    private int value(Column column, int index, int position, ByteSink sink) {
        int start = sink.size();
        ValueText.append(column, schema.type(index), position, zone, sink);
        CellText.sanitize(sink, start);
        return CellText.width(sink.array(), start, sink.size());
    }

    /** Takes places from the widest columns until a line fits. */
    private void shrink() {
        if (look.maxWidth() == 0) {
            return;
        }
        int total =
                2 + (operations == Operations.SHOWN ? 6 + SEPARATOR_WIDTH : 0) + SEPARATOR_WIDTH * (widths.length - 1);
        for (int width : widths) {
            total += width;
        }
        while (total > look.maxWidth()) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths.length == 0 || widths[widest] <= MIN_CELL) {
                return;
            }
            widths[widest]--;
            total--;
        }
    }

    private static boolean isNumber(DataType type) {
        return switch (type) {
            case DataType.Plain plain ->
                    switch (plain) {
                        case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE -> true;
                        case BOOLEAN, DATE, NULL -> false;
                    };
            case DataType.Decimal decimal -> true;
            case DataType other -> false;
        };
    }

    private static void spaces(int count, ByteSink sink) {
        for (int i = 0; i < count; i++) {
            sink.writeByte(' ');
        }
    }

    private void bold(ByteSink sink) {
        style("\u001b[1m", sink);
    }

    private void dim(ByteSink sink) {
        style("\u001b[2m", sink);
    }

    private void plain(ByteSink sink) {
        style("\u001b[0m", sink);
    }

    private void style(String escape, ByteSink sink) {
        if (look.styled()) {
            sink.writeAscii(escape);
        }
    }
}
