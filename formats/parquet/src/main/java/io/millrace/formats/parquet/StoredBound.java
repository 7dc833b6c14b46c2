package io.millrace.formats.parquet;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.dataflow.expression.Expression;
import io.millrace.formats.parquet.file.Annotation;
import io.millrace.formats.parquet.file.Node;
import io.millrace.formats.parquet.file.Statistics.Bound;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A bound of stored values, or a constant to compare it with. Times count nanoseconds. What cannot be compared safely
 * is nothing.
 */
sealed interface StoredBound {

    record Exact(BigDecimal value) implements StoredBound {}

    /** NaN is in no statistics, though it is greater than all others: so a greatest value bounds nothing. */
    record Real(double value) implements StoredBound {}

    record Text(byte[] utf8) implements StoredBound {}

    int NANOS_DIGITS = 9;

    default boolean isReal() {
        return this instanceof Real;
    }

    /** The order of two of the same kind; nothing otherwise. −0 and 0 are the same. */
    default Optional<Integer> compare(StoredBound other) {
        return switch (this) {
            case Exact(BigDecimal value) when other instanceof Exact(BigDecimal theirs) ->
                    Optional.of(value.compareTo(theirs));
            case Real(double value) when other instanceof Real(double theirs) ->
                    Optional.of(Double.compare(value + 0.0, theirs + 0.0));
            case Text(byte[] utf8) when other instanceof Text(byte[] theirs) ->
                    Optional.of(Arrays.compareUnsigned(utf8, theirs));
            default -> Optional.empty();
        };
    }

    /** A constant. */
    static Optional<StoredBound> of(Expression.Literal literal) {
        Object value = literal.value();
        return switch (literal.type()) {
            case Plain plain when value instanceof Number number ->
                    switch (plain) {
                        case TINYINT, SMALLINT, INT, BIGINT, DATE -> exact(BigDecimal.valueOf(number.longValue()));
                        case FLOAT, DOUBLE -> real(number.doubleValue());
                        case BOOLEAN, NULL -> Optional.empty();
                    };
            case DataType.Decimal decimal when value instanceof BigDecimal number -> exact(number);
            case DataType.Instant instant when value instanceof Long units ->
                    exact(BigDecimal.valueOf(units).multiply(BigDecimal.valueOf(nanosPer(instant.unitsPerSecond()))));
            case DataType.Varchar varchar when value instanceof String text -> text(text);
            case DataType.Char fixed when value instanceof String text && !text.endsWith(" ") -> text(text);
            default -> Optional.empty();
        };
    }

    /** A bound of a column that is read as a type. */
    static Optional<StoredBound> of(Node node, DataType type, Bound bound) {
        if (!bound.isKnown()) {
            return Optional.empty();
        }
        byte[] bytes = bound.bytes();
        return switch (((Node.Leaf) node.content()).physical()) {
            case INT32 -> bytes.length == Integer.BYTES ? whole(node, type, little(bytes).getInt()) : Optional.empty();
            case INT64 -> bytes.length == Long.BYTES ? whole(node, type, little(bytes).getLong()) : Optional.empty();
            case FLOAT -> bytes.length == Float.BYTES ? real(little(bytes).getFloat()) : Optional.empty();
            case DOUBLE -> bytes.length == Double.BYTES ? real(little(bytes).getDouble()) : Optional.empty();
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> bytes(node, type, bytes);
            case BOOLEAN, INT96 -> Optional.empty();
        };
    }

    /** Whether a cast leaves every whole number what it is. */
    static boolean isWidening(Expression.Cast cast) {
        return cast.operand().type() instanceof Plain from
                && cast.type() instanceof Plain to
                && rank(from) > 0
                && rank(from) <= rank(to);
    }

    private static int rank(Plain type) {
        return switch (type) {
            case TINYINT -> 1;
            case SMALLINT -> 2;
            case INT -> 3;
            case BIGINT -> 4;
            case BOOLEAN, FLOAT, DOUBLE, DATE, NULL -> 0;
        };
    }

    private static Optional<StoredBound> whole(Node node, DataType type, long value) {
        return switch (node.annotation()) {
            case Annotation.None none -> number(type, value);
            case Annotation.Whole(int bits, boolean signed) -> signed ? number(type, value) : Optional.empty();
            case Annotation.Date date -> exact(BigDecimal.valueOf(value));
            case Annotation.Decimal(int precision, int scale) -> exact(BigDecimal.valueOf(value, scale));
            case Annotation.Timestamp stamp -> timestamp(stamp, type, value);
            case Annotation other -> Optional.empty();
        };
    }

    private static Optional<StoredBound> number(DataType type, long value) {
        return type == Plain.DOUBLE ? real((double) value) : exact(BigDecimal.valueOf(value));
    }

    /** A moment as a clock shows it depends on the zone, which may turn its order around. */
    private static Optional<StoredBound> timestamp(Annotation.Timestamp stamp, DataType type, long value) {
        if (!(type instanceof DataType.Instant instant) || stamp.utc() != (type instanceof DataType.TimestampLtz)) {
            return Optional.empty();
        }
        BigDecimal nanos = BigDecimal.valueOf(value).multiply(BigDecimal.valueOf(nanosPer(stamp.unit().perSecond())));
        int dropped = NANOS_DIGITS - Math.min(NANOS_DIGITS, instant.precision());
        return exact(nanos.setScale(-dropped, RoundingMode.FLOOR));
    }

    private static Optional<StoredBound> bytes(Node node, DataType type, byte[] bytes) {
        return switch (node.annotation()) {
            case Annotation.Decimal(int precision, int scale) ->
                    bytes.length == 0 ? Optional.empty() : exact(new BigDecimal(new BigInteger(bytes), scale));
            case Annotation.Text text when type instanceof DataType.Varchar -> Optional.of(new Text(bytes));
            case Annotation other -> Optional.empty();
        };
    }

    private static Optional<StoredBound> exact(BigDecimal value) {
        return Optional.of(new Exact(value));
    }

    private static Optional<StoredBound> real(double value) {
        return Double.isNaN(value) ? Optional.empty() : Optional.of(new Real(value));
    }

    private static Optional<StoredBound> text(String text) {
        return Optional.of(new Text(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long nanosPer(long unitsPerSecond) {
        return 1_000_000_000L / unitsPerSecond;
    }
}
