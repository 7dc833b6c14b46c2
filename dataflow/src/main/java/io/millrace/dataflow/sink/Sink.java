package io.millrace.dataflow.sink;

import io.millrace.data.BufferPool;
import io.millrace.dataflow.JobRun;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;

/** A table outside, to be written: a record, part of the plan. Each instance has a writer. */
public interface Sink {

    /**
     * A writer; must not make anything visible, nor clean up anything of another instance, before {@link
     * SinkWriter#recover}.
     */
    SinkWriter writer(WriterContext context);

    Accepts accepts();

    /** One line for EXPLAIN. */
    String describe();

    /** Which changes a sink can take. */
    enum Accepts {
        /** Inserts alone. */
        APPEND,
        /** Inserts and deletes, in any order, as weights. */
        WEIGHTS
    }

    /** What a writer is given. */
    record WriterContext(JobRun run, String vertex, int index, int parallelism, Services services) {}

    /** What a writer may use. */
    record Services(BufferPool buffers, Clock clock, Metrics metrics, SessionSettings session) {}
}
