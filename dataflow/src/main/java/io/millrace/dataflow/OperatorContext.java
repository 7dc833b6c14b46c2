package io.millrace.dataflow;

import io.millrace.data.BufferPool;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.doors.Executor;
import io.millrace.dataflow.state.StateTables;

/** What the runtime gives an operator. Belongs to the operator's thread. */
public interface OperatorContext {

    /** No watermark has come yet. */
    long NO_WATERMARK = Long.MIN_VALUE;

    /** The watermark after the last row: event time is complete. */
    long END_OF_TIME = Long.MAX_VALUE;

    /** Which run of the job this is, and where it goes on. */
    JobRun run();

    /** The id of the vertex this is an instance of. */
    String vertex();

    /** Which of the parallel instances this is, from 0. */
    int index();

    /** How many instances there are. */
    int parallelism();

    /** Declares tables; to be called in {@link Operator#open} alone. */
    StateTables state();

    /** Whether the tables were filled from a checkpoint. */
    boolean isRestored();

    /** The least watermark of the inputs that are neither ended nor idle, in microseconds. */
    long watermark();

    /** Whether {@link Operator#endInput} was {@code DONE} for this input, before a restore included. */
    boolean hasEnded(int input);

    /**
     * Asks for {@link Operator#onTimer} at this processing time, in milliseconds; earlier wishes stay. Not restored.
     */
    void wakeAt(long timeMillis);

    Clock clock();

    BufferPool buffers();

    Metrics metrics();

    SessionSettings session();

    /** For work that waits for the world outside: see {@link Operator#isSettled}. */
    default Executor executor() {
        return Runnable::run;
    }
}
