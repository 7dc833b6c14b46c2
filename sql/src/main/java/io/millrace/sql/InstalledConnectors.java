package io.millrace.sql;

import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Connectors;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.source.Source;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import java.nio.file.Path;

/** The connectors on the class path, by the table option {@code connector}. */
public final class InstalledConnectors implements TableConnector {

    /** Makes the sink that takes the rows of a query. */
    @FunctionalInterface
    public interface Results {
        Sink sink(Schema schema, Changes changes);
    }

    private final Path folder;
    private final Results results;

    /**
     * @param folder what relative paths in table options are relative to
     */
    public InstalledConnectors(Path folder, Results results) {
        this.folder = folder;
        this.results = results;
    }

    @Override
    public void check(TableDefinition table) {
        Connectors.checked(options(table, table.readSchema()));
    }

    @Override
    public Schema infer(TableDefinition table) {
        return Connectors.infer(options(table, table.readSchema()));
    }

    @Override
    public Source source(TableDefinition table) {
        return Connectors.source(options(table, table.readSchema()));
    }

    @Override
    public Sink sink(TableDefinition table) {
        return Connectors.sink(options(table, table.writeSchema()));
    }

    @Override
    public Sink results(Schema schema, Changes changes) {
        return results.sink(schema, changes);
    }

    private TableOptions options(TableDefinition table, Schema schema) {
        return new TableOptions(
                table.name(),
                schema,
                new TableOptions.Keys(table.primaryKey(), table.partitionKeys(), table.metadata()),
                table.options(),
                folder);
    }
}
