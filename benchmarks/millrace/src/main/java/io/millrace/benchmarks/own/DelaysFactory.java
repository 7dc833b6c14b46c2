package io.millrace.benchmarks.own;

import io.millrace.benchmarks.run.Schedule;
import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.ConnectorFactory;
import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import java.util.List;

/** {@code 'connector' = 'delays'}: notes how long after its last column's time each row comes. */
public final class DelaysFactory implements ConnectorFactory {
    @Override
    public String name() {
        return "delays";
    }

    @Override
    public String doc() {
        return "How late rows come";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public Sink sink(TableOptions table) {
        return new DelaysSink(table.schema());
    }

    /** The sink of these. */
    public record DelaysSink(Schema schema) implements Sink {
        @Override
        public SinkWriter writer(WriterContext context) {
            return new Writer(schema.size() - 1, context.services().buffers(), Schedule.current().sink());
        }

        @Override
        public Accepts accepts() {
            return Accepts.WEIGHTS;
        }

        @Override
        public String describe() {
            return "delays";
        }
    }

    private record Writer(int due, BufferPool buffers, Schedule.Delays delays) implements SinkWriter {
        private static final long MICROS_PER_MILLI = 1_000;

        @Override
        public void recover(List<String> tickets) {}

        @Override
        public void write(Batch batch, int from) {
            Column.LongColumn times = (Column.LongColumn) Columns.flat(batch.column(due), buffers);
            int row = from;
            while (row < batch.size()) {
                long time = times.values()[batch.position(row)];
                int begin = row;
                while (row < batch.size() && times.values()[batch.position(row)] == time) {
                    row++;
                }
                delays.out(time / MICROS_PER_MILLI, row - begin);
            }
            times.release();
        }

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
