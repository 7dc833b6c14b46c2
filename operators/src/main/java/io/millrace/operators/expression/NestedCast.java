package io.millrace.operators.expression;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Lease;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.expression.Expression;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Casts rows, arrays and maps: what they hold is cast column by column, only where it belongs to a row that is wanted,
 * so that no other row can fail.
 */
final class NestedCast implements ColumnWork {
    private final Expression.Cast cast;
    private final SessionSettings session;
    private final Clock clock;
    private final Map<Types, Projector> projectors = new HashMap<>();
    private int failedPosition = -1;

    private record Types(DataType from, DataType to) {}

    /** Places in a column, in order, and for each the row of the batch that it belongs to. */
    private record Places(int[] positions, int[] owners, int count) {}

    NestedCast(Expression.Cast cast, SessionSettings session, Clock clock) {
        this.cast = cast;
        this.session = session;
        this.clock = clock;
    }

    @Override
    public int failedPosition() {
        return failedPosition;
    }

    @Override
    public Column make(Column[] operands, int size, RowSet rows, BufferPool buffers) {
        failedPosition = -1;
        int[] positions = new int[rows.count()];
        for (int row = rows.from(); row < rows.to(); row++) {
            positions[row - rows.from()] = rows.position(row);
        }
        Places places = new Places(positions, positions, positions.length);
        return cast(operands[0], new Types(cast.operand().type(), cast.type()), places, buffers);
    }

    private Column cast(Column column, Types types, Places places, BufferPool buffers) {
        if (types.from.equals(types.to)) {
            column.retain();
            return column;
        }
        if (isScalar(types.to)) {
            return scalar(column, types, places, buffers);
        }
        Column flat = Columns.flat(column, buffers);
        try {
            return switch (types.from) {
                case DataType.Array from -> {
                    Column.ArrayColumn array = (Column.ArrayColumn) flat;
                    Places inner = within(array, array.offsets(), places);
                    Types element = new Types(from.element(), ((DataType.Array) types.to).element());
                    Column elements = cast(array.elements(), element, inner, buffers);
                    yield new Column.ArrayColumn(
                            array.size(), copy(array.offsets()), elements, copy(array.validity()), Lease.UNPOOLED);
                }
                case DataType.Mapping from -> {
                    Column.MapColumn map = (Column.MapColumn) flat;
                    DataType.Mapping to = (DataType.Mapping) types.to;
                    Places inner = within(map, map.offsets(), places);
                    Column keys = cast(map.keys(), new Types(from.key(), to.key()), inner, buffers);
                    Column items = cast(map.items(), new Types(from.value(), to.value()), inner, buffers);
                    yield new Column.MapColumn(
                            map.size(), copy(map.offsets()), keys, items, copy(map.validity()), Lease.UNPOOLED);
                }
                case DataType.Row from -> row((Column.RowColumn) flat, types, places, buffers);
                case DataType other ->
                        throw MillraceException.user(
                                "bad-cast", "a " + other.sql() + " cannot be cast to " + types.to.sql());
            };
        } finally {
            flat.release();
        }
    }

    private Column row(Column.RowColumn rows, Types types, Places places, BufferPool buffers) {
        DataType.Row from = (DataType.Row) types.from;
        DataType.Row to = (DataType.Row) types.to;
        int[] positions = new int[places.count];
        int[] owners = new int[places.count];
        int count = 0;
        for (int i = 0; i < places.count; i++) {
            if (!rows.isNull(places.positions[i])) {
                positions[count] = places.positions[i];
                owners[count++] = places.owners[i];
            }
        }
        Places present = new Places(positions, owners, count);
        Column[] fields = new Column[rows.fields().length];
        for (int i = 0; i < fields.length; i++) {
            Types field = new Types(from.fields().get(i).type(), to.fields().get(i).type());
            fields[i] = cast(rows.fields()[i], field, present, buffers);
        }
        return new Column.RowColumn(rows.size(), fields, copy(rows.validity()), Lease.UNPOOLED);
    }

    private static Places within(Column collection, int[] offsets, Places places) {
        int[] positions = new int[16];
        int[] owners = new int[16];
        int count = 0;
        for (int i = 0; i < places.count; i++) {
            int position = places.positions[i];
            if (collection.isNull(position)) {
                continue;
            }
            for (int at = offsets[position]; at < offsets[position + 1]; at++) {
                if (count == positions.length) {
                    positions = Arrays.copyOf(positions, 2 * count);
                    owners = Arrays.copyOf(owners, 2 * count);
                }
                positions[count] = at;
                owners[count++] = places.owners[i];
            }
        }
        return new Places(positions, owners, count);
    }

    /** In parts, since there may be more elements than a batch has rows. */
    private Column scalar(Column column, Types types, Places places, BufferPool buffers) {
        if (places.count == 0) {
            return new Column.ConstantColumn(
                    column.size(),
                    CollectionItems.missing(io.millrace.data.ColumnBuilder.of(types.to, BufferPool.HEAP).build()));
        }
        Projector projector = projectors.computeIfAbsent(types, this::projector);
        int[] positions = Arrays.copyOf(places.positions, places.count);
        Batch whole = Batch.of(column.size(), column);
        column.retain();
        Batch wanted = whole.select(positions, places.count, Lease.UNPOOLED);
        try {
            Batch result = projector.project(wanted, 0, buffers).orElseThrow();
            Column casted = result.column(0);
            casted.retain();
            result.release();
            return casted;
        } catch (MillraceException e) {
            int row = projector.failedRow();
            failedPosition = row < 0 ? -1 : places.owners[row];
            throw e;
        } finally {
            wanted.release();
            whole.release();
        }
    }

    private Projector projector(Types types) {
        Expression one = new Expression.Cast(new Expression.Input(0, types.from), types.to, cast.onFailure());
        return Projector.compile(List.of(one), Optional.empty(), List.of(types.from), session, clock);
    }

    private static boolean isScalar(DataType type) {
        return switch (type.storage()) {
            case ARRAY, MAP, ROW -> false;
            default -> true;
        };
    }

    private static int[] copy(int[] values) {
        return values.clone();
    }

    private static long[] copy(long[] values) {
        return values.clone();
    }
}
