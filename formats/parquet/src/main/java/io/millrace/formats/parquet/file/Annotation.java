package io.millrace.formats.parquet.file;

/** What stored values, or a group, stand for. */
public sealed interface Annotation {

    /** Nothing more than what is stored. */
    record None() implements Annotation {}

    /** Text in UTF-8, JSON and names of enumerations among it. */
    record Text() implements Annotation {}

    /** A whole number of fewer bits than are stored, or without a sign. */
    record Whole(int bits, boolean signed) implements Annotation {}

    record Decimal(int precision, int scale) implements Annotation {}

    record Date() implements Annotation {}

    record TimeOfDay(Unit unit) implements Annotation {}

    /**
     * A date and time.
     *
     * @param utc whether it is a moment rather than a clock's reading
     */
    record Timestamp(Unit unit, boolean utc) implements Annotation {}

    record Sequence() implements Annotation {}

    record Mapping() implements Annotation {}

    record Uuid() implements Annotation {}

    /** A floating-point number of 16 bits. */
    record Half() implements Annotation {}

    Annotation NONE = new None();

    /** What a time counts. */
    enum Unit {
        MILLIS,
        MICROS,
        NANOS;

        /** How many of them make a second. */
        public long perSecond() {
            return switch (this) {
                case MILLIS -> 1_000L;
                case MICROS -> 1_000_000L;
                case NANOS -> 1_000_000_000L;
            };
        }
    }
}
