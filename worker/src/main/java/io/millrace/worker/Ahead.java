package io.millrace.worker;

import io.millrace.data.Batch;

/** Takes what a barrier overtakes in a channel, in order. */
interface Ahead {

    /** A batch in memory, lent for the call. */
    void batch(Batch batch);

    /** Batches in a file, to be referred to. */
    void stored(StoredRows rows);
}
