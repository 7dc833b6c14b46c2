package io.millrace.dataflow;

import io.millrace.data.Batch;

/** Where an operator's rows go. Belongs to the operator's thread and to the call it was passed to. */
public interface Output {

    /**
     * Gives a batch away; it is released by whoever reads it last. Allowed without room, for about one batch a call.
     */
    default void emit(Batch batch) {
        emit(0, batch);
    }

    /** The same on another of the outputs that the spec declares, numbered from 0. */
    void emit(int port, Batch batch);

    /** False while anything downstream is full or owes work: stop, and return where you are. */
    boolean room();
}
