package io.millrace.connectors.generators.sinks;

import io.millrace.data.Batch;
import io.millrace.dataflow.connector.ConnectorFactory;
import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import java.util.List;

/** Makes the connector {@code blackhole}, whose rows are gone. */
public final class BlackholeConnectorFactory implements ConnectorFactory {

    @Override
    public String name() {
        return "blackhole";
    }

    @Override
    public String doc() {
        return "Takes rows and drops them, to measure what comes before";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public Sink sink(TableOptions table) {
        return new Blackhole(table.name());
    }

    private record Blackhole(String table) implements Sink {
        @Override
        public SinkWriter writer(WriterContext context) {
            return new Writer();
        }

        @Override
        public Accepts accepts() {
            return Accepts.WEIGHTS;
        }

        @Override
        public String describe() {
            return "blackhole " + table;
        }
    }

    private static final class Writer implements SinkWriter {
        @Override
        public void recover(List<String> tickets) {}

        @Override
        public void write(Batch batch, int from) {}

        @Override
        public List<String> prepare(long barrier) {
            return List.of();
        }

        @Override
        public void commit(List<String> tickets) {}

        @Override
        public void close() {}
    }
}
