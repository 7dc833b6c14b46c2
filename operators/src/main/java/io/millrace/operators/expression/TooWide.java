package io.millrace.operators.expression;

/**
 * The texts that a projection makes of some rows are much longer than a batch should be: to be computed for fewer rows
 * at a time. Never thrown for one row.
 */
public final class TooWide extends RuntimeException {
    private static final long serialVersionUID = 1;

    static final TooWide INSTANCE = new TooWide();

    private TooWide() {
        super("fewer rows at a time", null, false, false);
    }
}
