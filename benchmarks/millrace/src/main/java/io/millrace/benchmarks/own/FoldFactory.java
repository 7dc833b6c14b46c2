package io.millrace.benchmarks.own;

import io.millrace.dataflow.connector.ConnectorFactory;
import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.sink.Sink;
import java.util.List;

/** {@code 'connector' = 'fold'}: folds every value of every row. */
public final class FoldFactory implements ConnectorFactory {
    @Override
    public String name() {
        return "fold";
    }

    @Override
    public String doc() {
        return "A checksum over every value";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public Sink sink(TableOptions table) {
        return new FoldSink(table.schema());
    }
}
