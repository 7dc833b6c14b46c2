package io.millrace.data;

/** How values are held: what decides which kind of {@link Column} and which loop. Many types share one storage. */
public enum Storage {
    /** One byte; a boolean is 0 or 1. */
    BYTE,
    /** 32 bits, signed; narrower integers are widened. */
    INT,
    /** 64 bits, signed. */
    LONG,
    /** IEEE 754, 32 bits. */
    FLOAT,
    /** IEEE 754, 64 bits. */
    DOUBLE,
    /** 128 bits, two's complement, as a high and a low word. */
    INT128,
    /** Bytes of any length; text is UTF-8. */
    BYTES,
    ARRAY,
    MAP,
    ROW
}
