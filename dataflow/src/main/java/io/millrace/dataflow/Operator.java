package io.millrace.dataflow;

import io.millrace.data.Batch;

/**
 * What a vertex of the job graph does: rows in, rows out, with state in between. The one operator interface: its inputs
 * are numbered from 0, as many as its spec says; only {@link #process} must be written.
 *
 * <p><b>Thread.</b> One thread calls, never two at once; all calls of one operator see each other's writes. No method
 * may block, but for the read of a cold page of state.
 *
 * <p><b>Order.</b> {@link #open} once and first; then {@link #process}, signals and {@link #flush} in any order that
 * {@link #select} permits, until {@link #endInput} was {@code DONE} for every input; {@link #close} once and last, on
 * any exit. A call that returned {@link Progress#MORE}, or consumed part of a batch, is repeated before anything else
 * reaches this operator but a barrier: {@link #flush} with {@link FlushReason#BARRIER}, {@link #onBarrier} and a
 * snapshot.
 *
 * <p><b>Stopping in the middle.</b> Whoever could emit more than about one batch in a call looks at {@link Output#room}
 * before each batch, stops when it is false, and is called again when there is room. Progress stands in the returned
 * row index or in declared state, nowhere else: between any two calls the runtime may take a snapshot, and another
 * instance may go on from it.
 *
 * <p><b>State.</b> What must outlive a failure lives in the tables declared in {@link #open}; the runtime snapshots and
 * restores them. Fields hold only scratch, and what {@link #flush} with {@link FlushReason#BARRIER} empties.
 *
 * <p><b>Weights.</b> Every operator is defined on weighted rows: any split and any order of the same changes gives,
 * once consolidated, the same output. A deletion may come before its insertion.
 *
 * <p><b>Failure.</b> An exception ends the task; {@link #close} follows.
 */
public interface Operator extends AutoCloseable {

    /** The barrier after which nothing comes: every other one is less. */
    long END_OF_JOB = Long.MAX_VALUE;

    /**
     * Declares tables, metrics and timers. Restored rows are in the tables as soon as they are declared; the context
     * tells the restored watermark and which inputs have ended.
     */
    default void open(OperatorContext context) {}

    /**
     * Which inputs may be read next. Strict: as long as an input is not in the set, no batch of it arrives, and neither
     * do its watermarks and its end. Asked again before every batch.
     */
    default InputSet select() {
        return InputSet.ALL;
    }

    /**
     * Consumes rows of a batch, beginning with row {@code from}.
     *
     * @param batch lent for the call; the runtime keeps it until all of its rows are consumed
     * @param from the first row not yet consumed, an index below {@code batch.size()}
     * @return the first row that was not consumed: {@code batch.size()} when all were. Less than that only when there
     *     is no room
     */
    int process(int input, Batch batch, int from, Output output);

    /**
     * On this input no row before {@code time} will come any more (late rows excepted). The least of all inputs is
     * {@link OperatorContext#watermark}; when it has grown, the runtime passes it on after this call is {@code DONE}.
     *
     * @param time microseconds since 1970-01-01T00:00:00
     */
    default Progress onWatermark(int input, long time, Output output) {
        return Progress.DONE;
    }

    /**
     * A moment asked for by {@link OperatorContext#wakeAt} has come.
     *
     * @param time the processing time now, in milliseconds since 1970-01-01T00:00:00Z
     */
    default Progress onTimer(long time, Output output) {
        return Progress.DONE;
    }

    /**
     * The last batch of this input was consumed. What is emitted here leaves its table too, so that ending twice, after
     * a restore, emits nothing twice.
     */
    default Progress endInput(int input, Output output) {
        return Progress.DONE;
    }

    /** Emits what was held back to be consolidated. Consolidated results do not depend on when this is called. */
    default Progress flush(FlushReason reason, Output output) {
        return Progress.DONE;
    }

    /**
     * A barrier passes: called once for each, after {@link #flush} with {@link FlushReason#BARRIER} was {@code DONE}
     * and before the tables are snapshotted. A sink prepares here. The last barrier, after the end of every input, is
     * {@link #END_OF_JOB}.
     */
    default void onBarrier(long barrier) {}

    /**
     * Everything up to the barrier of this checkpoint or epoch is durable everywhere: what was prepared at it may
     * become visible. May come late, may come twice after a restore, and may skip numbers (a later one covers those
     * before it).
     */
    default void committed(long barrier) {}

    /**
     * Whether what was begun outside of the tables at barriers and commits, beside this thread, is done. The snapshot
     * of a barrier is complete, and a commit is reported, once it is. Asked again and again; an exception ends the
     * task.
     */
    default boolean isSettled() {
        return true;
    }

    /**
     * By how many microseconds its rows may lie behind the watermark of its inputs: what is passed on is that much
     * less.
     */
    default long outputDelayMicros() {
        return 0;
    }

    /** Gives back what {@link #open} took. Called even where {@link #open} failed. */
    @Override
    default void close() {}
}
