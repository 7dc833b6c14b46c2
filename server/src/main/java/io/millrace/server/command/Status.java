package io.millrace.server.command;

/** Exit statuses. */
public final class Status {
    public static final int OK = 0;

    /** A statement or a job failed. */
    public static final int FAILED = 1;

    /** The command line was wrong: nothing was done. */
    public static final int WRONG_COMMAND_LINE = 2;

    /** Ctrl-C: 128 and the signal's number, as shells have it. */
    public static final int INTERRUPTED = 130;

    private Status() {}
}
