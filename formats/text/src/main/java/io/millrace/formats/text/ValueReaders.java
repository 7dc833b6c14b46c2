package io.millrace.formats.text;

import io.millrace.data.BufferPool;
import io.millrace.data.DataType;
import io.millrace.dataflow.SessionSettings;
import java.time.ZoneOffset;

/** Chooses the reader of a type. */
final class ValueReaders {
    private static final long MICROS_PER_MILLI = 1_000;

    private ValueReaders() {}

    static ValueReader of(DataType type, BufferPool pool, SessionSettings session) {
        return switch (type) {
            case DataType.Plain plain -> plain(plain, pool);
            case DataType.Decimal decimal when decimal.precision() <= DataType.Decimal.LONG_DIGITS ->
                new NumberReaders.Decimals64(decimal, pool);
            case DataType.Decimal decimal -> new NumberReaders.Decimals128(decimal, pool);
            case DataType.Varchar text when text.length() == DataType.Varchar.UNBOUNDED -> new PlainReaders.Texts(pool);
            case DataType.Varchar text -> new PlainReaders.BoundedTexts(pool, text);
            case DataType.Char text -> new PlainReaders.BoundedTexts(pool, text);
            case DataType.Varbinary bytes -> new PlainReaders.Binaries(pool, bytes);
            case DataType.Binary bytes -> new PlainReaders.Binaries(pool, bytes);
            case DataType.Time time -> new PlainReaders.DayTimes(pool, time.precision());
            case DataType.Instant instant ->
                new PlainReaders.Moments(
                        pool, instant, session.timeZone().normalized().equals(ZoneOffset.UTC) ? ZoneOffset.UTC : session.timeZone());
            case DataType.MonthInterval months -> new NumberReaders.Longs(pool, 1);
            case DataType.TimeInterval time -> new NumberReaders.Longs(pool, MICROS_PER_MILLI);
            case DataType.Array array -> new JsonValueReader(array, pool, session);
            case DataType.Mapping map -> new JsonValueReader(map, pool, session);
            case DataType.Row row -> new JsonValueReader(row, pool, session);
        };
    }

    private static ValueReader plain(DataType.Plain type, BufferPool pool) {
        return switch (type) {
            case BOOLEAN, NULL -> new PlainReaders.Booleans(pool);
            case TINYINT -> new NumberReaders.Ints(pool, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> new NumberReaders.Ints(pool, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> new NumberReaders.Ints(pool, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> new NumberReaders.Longs(pool, 1);
            case FLOAT -> new NumberReaders.Floats(pool);
            case DOUBLE -> new NumberReaders.Doubles(pool);
            case DATE -> new PlainReaders.Dates(pool);
        };
    }
}
