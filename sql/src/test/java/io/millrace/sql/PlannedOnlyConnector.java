package io.millrace.sql;

import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.dataflow.source.SplitReader;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;

/// Sources and sinks that can be planned and printed, and no more.
///
/// A table is unbounded where its connector is `stream`, and takes no changes where it is `filesystem`.
final class PlannedOnlyConnector implements TableConnector {

    private record TableSource(String name, Schema schema, Boundedness boundedness) implements Source {
        @Override
        public SplitEnumerator enumerator(EnumeratorContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SplitReader reader(ReaderContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String describe() {
            return name;
        }
    }

    private record TableSink(String name, Accepts accepts) implements Sink {
        @Override
        public SinkWriter writer(WriterContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String describe() {
            return name;
        }
    }

    @Override
    public void check(TableDefinition table) {}

    @Override
    public Schema infer(TableDefinition table) {
        return Schema.of(Field.of("inferred", io.millrace.data.DataType.STRING));
    }

    @Override
    public Source source(TableDefinition table) {
        boolean endless = table.connector().filter("stream"::equals).isPresent();
        return new TableSource(
                table.name(), table.readSchema(), endless ? Source.Boundedness.UNBOUNDED : Source.Boundedness.BOUNDED);
    }

    @Override
    public Sink sink(TableDefinition table) {
        boolean files = table.connector().filter("filesystem"::equals).isPresent();
        return new TableSink(table.name(), files ? Sink.Accepts.APPEND : Sink.Accepts.WEIGHTS);
    }

    @Override
    public Sink results(Schema schema, Changes changes) {
        return new TableSink("results", Sink.Accepts.WEIGHTS);
    }
}
