package io.millrace.sql;

import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import java.util.List;
import java.util.function.Supplier;

/** What came of a statement. */
public sealed interface Answer {

    /** The catalog or a setting was changed; the message says how, in a few words. */
    record Done(String message) implements Answer {}

    /** A table of texts, for SHOW and DESCRIBE. */
    record Listing(List<String> columns, List<List<String>> rows) implements Answer {
        public Listing {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /** A text of several lines, for EXPLAIN. */
    record Text(String text) implements Answer {}

    /**
     * A job to be run.
     *
     * @param result the rows that a query prints; no columns where the job writes into tables alone
     * @param changes whether the printed rows are inserts alone
     * @param order what a bounded result is sorted by at the end has been done by the plan; {@code KEEP} says that its
     *     rows must be printed in the order in which they come
     * @param explanation makes the text of the plan, for whoever wants to read it
     */
    record Job(JobGraph graph, Schema result, Changes changes, Order order, Supplier<Explanation> explanation)
            implements Answer {}

    /** Whether the order of printed rows means something. */
    enum Order {
        ANY,
        KEEP
    }

    /** The plan for readers. */
    record Explanation(String logical, String physical) {}
}
