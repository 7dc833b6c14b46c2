package io.millrace.dataflow;

/** What travels beside batches, in the same queue. */
public sealed interface Signal {

    /** No row before {@code time}, in microseconds, will come on this channel any more. */
    record Watermark(long time) implements Signal {}

    /** The channel has nothing to say about event time until the next watermark. Arises at sources alone. */
    record Idle() implements Signal {}

    /** What comes before it belongs to a checkpoint, an epoch, or both; what comes after it does not. */
    record Barrier(long id, Purpose purpose) implements Signal {

        /** What is done at a barrier. */
        public enum Purpose {
            /** A snapshot of every task. */
            CHECKPOINT,
            /** Every sink publishes. */
            EPOCH,
            /** Both. */
            CHECKPOINT_AND_EPOCH;

            public boolean isCheckpoint() {
                return this != EPOCH;
            }

            public boolean isEpoch() {
                return this != CHECKPOINT;
            }
        }
    }

    /** Nothing will come any more. */
    record EndOfInput() implements Signal {}
}
