package io.millrace.server.print;

/** The form in which rows are printed. */
public enum Format {
    TABLE,
    CSV,
    JSON
}
