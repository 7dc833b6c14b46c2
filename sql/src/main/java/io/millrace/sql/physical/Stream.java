package io.millrace.sql.physical;

import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.graph.JobGraph.Spread;
import io.millrace.dataflow.source.Source.Boundedness;
import io.millrace.operators.Flow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Rows in a graph that is being built: where they come from and what is known of them.
 *
 * @param producers the outputs that it comes from; several are a union
 * @param dealtBy by which columns the rows are dealt out among the instances, if they are
 * @param origin the tables it is made of
 */
record Stream(List<Port> producers, Flow flow, Spread spread, Optional<List<Integer>> dealtBy, Origin origin) {

    /** An output of a vertex. */
    record Port(int vertex, int port) {
        static List<Port> only(int vertex) {
            return List.of(new Port(vertex, 0));
        }
    }

    /** What of a stream its sources decide. */
    record Origin(Set<String> tables, Boundedness boundedness) {
        Origin with(Origin other) {
            Set<String> all = new java.util.TreeSet<>(tables);
            all.addAll(other.tables);
            boolean bounded = boundedness == Boundedness.BOUNDED && other.boundedness == Boundedness.BOUNDED;
            return new Origin(all, bounded ? Boundedness.BOUNDED : Boundedness.UNBOUNDED);
        }
    }

    /** The same, kept for so long by an operator that keeps it, where that is said. */
    Stream kept(OptionalLong millis) {
        return millis.isEmpty() ? this : new Stream(producers, flow.kept(millis.getAsLong()), spread, dealtBy, origin);
    }

    Schema schema() {
        return flow.schema();
    }

    Changes changes() {
        return flow.changes();
    }

    boolean isAppend() {
        return flow.isAppend();
    }

    boolean isBounded() {
        return origin.boundedness() == Boundedness.BOUNDED;
    }
}
