package io.millrace.operators;

import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph.Changes;

/** What reaches an input: rows of this schema, and whether they may be deleted again. */
public record Flow(Schema schema, Changes changes) {

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
