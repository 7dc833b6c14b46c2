package io.millrace.dataflow;

/** Whether a call has finished its work. */
public enum Progress {
    /** All is done. */
    DONE,
    /** There is more to emit and no room: call again with the same arguments. */
    MORE
}
