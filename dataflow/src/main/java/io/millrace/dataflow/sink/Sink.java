package io.millrace.dataflow.sink;

import io.millrace.data.BufferPool;
import io.millrace.dataflow.JobRun;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.doors.Executor;

/** A table outside, to be written: a record, part of the plan. Each instance has a writer. */
public interface Sink {

    /**
     * A writer; must not make anything visible, nor clean up anything of another instance, before {@link
     * SinkWriter#recover}.
     */
    SinkWriter writer(WriterContext context);

    Accepts accepts();

    /**
     * Names what is written, whatever the table is called and which columns it has: by this a changed query finds it
     * again.
     */
    default String identity() {
        return describe();
    }

    /** When others see what was written. */
    default Visibility visibility() {
        return Visibility.AT_ONCE;
    }

    /** One line for EXPLAIN. */
    String describe();

    /** When others see what was written. */
    enum Visibility {
        AT_ONCE,
        /** Not before it is committed, and for good then. */
        COMMITTED
    }

    /** Which changes a sink can take. */
    enum Accepts {
        /** Inserts alone. */
        APPEND,
        /** Inserts and deletes, in any order, as weights. */
        WEIGHTS
    }

    /** What a writer is given. */
    record WriterContext(JobRun run, String vertex, int index, int parallelism, Services services) {}

    /**
     * What a writer may use.
     *
     * @param executor for what waits for the world outside: see {@link SinkWriter#isSettled}
     */
    record Services(BufferPool buffers, Clock clock, Metrics metrics, SessionSettings session, Executor executor) {

        /** For a writer that may wait in its calls. */
        public Services(BufferPool buffers, Clock clock, Metrics metrics, SessionSettings session) {
            this(buffers, clock, metrics, session, Runnable::run);
        }
    }
}
