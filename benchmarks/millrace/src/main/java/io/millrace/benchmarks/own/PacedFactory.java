package io.millrace.benchmarks.own;

import io.millrace.dataflow.connector.ConnectorFactory;
import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.source.Source;
import java.util.List;

/** {@code 'connector' = 'paced'}: a key and a time, by the clock. */
public final class PacedFactory implements ConnectorFactory {
    @Override
    public String name() {
        return "paced";
    }

    @Override
    public String doc() {
        return "Events at a fixed rate";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public Source source(TableOptions table) {
        return new PacedSource(table.schema());
    }
}
