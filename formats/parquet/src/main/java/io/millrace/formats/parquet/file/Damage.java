package io.millrace.formats.parquet.file;

import io.millrace.data.MillraceException;

/**
 * What is wrong with a file's bytes. Who decodes says what is wrong, or runs past the end of an array; who knows the
 * file says where, by {@link #in}. So the loops that decode check nothing twice.
 */
public final class Damage {
    private static final String CODE = "damaged-file";

    private static final String UNSUPPORTED = "unsupported-codec";

    private Damage() {}

    /** The error for bytes that are fine, but of a kind that is not read. */
    public static MillraceException unsupported(String reason) {
        return MillraceException.user(UNSUPPORTED, reason);
    }

    /** The error for bytes that cannot be what they should be; a phrase without a full stop. */
    public static MillraceException of(String reason) {
        return MillraceException.user(CODE, reason);
    }

    /** The error with its place, such as {@code File a.parquet, column x}. Other failures stay what they are. */
    public static RuntimeException in(String place, RuntimeException error) {
        if (error instanceof MillraceException known && known.code().equals(UNSUPPORTED)) {
            return MillraceException.user(UNSUPPORTED, place + " " + known.getMessage());
        }
        if (error instanceof MillraceException known && !known.code().equals(CODE)) {
            return known;
        }
        boolean known = error instanceof MillraceException;
        boolean outside =
                error instanceof IndexOutOfBoundsException
                        || error instanceof NegativeArraySizeException
                        || error instanceof ArithmeticException;
        if (!known && !outside) {
            return error;
        }
        String reason = known ? String.valueOf(error.getMessage()) : "its bytes do not hold what they should";
        return new MillraceException(
                CODE,
                MillraceException.Kind.USER,
                place + " is cut short or damaged: " + reason + ". Write the file anew, or leave it out",
                error);
    }
}
