package io.millrace.formats.parquet.file;

/** How the values of a column are stored, in the order of the file's numbers. */
public enum Physical {
    BOOLEAN,
    INT32,
    INT64,
    /** Twelve bytes: nanoseconds of a day, and the Julian day. */
    INT96,
    FLOAT,
    DOUBLE,
    BYTE_ARRAY,
    FIXED_LEN_BYTE_ARRAY;

    static Physical of(int number) {
        if (number < 0 || number >= values().length) {
            throw Damage.of("it has a column of the unknown physical type " + number);
        }
        return values()[number];
    }
}
