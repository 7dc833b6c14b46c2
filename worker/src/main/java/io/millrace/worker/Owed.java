package io.millrace.worker;

import io.millrace.data.Batch;

/** A call that an operator has not finished, or has not begun because one before it is not finished. */
sealed interface Owed {

    /** Rows from {@code from} on; the batch belongs to the node. */
    record Rows(int input, Batch batch, int from) implements Owed {}

    /** The watermark of an input has grown. */
    record Time(int input, long time) implements Owed {}

    /** All producers of an input have fallen silent about event time, or one of them speaks again. */
    record Silence(int input, boolean begins) implements Owed {}

    /** All producers of an input have ended. */
    record End(int input) implements Owed {}

    record Timer(long time) implements Owed {}

    /** Held-back rows must leave because the task is idle, or at the end. */
    record Flush() implements Owed {}

    /** Every input has ended and everything is emitted: tell those downstream. */
    record Close() implements Owed {}
}
