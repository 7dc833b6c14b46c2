package io.millrace.formats.text;

/**
 * How a CSV file is written.
 *
 * @param quote the quote character, or {@link #NO_QUOTE}
 * @param header whether the first record names the columns
 * @param nullLiteral what stands for a missing value; where it is empty, an empty field without quotes is one
 * @param comments whether lines that begin with {@code #} are left out
 */
record CsvDialect(byte delimiter, int quote, Header header, String nullLiteral, Comments comments) {
    static final int NO_QUOTE = -1;

    /** Whether the first record names the columns. */
    enum Header {
        PRESENT,
        ABSENT
    }

    /** Whether lines that begin with {@code #} count. */
    enum Comments {
        SKIPPED,
        DATA
    }

    boolean hasHeader() {
        return header == Header.PRESENT;
    }
}
