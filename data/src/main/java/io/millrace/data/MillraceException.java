package io.millrace.data;

/**
 * The one exception of the engine. Its {@link Kind} alone decides whether a job is restarted or fails; its code is
 * stable, so that users can look it up; its message says what was wrong, where, and what to do about it.
 *
 * <p>What is expected is a value. Only what ends a statement or a job is thrown.
 */
public final class MillraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Who has to act when it is thrown. */
    public enum Kind {
        /** The input, the script or a setting is wrong: repeating the same gives the same, so nothing is retried. */
        USER,
        /** A broken promise of our own code: the job fails and the message asks for a report. */
        INTERNAL,
        /** A budget of memory, disk or time is used up: the job may run elsewhere or with other settings. */
        RESOURCES,
        /** Something outside failed (a disk, a server): the job is restarted from its last checkpoint. */
        EXTERNAL
    }

    private final String code;
    private final Kind kind;

    public MillraceException(String code, Kind kind, String message) {
        super(message);
        this.code = code;
        this.kind = kind;
    }

    public MillraceException(String code, Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.kind = kind;
    }

    public static MillraceException user(String code, String message) {
        return new MillraceException(code, Kind.USER, message);
    }

    public static MillraceException internal(String message) {
        return new MillraceException("internal", Kind.INTERNAL, message);
    }

    public static MillraceException resources(String code, String message) {
        return new MillraceException(code, Kind.RESOURCES, message);
    }

    public static MillraceException external(String code, String message, Throwable cause) {
        return new MillraceException(code, Kind.EXTERNAL, message, cause);
    }

    /** A stable name in kebab case, such as {@code unknown-table} or {@code division-by-zero}. */
    public String code() {
        return code;
    }

    public Kind kind() {
        return kind;
    }
}
