package io.millrace.operators.expression;

import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Decimals;
import io.millrace.data.Int128;
import io.millrace.data.Lease;
import io.millrace.data.MillraceException;
import io.millrace.data.Validity;
import io.millrace.dataflow.expression.Expression;
import io.millrace.operators.expression.function.Slice;
import java.math.BigDecimal;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The constants of a plan as nodes and as columns, and values that were computed as constants. */
final class Literals {
    private Literals() {}

    static Node node(Expression.Literal literal) {
        Object value = literal.value();
        DataType type = literal.type();
        Kind kind = Kind.of(type);
        if (value == null) {
            return new Node.Null(kind);
        }
        return new Node.Constant(
                kind,
                switch (kind) {
                    case BOOLEAN -> (Boolean) value ? 1 : 0;
                    case INT -> ((Number) value).intValue();
                    case LONG ->
                            type instanceof DataType.Decimal decimal
                                    ? unscaled(value, decimal).low
                                    : ((Number) value).longValue();
                    case FLOAT -> ((Number) value).floatValue();
                    case DOUBLE -> ((Number) value).doubleValue();
                    case INT128 -> unscaled(value, (DataType.Decimal) type);
                    case BYTES ->
                            isBinary(type)
                                    ? Slice.of(Base64.getDecoder().decode((String) value))
                                    : Slice.of((String) value);
                    case OBJECT -> throw new IllegalStateException("no literal of an object");
                });
    }

    private static Int128 unscaled(Object value, DataType.Decimal type) {
        BigDecimal number = value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
        Int128 result = new Int128();
        if (!Decimals.unscaled(number, type.precision(), type.scale(), result)) {
            throw MillraceException.user("overflow", number + " is out of the range of " + type.sql());
        }
        return result;
    }

    private static boolean isBinary(DataType type) {
        return type instanceof DataType.Varbinary || type instanceof DataType.Binary;
    }

    /** The text of a constant node, if this is one. */
    static @Nullable String text(Node node) {
        return node instanceof Node.Constant constant && constant.value instanceof Slice slice
                ? slice.toString()
                : null;
    }

    /** A column with the constant as its one row, of no pool. */
    static Column column(Expression.Literal literal) {
        if (literal.value() == null) {
            return Columns.of(literal.type(), (Object) null);
        }
        Node.Constant constant = (Node.Constant) node(literal);
        long[] all = Validity.ALL;
        Lease lease = Lease.UNPOOLED;
        return switch (constant.value) {
            case Integer value when constant.kind() == Kind.BOOLEAN ->
                    new Column.ByteColumn(1, new byte[] {value.byteValue()}, all, lease);
            case Integer value -> new Column.IntColumn(1, new int[] {value}, all, lease);
            case Long value -> new Column.LongColumn(1, new long[] {value}, all, lease);
            case Float value -> new Column.FloatColumn(1, new float[] {value}, all, lease);
            case Double value -> new Column.DoubleColumn(1, new double[] {value}, all, lease);
            case Int128 value ->
                    new Column.Int128Column(1, new long[] {value.high}, new long[] {value.low}, all, lease);
            case Slice value -> new Column.BytesColumn(1, new int[] {0, value.size()}, value.copy(), all, lease);
            default -> throw new IllegalStateException("no literal: " + constant.value);
        };
    }

    /** The literal for the first row of a column. */
    static Expression.Literal of(Column column, DataType type) {
        return new Expression.Literal(column.isNull(0) ? null : value(column, type), type);
    }

    private static Object value(Column column, DataType type) {
        return switch (column) {
            case Column.ByteColumn bytes -> bytes.values()[0] != 0;
            case Column.IntColumn ints -> ints.values()[0];
            case Column.LongColumn longs ->
                    type instanceof DataType.Decimal decimal
                            ? Decimals.toBigDecimal(longs.values()[0], decimal.scale())
                            : longs.values()[0];
            case Column.FloatColumn floats -> floats.values()[0];
            case Column.DoubleColumn doubles -> doubles.values()[0];
            case Column.Int128Column wide ->
                    Decimals.toBigDecimal(wide.high()[0], wide.low()[0], ((DataType.Decimal) type).scale());
            case Column.BytesColumn texts -> {
                Slice slice = new Slice();
                slice.set(texts.data(), texts.offsets()[0], texts.offsets()[1]);
                yield isBinary(type) ? Base64.getEncoder().encodeToString(slice.copy()) : slice.toString();
            }
            case Column.ConstantColumn constant -> value(constant.value(), type);
            default -> throw new IllegalStateException("no literal of a " + type.sql());
        };
    }
}
