package io.millrace.formats.text;

import io.millrace.data.BufferPool;
import io.millrace.data.BytesBuilder;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.LongBuilder;
import io.millrace.dataflow.SessionSettings;

/** Chooses the reader of a type. */
final class ValueReaders {
    private static final long MICROS_PER_MILLI = 1_000;

    private ValueReaders() {}

    /** A reader with a builder of its own. */
    static ValueReader of(DataType type, BufferPool pool, SessionSettings session) {
        return of(type, ColumnBuilder.of(type, pool), session);
    }

    /** A reader that appends to this builder of its type. */
    static ValueReader of(DataType type, ColumnBuilder builder, SessionSettings session) {
        return switch (type) {
            case DataType.Plain plain ->
                    new PlainReaders.Values(builder, plain == DataType.Plain.NULL ? DataType.Plain.BOOLEAN : plain);
            case DataType.Decimal decimal -> new PlainReaders.Values(builder, decimal);
            case DataType.Time time -> new PlainReaders.Values(builder, time);
            case DataType.Timestamp timestamp -> new PlainReaders.Values(builder, timestamp);
            case DataType.TimestampLtz moment ->
                    new PlainReaders.Moments((LongBuilder) builder, moment, session.timeZone());
            case DataType.MonthInterval months -> new PlainReaders.Intervals((LongBuilder) builder, 1);
            case DataType.TimeInterval time -> new PlainReaders.Intervals((LongBuilder) builder, MICROS_PER_MILLI);
            case DataType.Varchar text when text.length() == DataType.Varchar.UNBOUNDED ->
                    new PlainReaders.Texts((BytesBuilder) builder);
            case DataType.Varchar text -> new PlainReaders.BoundedTexts((BytesBuilder) builder, text);
            case DataType.Char text -> new PlainReaders.BoundedTexts((BytesBuilder) builder, text);
            case DataType.Varbinary bytes -> new PlainReaders.Binaries((BytesBuilder) builder, bytes);
            case DataType.Binary bytes -> new PlainReaders.Binaries((BytesBuilder) builder, bytes);
            case DataType.Array array -> new JsonValueReader(array, builder, session);
            case DataType.Mapping map -> new JsonValueReader(map, builder, session);
            case DataType.Row row -> new JsonValueReader(row, builder, session);
        };
    }
}
