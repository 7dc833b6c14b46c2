package io.millrace.operators.expression;

import io.millrace.data.ArrayBuilder;
import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Lease;
import io.millrace.data.MapBuilder;
import io.millrace.data.Validity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a plan's sources for one batch. Those made here are released when the batch is done; whoever puts one
 * into a result retains it.
 */
final class SourceColumns {
    private static final Column NOTHING = new Column.ByteColumn(0, new byte[0], Validity.ALL, Lease.UNPOOLED);

    private final Plan plan;
    private final Program.Runner[] computed;
    private final Map<Integer, ColumnWork> works = new HashMap<>();
    private final Column[] columns;
    private final List<Column> made = new ArrayList<>();
    private int failedRow = -1;

    SourceColumns(Plan plan) {
        this.plan = plan;
        this.columns = new Column[plan.sources().size()];
        this.computed = new Program.Runner[columns.length];
        for (int i = 0; i < columns.length; i++) {
            switch (plan.sources().get(i)) {
                case ColumnSource.Computed ignored -> computed[i] = new Program.Runner(plan.program(i));
                case ColumnSource.Applied applied -> works.put(i, NestedFunctions.work(applied));
                default -> {}
            }
        }
        Arrays.fill(columns, NOTHING);
    }

    /** By number; only those made so far are of any use. */
    Column[] columns() {
        return columns;
    }

    int failedRow() {
        return failedRow;
    }

    /** Makes the sources that the condition needs, or all others, for these rows. */
    void make(Batch in, RowSet rows, boolean early, BufferPool buffers) {
        List<ColumnSource> sources = plan.sources();
        for (int i = 0; i < columns.length; i++) {
            if (plan.isEarly(i) == early) {
                columns[i] = make(sources.get(i), i, in, rows, buffers);
            }
        }
    }

    /** Gives back what was made for the batch. */
    void release() {
        made.forEach(Column::release);
        made.clear();
        Arrays.fill(columns, NOTHING);
    }

    private Column made(Column column) {
        made.add(column);
        return column;
    }

    private Column make(ColumnSource source, int number, Batch in, RowSet rows, BufferPool buffers) {
        int size = in.columnSize();
        return switch (source) {
            case ColumnSource.InputColumn column -> readable(in.column(column.column()), size);
            case ColumnSource.Fixed fixed -> new Column.ConstantColumn(size, fixed.value());
            case ColumnSource.FieldOf field -> readable(field(columns[field.row()], field.field(), buffers), size);
            case ColumnSource.SizeOf collection -> size(columns[collection.collection()], size, rows, buffers);
            case ColumnSource.ItemOf item -> {
                Column collection = flat(columns[item.collection()], buffers);
                Column index = columns[item.index()];
                yield made(
                        collection instanceof Column.ArrayColumn array
                                ? CollectionItems.elements(array, index, size, rows, buffers)
                                : CollectionItems.items((Column.MapColumn) collection, index, size, rows, buffers));
            }
            case ColumnSource.Computed ignored -> made(compute(computed[number], size, rows, buffers));
            case ColumnSource.Applied applied -> made(apply(works.get(number), applied, size, rows, buffers));
            case ColumnSource.Assembled whole -> made(assemble(whole, size, rows, buffers));
        };
    }

    /** An empty dictionary has only missing rows, whatever its indices say. */
    private static Column readable(Column column, int size) {
        if (column instanceof Column.DictionaryColumn dictionary && dictionary.dictionary().size() == 0) {
            return new Column.ConstantColumn(size, CollectionItems.missing(dictionary.dictionary()));
        }
        return column;
    }

    private Column flat(Column column, BufferPool buffers) {
        return column instanceof Column.DictionaryColumn || column instanceof Column.ConstantColumn
                ? made(Columns.flat(column, buffers))
                : column;
    }

    private Column field(Column column, int field, BufferPool buffers) {
        return switch (column) {
            case Column.RowColumn rows -> rows.fields()[field];
            case Column.DictionaryColumn dictionary
                    when dictionary.dictionary() instanceof Column.RowColumn rows && isFlat(rows.fields()[field]) ->
                    new Column.DictionaryColumn(
                            dictionary.size(),
                            dictionary.indices(),
                            rows.fields()[field],
                            dictionary.validity(),
                            dictionary.lease());
            case Column.ConstantColumn constant
                    when constant.value() instanceof Column.RowColumn rows && isFlat(rows.fields()[field]) ->
                    new Column.ConstantColumn(constant.size(), rows.fields()[field]);
            default -> ((Column.RowColumn) flat(column, buffers)).fields()[field];
        };
    }

    private static boolean isFlat(Column column) {
        return !(column instanceof Column.DictionaryColumn) && !(column instanceof Column.ConstantColumn);
    }

    private Column size(Column column, int size, RowSet rows, BufferPool buffers) {
        int[] values = buffers.ints(size);
        long[] validity = buffers.longs(Validity.words(size));
        Arrays.fill(validity, 0, Validity.words(size), -1);
        for (int row = rows.from(); row < rows.to(); row++) {
            int position = rows.position(row);
            if (column.isNull(position)) {
                Validity.clear(validity, position);
                values[position] = 0;
            } else {
                values[position] = CollectionItems.sizeOf(column, position);
            }
        }
        return made(new Column.IntColumn(size, values, validity, new Lease(buffers, values, validity)));
    }

    private Column compute(Program.Runner runner, int size, RowSet rows, BufferPool buffers) {
        Code code = runner.prepare(columns, rows);
        RootColumns roots = new RootColumns(runner.program().roots(), size, code.nullable(), buffers, Long.MAX_VALUE);
        try {
            code.kernel().run(columns, rows.positions(), rows.from(), rows.to(), roots.arrays(), runner.own());
        } catch (RuntimeException e) {
            failedRow = rows.position(runner.failedRow());
            roots.abandon();
            throw e;
        }
        return roots.column(0);
    }

    private Column apply(
            @Nullable ColumnWork work, ColumnSource.Applied applied, int size, RowSet rows, BufferPool buffers) {
        Column[] operands = applied.parts().stream().map(part -> columns[part]).toArray(Column[]::new);
        ColumnWork known = java.util.Objects.requireNonNull(work);
        try {
            return known.make(operands, size, rows, buffers);
        } catch (RuntimeException e) {
            failedRow = known.failedPosition();
            throw e;
        }
    }

    private Column assemble(ColumnSource.Assembled whole, int size, RowSet rows, BufferPool buffers) {
        List<Integer> parts = whole.parts();
        if (whole.type() instanceof DataType.Row) {
            Column[] fields = new Column[parts.size()];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = columns[parts.get(i)];
                fields[i].retain();
            }
            return new Column.RowColumn(size, fields, Validity.ALL, Lease.UNPOOLED);
        }
        ColumnBuilder builder = ColumnBuilder.of(whole.type(), buffers);
        int row = rows.from();
        for (int position = 0; position < size; position++) {
            boolean wanted = row < rows.to() && rows.position(row) == position;
            row += wanted ? 1 : 0;
            if (!wanted) {
                builder.appendNull();
            } else if (builder instanceof ArrayBuilder array) {
                for (int part : parts) {
                    array.elements().append(columns[part], position);
                }
                array.endRow();
            } else if (builder instanceof MapBuilder map) {
                for (int i = 0; i + 1 < parts.size(); i += 2) {
                    map.keys().append(columns[parts.get(i)], position);
                    map.items().append(columns[parts.get(i + 1)], position);
                }
                map.endRow();
            }
        }
        return builder.build();
    }
}
