package io.millrace.dataflow.source;

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

    /** One line for EXPLAIN and progress, such as {@code nexmark} or {@code files data/*.csv}. */
    String describe();

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
