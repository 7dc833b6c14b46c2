package io.millrace.operators.write;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BytesBuilder;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.LongCells;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import io.millrace.dataflow.state.MapTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Drives a sink writer. The tickets of what was prepared and not yet committed stand in a table, each with its barrier:
 * those that a checkpoint holds belong to it, so whoever is restored from it commits them first of all.
 */
final class WriteOperator implements Operator {
    private static final Schema TICKET = Schema.of(Field.required("ticket", DataType.STRING));
    private static final Schema BARRIER = Schema.of(Field.required("barrier", Plain.BIGINT));
    private static final int[] TICKET_COLUMN = {0};

    private final Write spec;
    private SinkWriter writer;
    private MapTable tickets;
    private BatchBuilder names;
    private boolean hasCommitted;

    WriteOperator(Write spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext context) {
        tickets = context.state().ownMap("tickets", TICKET, BARRIER);
        names = new BatchBuilder(TICKET, context.buffers());
        writer =
                spec.sink()
                        .writer(
                                new Sink.WriterContext(
                                        context.run(),
                                        context.vertex(),
                                        context.index(),
                                        context.parallelism(),
                                        new Sink.Services(
                                                context.buffers(),
                                                context.clock(),
                                                context.metrics(),
                                                context.session(),
                                                context.executor())));
        writer.recover(take(END_OF_JOB));
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        writer.write(batch, from);
        return batch.size();
    }

    @Override
    public void onBarrier(long barrier) {
        List<String> prepared = writer.prepare(barrier);
        int[] slots = new int[Batch.MAX_ROWS];
        for (int from = 0; from < prepared.size(); from += Batch.MAX_ROWS) {
            for (String ticket : prepared.subList(from, Math.min(prepared.size(), from + Batch.MAX_ROWS))) {
                ((BytesBuilder) names.column(0)).append(ticket);
            }
            Batch batch = names.build();
            tickets.findOrAdd(batch, TICKET_COLUMN, 0, batch.size(), slots);
            LongCells barriers = (LongCells) tickets.value(0);
            for (int i = 0; i < batch.size(); i++) {
                barriers.set(slots[i], barrier);
            }
            batch.release();
        }
    }

    @Override
    public void committed(long barrier) {
        List<String> complete = take(barrier);
        if (!complete.isEmpty() || !hasCommitted) {
            hasCommitted = true;
            writer.commit(complete);
        }
    }

    @Override
    public boolean isSettled() {
        return writer.isSettled();
    }

    @Override
    public void close() {
        if (names != null) {
            names.close();
        }
        if (writer != null) {
            writer.close();
        }
    }

    /** Removes the tickets up to this barrier from the table. */
    private List<String> take(long upTo) {
        List<String> taken = new ArrayList<>();
        int[] slots = new int[64];
        int[] chosen = new int[64];
        int start = 0;
        for (int listed = tickets.list(start, slots); listed > 0; listed = tickets.list(start, slots)) {
            start = slots[listed - 1] + 1;
            LongCells barriers = (LongCells) tickets.value(0);
            int count = 0;
            for (int i = 0; i < listed; i++) {
                if (barriers.get(slots[i]) <= upTo) {
                    chosen[count++] = slots[i];
                }
            }
            read(chosen, count, taken);
            for (int i = 0; i < count; i++) {
                tickets.remove(chosen[i]);
            }
        }
        return taken;
    }

    private void read(int[] slots, int count, List<String> into) {
        tickets.key(0).gather(slots, 0, count, names.column(0));
        BytesColumn column = (BytesColumn) names.column(0).view();
        for (int i = 0; i < count; i++) {
            int start = column.offsets()[i];
            into.add(new String(column.data(), start, column.offsets()[i + 1] - start, StandardCharsets.UTF_8));
        }
        names.reset();
    }
}
