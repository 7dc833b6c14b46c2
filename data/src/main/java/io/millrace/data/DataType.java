package io.millrace.data;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The types of SQL, as one closed family. Every value of every type may be missing; whether a table forbids that is a
 * property of its {@link Field}. A type is pure description: how its values are held is its {@link #storage()}.
 */
public sealed interface DataType {

    /** How the values of this type lie in columns, in state and on the wire. */
    Storage storage();

    /** The type as one writes it in SQL, such as {@code DECIMAL(10, 2)}. */
    String sql();

    /** The types without parameters. */
    enum Plain implements DataType {
        BOOLEAN(Storage.BYTE),
        TINYINT(Storage.INT),
        SMALLINT(Storage.INT),
        INT(Storage.INT),
        BIGINT(Storage.LONG),
        FLOAT(Storage.FLOAT),
        DOUBLE(Storage.DOUBLE),
        /** Days since 1970-01-01. */
        DATE(Storage.INT),
        /** The type of a bare NULL. Its columns hold no value that is there. */
        NULL(Storage.BYTE);

        private final Storage storage;

        Plain(Storage storage) {
            this.storage = storage;
        }

        @Override
        public Storage storage() {
            return storage;
        }

        @Override
        public String sql() {
            return name();
        }
    }

    /** A decimal number; its unscaled value is held, in 64 bits up to {@link #LONG_DIGITS} digits and in 128 beyond. */
    record Decimal(int precision, int scale) implements DataType {
        public static final int LONG_DIGITS = 18;
        public static final int MAX_DIGITS = 38;

        public Decimal {
            if (precision < 1 || precision > MAX_DIGITS || scale < 0 || scale > precision) {
                throw MillraceException.user(
                        "bad-type",
                        "DECIMAL("
                                + precision
                                + ", "
                                + scale
                                + ") is not a type: precision is 1 to 38, scale is 0 to precision");
            }
        }

        @Override
        public Storage storage() {
            return precision <= LONG_DIGITS ? Storage.LONG : Storage.INT128;
        }

        @Override
        public String sql() {
            return "DECIMAL(" + precision + ", " + scale + ")";
        }
    }

    /** Text in UTF-8 of at most {@code length} code points; {@link #UNBOUNDED} is SQL's STRING. */
    record Varchar(int length) implements DataType {
        public static final int UNBOUNDED = Integer.MAX_VALUE;

        @Override
        public Storage storage() {
            return Storage.BYTES;
        }

        @Override
        public String sql() {
            return length == UNBOUNDED ? "STRING" : "VARCHAR(" + length + ")";
        }
    }

    /** Text in UTF-8 of exactly {@code length} code points, padded with spaces. */
    record Char(int length) implements DataType {
        @Override
        public Storage storage() {
            return Storage.BYTES;
        }

        @Override
        public String sql() {
            return "CHAR(" + length + ")";
        }
    }

    /** Bytes, at most {@code length}; unbounded it is SQL's BYTES. */
    record Varbinary(int length) implements DataType {
        @Override
        public Storage storage() {
            return Storage.BYTES;
        }

        @Override
        public String sql() {
            return length == Varchar.UNBOUNDED ? "BYTES" : "VARBINARY(" + length + ")";
        }
    }

    /** Bytes, exactly {@code length}. */
    record Binary(int length) implements DataType {
        @Override
        public Storage storage() {
            return Storage.BYTES;
        }

        @Override
        public String sql() {
            return "BINARY(" + length + ")";
        }
    }

    /** A time of day in nanoseconds since midnight, shown with {@code precision} digits of a second. */
    record Time(int precision) implements DataType {
        @Override
        public Storage storage() {
            return Storage.LONG;
        }

        @Override
        public String sql() {
            return "TIME(" + precision + ")";
        }
    }

    /** What a timestamp's number counts: microseconds up to precision 6, nanoseconds (years 1677 to 2262) beyond. */
    sealed interface Instant extends DataType {
        int precision();

        default boolean nanos() {
            return precision() > 6;
        }

        /** How many of the stored units make one second. */
        default long unitsPerSecond() {
            return nanos() ? 1_000_000_000L : 1_000_000L;
        }

        @Override
        default Storage storage() {
            return Storage.LONG;
        }
    }

    /** A date and time without a zone, counted from 1970-01-01T00:00:00. */
    record Timestamp(int precision) implements Instant {
        @Override
        public String sql() {
            return "TIMESTAMP(" + precision + ")";
        }
    }

    /** A moment, counted from 1970-01-01T00:00:00Z and shown in the session's time zone. */
    record TimestampLtz(int precision) implements Instant {
        @Override
        public String sql() {
            return "TIMESTAMP_LTZ(" + precision + ")";
        }
    }

    /** A length of time in months (INTERVAL YEAR TO MONTH). */
    record MonthInterval() implements DataType {
        @Override
        public Storage storage() {
            return Storage.LONG;
        }

        @Override
        public String sql() {
            return "INTERVAL YEAR TO MONTH";
        }
    }

    /** A length of time in microseconds (INTERVAL DAY TO SECOND). */
    record TimeInterval() implements DataType {
        @Override
        public Storage storage() {
            return Storage.LONG;
        }

        @Override
        public String sql() {
            return "INTERVAL DAY TO SECOND";
        }
    }

    /** Zero or more elements of one type, in order. */
    record Array(DataType element) implements DataType {
        @Override
        public Storage storage() {
            return Storage.ARRAY;
        }

        @Override
        public String sql() {
            return "ARRAY<" + element.sql() + ">";
        }
    }

    /** Values under distinct keys; a MULTISET is a map from its element to INT. */
    record Mapping(DataType key, DataType value) implements DataType {
        @Override
        public Storage storage() {
            return Storage.MAP;
        }

        @Override
        public String sql() {
            return "MAP<" + key.sql() + ", " + value.sql() + ">";
        }
    }

    /** Named fields, in order. */
    record Row(List<Field> fields) implements DataType {
        public Row {
            fields = List.copyOf(fields);
        }

        @Override
        public Storage storage() {
            return Storage.ROW;
        }

        @Override
        public String sql() {
            return fields.stream()
                    .map(field -> "`" + field.name() + "` " + field.type().sql())
                    .collect(Collectors.joining(", ", "ROW<", ">"));
        }
    }

    /** SQL's STRING. */
    DataType STRING = new Varchar(Varchar.UNBOUNDED);

    /** SQL's BYTES. */
    DataType BYTES = new Varbinary(Varchar.UNBOUNDED);
}
