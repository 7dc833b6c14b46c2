package io.millrace.operators.expression.function;

import io.millrace.data.Decimals;
import io.millrace.data.Int128;
import io.millrace.data.MillraceException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Between the engine's values and the Java objects that users' methods take and give. Called by generated code. */
public final class Bridges {
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private Bridges() {}

    public static Object box(boolean value) {
        return value;
    }

    public static Object box(int value) {
        return value;
    }

    public static Object box(long value) {
        return value;
    }

    public static Object box(float value) {
        return value;
    }

    public static Object box(double value) {
        return value;
    }

    public static Object boxByte(int value) {
        return (byte) value;
    }

    public static Object boxShort(int value) {
        return (short) value;
    }

    public static Object text(Slice value) {
        return value.toString();
    }

    /** A text to look at until the next call, through this view if it has only ASCII characters. */
    public static @Nullable Object view(Slice value, boolean missing, AsciiText view) {
        if (missing) {
            return null;
        }
        if (!Words.isAscii(value.data, value.start, value.end)) {
            return value.toString();
        }
        view.set(value);
        return view;
    }

    public static Object character(Slice value) {
        return value.size() == 0 ? ' ' : value.toString().charAt(0);
    }

    public static Object bytes(Slice value) {
        return value.copy();
    }

    public static Object date(int days) {
        return LocalDate.ofEpochDay(days);
    }

    public static Object time(long nanos) {
        return LocalTime.ofNanoOfDay(nanos);
    }

    /** A TIMESTAMP in microseconds. */
    public static Object dateTime(long micros) {
        long second = Math.floorDiv(micros, MICROS_PER_SECOND);
        return LocalDateTime.ofEpochSecond(second, (int) (micros - second * MICROS_PER_SECOND) * 1000, ZoneOffset.UTC);
    }

    /** A TIMESTAMP_LTZ in microseconds. */
    public static Object instant(long micros) {
        long second = Math.floorDiv(micros, MICROS_PER_SECOND);
        return Instant.ofEpochSecond(second, (micros - second * MICROS_PER_SECOND) * 1000);
    }

    /** A decimal of 38 digits, 18 of them behind the point. */
    public static Object decimal(Int128 value) {
        return Decimals.toBigDecimal(value.high, value.low, 18).stripTrailingZeros();
    }

    public static boolean unboxBoolean(Object value) {
        return (Boolean) value;
    }

    public static int unboxInt(Object value) {
        return ((Number) value).intValue();
    }

    public static long unboxLong(Object value) {
        return ((Number) value).longValue();
    }

    public static float unboxFloat(Object value) {
        return ((Number) value).floatValue();
    }

    public static double unboxDouble(Object value) {
        return ((Number) value).doubleValue();
    }

    public static void unboxText(Object value, SliceBuilder result) {
        result.clear();
        result.append(value.toString());
    }

    public static void unboxBytes(Object value, SliceBuilder result) {
        byte[] bytes = (byte[]) value;
        result.set(bytes, 0, bytes.length);
    }

    public static int unboxDate(Object value) {
        return Math.toIntExact(((LocalDate) value).toEpochDay());
    }

    public static long unboxTime(Object value) {
        return ((LocalTime) value).toNanoOfDay();
    }

    public static long unboxDateTime(Object value) {
        LocalDateTime time = (LocalDateTime) value;
        return time.toEpochSecond(ZoneOffset.UTC) * MICROS_PER_SECOND + time.getNano() / 1000;
    }

    public static long unboxInstant(Object value) {
        Instant instant = (Instant) value;
        return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / 1000;
    }

    /** A decimal of 38 digits, 18 of them behind the point. */
    public static void unboxDecimal(Object value, Int128 result) {
        if (!Decimals.unscaled((BigDecimal) value, 38, 18, result)) {
            throw Errors.overflow("the result " + value + " of a Java function", "DECIMAL(38, 18)");
        }
    }

    /** What the user's method threw, with its name. */
    public static RuntimeException failed(String name, Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return new MillraceException(
                "function-failed",
                MillraceException.Kind.USER,
                "the Java function " + name + " failed: " + cause,
                cause);
    }
}
