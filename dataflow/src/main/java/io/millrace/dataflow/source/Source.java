package io.millrace.dataflow.source;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import java.util.List;
import java.util.Optional;

/**
 * A table outside, to be read: a record, part of the plan. It is read in {@link Split}s, which an enumerator deals out
 * and readers read, one reader a split.
 */
public interface Source {

    /** The columns that readers can give. */
    Schema schema();

    Boundedness boundedness();

    /** Runs beside the coordinator, one for each scan of a job. */
    SplitEnumerator enumerator(EnumeratorContext context);

    /** A reader of a split, from the given position on. */
    SplitReader reader(ReaderContext context);

    /**
     * Looks whether the rest of these splits, which a job has begun to read and goes on with, is there as it was.
     * Called before anything of the job starts; what has still to be dealt out is for the restored enumerator to look
     * at.
     *
     * @throws MillraceException that names what is gone or was changed
     */
    default void requireUnchanged(List<Split> begun) {}

    /**
     * Looks whether all that was read can be read again from the beginning, with the same rows.
     *
     * @param enumerated what an enumerator of this source said of itself in a checkpoint
     * @throws MillraceException that says why it cannot
     */
    default void requireRereadable(String enumerated) {}

    /** What becomes of bad rows; empty where users have no choice, and the job ends. */
    default Optional<OnError> onError() {
        return Optional.empty();
    }

    /**
     * Names what is read, whatever the table is called and which columns it has: by this a changed query finds how far
     * it was read.
     */
    default String identity() {
        return describe();
    }

    /** The table that takes bad rows, where the user named one; its rows are those of {@link Rejects}. */
    default Optional<String> rejectTable() {
        return onError().filter(OnError.ToTable.class::isInstance).map(choice -> ((OnError.ToTable) choice).name());
    }

    /** What is known of the times in its splits. */
    default SplitOrder splitOrder() {
        return SplitOrder.ANY;
    }

    /** One line for EXPLAIN and progress, such as {@code nexmark} or {@code files data/*.csv}. */
    String describe();

    /** How the splits lie to one another in event time. */
    enum SplitOrder {
        /** A split may begin anywhere. */
        ANY,
        /** No row of a split lies before a row of a split that was dealt out before it. */
        BY_TIME
    }

    /** Whether the input ends. */
    enum Boundedness {
        BOUNDED,
        UNBOUNDED
    }

    /**
     * What an enumerator is given: whether the job reads at which parallelism, and what it had said of itself in a
     * checkpoint.
     */
    record EnumeratorContext(int parallelism, String restored) {
        /** A new start. */
        public static final String NOT_RESTORED = "";
    }

    /** The splits that could be made of the whole, for sources whose splits are known when the job starts. */
    static SplitEnumerator fixed(List<Split> splits, EnumeratorContext context) {
        return new FixedSplitEnumerator(splits, context);
    }
}
