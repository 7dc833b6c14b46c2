package io.millrace.operators.scan;

import io.millrace.data.ByteBuilder;
import io.millrace.data.BytesBuilder;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.Decimals;
import io.millrace.data.DoubleBuilder;
import io.millrace.data.FloatBuilder;
import io.millrace.data.Int128;
import io.millrace.data.Int128Builder;
import io.millrace.data.IntBuilder;
import io.millrace.data.LongBuilder;
import io.millrace.data.MillraceException;
import java.math.BigDecimal;
import java.util.Base64;

/** Writes the values of literals into columns. */
final class Literals {
    private Literals() {}

    /** Appends a value that is there, as {@link io.millrace.dataflow.expression.Expression.Literal} holds it. */
    static void append(ColumnBuilder builder, DataType type, Object value) {
        switch (builder) {
            case ByteBuilder bytes -> bytes.append((byte) ((Boolean) value ? 1 : 0));
            case IntBuilder ints -> ints.append(((Number) value).intValue());
            case FloatBuilder floats -> floats.append(((Number) value).floatValue());
            case DoubleBuilder doubles -> doubles.append(((Number) value).doubleValue());
            case LongBuilder longs ->
                    longs.append(
                            type instanceof DataType.Decimal decimal
                                    ? Decimals.unscaled(decimal(value), decimal.precision(), decimal.scale())
                                    : ((Number) value).longValue());
            case Int128Builder wide -> {
                DataType.Decimal decimal = (DataType.Decimal) type;
                Int128 unscaled = new Int128();
                if (!Decimals.unscaled(decimal(value), decimal.precision(), decimal.scale(), unscaled)) {
                    throw MillraceException.user("bad-literal", value + " is no " + type.sql());
                }
                wide.append(unscaled.high, unscaled.low);
            }
            case BytesBuilder bytes -> {
                if (type instanceof DataType.Varbinary || type instanceof DataType.Binary) {
                    byte[] decoded = Base64.getDecoder().decode((String) value);
                    bytes.append(decoded, 0, decoded.length);
                } else {
                    bytes.append((String) value);
                }
            }
            case ColumnBuilder nested ->
                    throw MillraceException.internal("a literal of type " + type.sql() + " cannot stand in VALUES");
        }
    }

    private static BigDecimal decimal(Object value) {
        return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
    }
}
