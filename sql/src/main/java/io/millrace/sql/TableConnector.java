package io.millrace.sql;

import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.source.Source;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;

/** Makes the sources and sinks of a plan, and checks tables when they are defined. The session's thread calls. */
public interface TableConnector {

    /** Throws where the options of a table are wrong. */
    void check(TableDefinition table);

    /** The columns of a table that was declared without any. */
    Schema infer(TableDefinition table);

    /** Reads a table; its schema is {@link TableDefinition#readSchema}. */
    Source source(TableDefinition table);

    /** Writes a table; the rows are those of {@link TableDefinition#writeSchema}. */
    Sink sink(TableDefinition table);

    /** Takes the rows of a query that names no table to write. */
    Sink results(Schema schema, Changes changes);
}
