package io.millrace.dataflow.source;

/** What the user wants done with a row that cannot be read, or whose expressions fail right after it was read. */
public sealed interface OnError {

    /** The job ends, and says which row it was. */
    record Fail() implements OnError {}

    /** The row is left out and counted. */
    record Skip() implements OnError {}

    /** The row is left out, and kept with the reason in the table of this name, as {@link Rejects} has it. */
    record ToTable(String name) implements OnError {}
}
