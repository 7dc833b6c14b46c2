package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.RowOrder;
import io.millrace.data.Schema;
import io.millrace.data.TypeParser;
import io.millrace.data.Widening;
import io.millrace.state.ManifestText.TableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A table whose columns were others when the snapshot was taken: in another order, of narrower types, more or fewer of
 * them. The rows are restored as they were, into a table of that shape, and handed over column by column. Rows that
 * were different and now are equal, because a column is gone, become one whose weight is the sum.
 */
final class MappedTable {
    private final RestorableTable before;
    private final RestorableTable now;
    private final List<Integer> columns;

    private MappedTable(RestorableTable before, RestorableTable now, List<Integer> columns) {
        this.before = before;
        this.now = now;
        this.columns = columns;
    }

    /** Where a table is in a snapshot; empty where it begins anew. */
    static Optional<MappedTable> of(
            ManifestText text, RestorableTable now, int dealtBy, Function<TableShape, TableMemory> memories) {
        TableShape shape = now.rows().shape;
        Optional<TableMapping> mapping =
                text.mappings().isEmpty()
                        ? Optional.of(new TableMapping(shape.name(), shape.name(), visible(shape)))
                        : text.mappings().get().stream().filter(each -> each.table().equals(shape.name())).findFirst();
        return mapping.flatMap(found ->
                text.tables().stream()
                        .filter(table -> table.name().equals(found.from()))
                        .findFirst()
                        .map(then -> {
                            TableShape shapeThen = shape(then, dealtBy);
                            RestorableTable before = table(shapeThen, memories.apply(shapeThen));
                            return new MappedTable(before, now, withTimes(before.rows().shape, shape, found));
                        }));
    }

    /** The columns that operators know of are numbered as if there were no times. */
    private static List<Integer> visible(TableShape shape) {
        int count = shape.columnCount() - (shape.isTimed() ? 1 : 0);
        return IntStream.range(0, count).boxed().toList();
    }

    /** The mapping of all columns: times are kept, or begin now. */
    private static List<Integer> withTimes(TableShape then, TableShape now, TableMapping mapping) {
        List<Integer> columns = new ArrayList<>();
        int time = then.timeColumn();
        for (int from : mapping.columns()) {
            columns.add(time >= 0 && from >= time ? from + 1 : from);
        }
        if (now.isTimed()) {
            columns.add(now.timeColumn(), time >= 0 ? time : TableMapping.NULL);
        }
        return columns;
    }

    private static TableShape shape(TableText text, int dealtBy) {
        List<Field> fields = new ArrayList<>();
        text.columns().forEach((name, type) -> fields.add(Field.of(name, TypeParser.parse(type))));
        return new TableShape(
                        text.name(),
                        TableShape.Kind.valueOf(text.kind()),
                        new Schema(fields),
                        text.keyColumns(),
                        text.identityColumns(),
                        TableShape.Ownership.valueOf(text.ownership()),
                        0)
                .dealtBy(TableShape.Ownership.valueOf(text.ownership()) == TableShape.Ownership.INSTANCE ? 0 : dealtBy);
    }

    private static RestorableTable table(TableShape shape, TableMemory memory) {
        return switch (shape.kind()) {
            case MAP -> new HeapMapTable(shape, memory);
            case PANES -> new HeapPaneTable(shape, memory);
            case MULTIMAP -> new HeapMultimapTable(shape, memory);
            case BAG -> new HeapBagTable(shape, 0, memory);
            case ORDERED ->
                    new HeapOrderedTable(
                            shape,
                            RowOrder.ascending(TableShape.range(0, shape.identityColumns() - shape.keyColumns())),
                            memory);
        };
    }

    /** The table as it was, to be filled. */
    RestorableTable before() {
        return before;
    }

    /** Whether the columns by which rows are dealt out among the instances are others, so that they may have moved. */
    boolean isDealtAnew() {
        int[] then = before.rows().shape.groupColumns();
        int[] group = now.rows().shape.groupColumns();
        if (then.length != group.length) {
            return true;
        }
        for (int i = 0; i < group.length; i++) {
            int from = columns.get(group[i]);
            if (from != then[i] || !type(before, from).equals(type(now, group[i]))) {
                return true;
            }
        }
        return false;
    }

    private static DataType type(RestorableTable table, int column) {
        return table.rows().shape.schema().type(column);
    }

    /**
     * Hands the rows over, those on disk too; then the table as it was is gone.
     *
     * @param owned keeps those of a batch that belong to the instance
     */
    void transfer(UnaryOperator<Batch> owned) {
        int[] slots = new int[RowsCopier.UNIT];
        int start = 0;
        StagedRows staged = before.memory().staged();
        for (int count = staged.list(before.rows(), start, slots);
                count > 0;
                count = staged.list(before.rows(), start, slots)) {
            start = slots[count - 1] + 1;
            Column[] batch = new Column[columns.size()];
            for (int column = 0; column < batch.length; column++) {
                batch[column] = column(column, slots, count);
            }
            Batch rows = Batch.of(count, batch);
            take(now.rows().shape.ownership() == TableShape.Ownership.EVERYWHERE ? rows : owned.apply(rows));
        }
        before.memory().close();
    }

    private Column column(int column, int[] slots, int count) {
        DataType type = type(now, column);
        int from = columns.get(column);
        if (from == TableMapping.NULL) {
            return Columns.constant(type, null, count);
        }
        if (from == TableMapping.ZERO) {
            return Columns.constant(type, zero(type), count);
        }
        ColumnBuilder builder = ColumnBuilder.of(type(before, from), BufferPool.HEAP);
        before.rows().columns[from].gather(slots, 0, count, builder);
        return Widening.widened(builder.build(), type(before, from), type);
    }

    private static Object zero(DataType type) {
        return switch (type.storage()) {
            case BYTE -> false;
            case INT -> 0;
            case LONG -> type instanceof DataType.Decimal ? java.math.BigDecimal.ZERO : (Object) 0L;
            case FLOAT -> 0f;
            case DOUBLE -> 0d;
            case INT128 -> java.math.BigDecimal.ZERO;
            case BYTES, ARRAY, MAP, ROW -> throw new IllegalArgumentException("no zero of " + type.sql());
        };
    }

    private void take(Batch rows) {
        TableShape shape = now.rows().shape;
        switch (now) {
            case HeapMapTable map -> map.restore(rows);
            case HeapPaneTable panes -> panes.restore(rows);
            case HeapBagTable bag -> bag.restore(rows);
            case HeapMultimapTable multimap -> {
                int[] slots = new int[rows.size()];
                int[] keys = TableShape.range(0, shape.keyColumns());
                int[] others = TableShape.range(shape.keyColumns(), shape.identityColumns());
                multimap.add(weighted(rows), keys, others, 0, rows.size(), slots);
                for (int column = shape.identityColumns(); column < shape.columnCount() - 1; column++) {
                    now.rows().columns[column].setAll(slots, rows, column, 0, rows.size());
                }
            }
            case HeapOrderedTable ordered ->
                    ordered.add(
                            weighted(rows),
                            TableShape.range(0, shape.keyColumns()),
                            TableShape.range(shape.keyColumns(), shape.identityColumns()),
                            0,
                            rows.size(),
                            new int[rows.size()]);
        }
    }

    private static Batch weighted(Batch rows) {
        int last = rows.columnCount() - 1;
        int[] weights = new int[rows.columnSize()];
        for (int row = 0; row < rows.size(); row++) {
            int position = rows.position(row);
            weights[position] =
                    (int) Objects.requireNonNull(Columns.value(rows.column(last), DataType.Plain.INT, position));
        }
        return rows.withWeights(weights, Lease.UNPOOLED);
    }
}
