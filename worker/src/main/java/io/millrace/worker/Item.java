package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.dataflow.Signal;

/** What stands in a channel's queue. */
public sealed interface Item {

    /** A batch; whoever takes it from the queue owns it. */
    record Rows(Batch batch) implements Item {}

    record Mark(Signal signal) implements Item {}
}
