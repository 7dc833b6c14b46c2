package io.millrace.sql;

import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph;
import java.util.List;

/** What has become of a statement. */
public sealed interface Planned {

    /**
     * A query whose rows go to the results.
     *
     * @param schema of the rows
     */
    record Query(JobGraph graph, Schema schema) implements Planned {}

    /**
     * A job that writes tables.
     *
     * @param tables their names
     */
    record Insert(JobGraph graph, List<String> tables) implements Planned {
        public Insert {
            tables = List.copyOf(tables);
        }
    }

    /** An answer that is a small table of texts. */
    record Rows(List<String> header, List<List<String>> rows) implements Planned {
        public Rows {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /** An answer that is text of several lines. */
    record Text(String text) implements Planned {}

    /**
     * Something was done to the session.
     *
     * @param message one line without a full stop
     */
    record Done(String message) implements Planned {}
}
