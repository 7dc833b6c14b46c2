package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.data.MillraceException;
import org.jspecify.annotations.Nullable;

/** Where a channel puts batches that are past its bound. The producer's thread writes, the consumer's reads. */
interface Spill extends AutoCloseable {

    /** Whether there is such a place. */
    boolean isAvailable();

    /** Stores a batch and releases it. */
    Slip write(Batch batch);

    /** The batch that was stored; it can be read again. */
    Batch read(Slip slip);

    /**
     * Where a batch is on disk, which a checkpoint is going to refer to: from now on the file is the checkpoint's. Null
     * where it is not on disk yet.
     */
    @Nullable StoredRows refer(Slip slip);

    /** Says that everything up to this slip is read for good. */
    void done(Slip slip);

    @Override
    void close();

    /** Which stored batch. */
    record Slip(long segment, int offset, int length, int rows) {}

    /** For channels that stop their producer instead. */
    Spill NONE =
            new Spill() {
                @Override
                public boolean isAvailable() {
                    return false;
                }

                @Override
                public Slip write(Batch batch) {
                    throw MillraceException.internal("this channel does not spill");
                }

                @Override
                public Batch read(Slip slip) {
                    throw MillraceException.internal("this channel does not spill");
                }

                @Override
                public @Nullable StoredRows refer(Slip slip) {
                    return null;
                }

                @Override
                public void done(Slip slip) {}

                @Override
                public void close() {}
            };
}
