package io.millrace.testing.simulation;

import io.millrace.data.Batch;
import io.millrace.data.Columns;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A sink into a {@link Ledger}.
 *
 * @param ledger names the ledger: a plan is data, so it cannot hold it
 */
public record LedgerSink(String ledger, String table, Schema schema) implements Sink {

    @Override
    public SinkWriter writer(WriterContext context) {
        return new Writer(context);
    }

    @Override
    public Accepts accepts() {
        return Accepts.WEIGHTS;
    }

    @Override
    public String describe() {
        return "ledger " + table;
    }

    private final class Writer implements SinkWriter {
        private final WriterContext context;
        private long after;
        private final Ledger book = Ledger.named(ledger);
        private List<Ledger.Entry> written = new ArrayList<>();

        Writer(WriterContext context) {
            this.context = context;
            this.after = context.run().restoredFrom();
        }

        @Override
        public void recover(List<String> tickets) {
            if (context.run().isRestored()) {
                book.withdraw(table, context.run().restoredFrom());
            }
            tickets.forEach(book::commit);
        }

        @Override
        public void write(Batch batch, int from) {
            for (int row = from; row < batch.size(); row++) {
                int position = batch.position(row);
                StringJoiner text = new StringJoiner(",");
                for (int column = 0; column < schema.size(); column++) {
                    text.add(text(Columns.value(batch.column(column), schema.type(column), position)));
                }
                written.add(new Ledger.Entry(table, text.toString(), batch.weightAt(position)));
            }
        }

        private static String text(@Nullable Object value) {
            return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
        }

        @Override
        public List<String> prepare(long barrier) {
            long before = after;
            after = barrier == Operator.END_OF_JOB ? after : barrier;
            if (written.isEmpty()) {
                return List.of();
            }
            String ticket = book.prepare(table, before, written);
            written = new ArrayList<>();
            return List.of(ticket);
        }

        @Override
        public void commit(List<String> tickets) {
            tickets.forEach(book::commit);
        }

        @Override
        public void close() {
            written.clear();
        }
    }
}
