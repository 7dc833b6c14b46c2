package io.millrace.worker;

import io.millrace.data.Schema;
import io.millrace.protocol.TaskId;

/**
 * How rows get from task to task. One shuffle may serve many jobs; the ends of a wire are asked for once each, in any
 * order.
 */
public interface Shuffle {

    /** The producing end; {@code whenWritable} is run, on any thread, when there is room again. */
    ChannelWriter writer(Wire wire, Runnable whenWritable);

    /** The consuming end; {@code whenReadable} is run, on any thread, when something arrived. */
    ChannelReader reader(Wire wire, Runnable whenReadable);

    /**
     * One producer and one consumer of one edge of one job's graph.
     *
     * @param job names this execution of the job: no two that run at once have the same
     */
    record Wire(String job, int edge, TaskId from, TaskId to, Schema schema, Bound bound) {}

    /** What happens where a consumer does not keep up. */
    enum Bound {
        /** The producer stops. */
        BACKPRESSURE,
        /**
         * What is past the bound goes to local disk: the edge is on a cycle of waits, where stopping would deadlock.
         */
        SPILL
    }
}
