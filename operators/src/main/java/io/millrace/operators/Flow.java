package io.millrace.operators;

import io.millrace.data.Schema;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.graph.JobGraph.Changes;

/**
 * What reaches an input: rows of this schema, and whether they may be deleted again.
 *
 * @param keptMillis how long an operator that keeps such rows, or what came of them, does so where they are not
 *     changed: 0 for ever, {@link #AS_SESSION} as the session has it
 */
public record Flow(Schema schema, Changes changes, long keptMillis) {
    public static final long AS_SESSION = -1;

    public Flow(Schema schema, Changes changes) {
        this(schema, changes, AS_SESSION);
    }

    /** The same, kept for so long. */
    public Flow kept(long millis) {
        return new Flow(schema, changes, millis);
    }

    /** How long it is kept in a session. */
    public long keptMillis(SessionSettings session) {
        return keptMillis == AS_SESSION ? session.stateTtlMillis() : keptMillis;
    }

    public static Flow append(Schema schema) {
        return new Flow(schema, Changes.APPEND);
    }

    public static Flow weights(Schema schema) {
        return new Flow(schema, Changes.WEIGHTS);
    }

    public boolean isAppend() {
        return changes == Changes.APPEND;
    }
}
