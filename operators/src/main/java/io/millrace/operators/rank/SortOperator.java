package io.millrace.operators.rank;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.LongCells;
import io.millrace.data.Schema;
import io.millrace.data.Widths;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.OrderedTable;
import io.millrace.operators.Columnar;
import io.millrace.operators.Outbox;

/** Keeps rows in order and emits them when the input has ended; what was emitted or passed over leaves the table. */
final class SortOperator implements Operator {
    private static final Schema NO_KEYS = Schema.of();
    private static final int[] NONE = {};

    private final Sort spec;
    private final int[] columns;
    private final long end;
    private OrderedTable table;

    /** How many rows have left the table, for the offset and the limit. */
    private MapTable progress;

    private Cells[] cells;
    private final int[] one = new int[1];
    private Outbox outbox;
    private final int[] handles = new int[Batch.MAX_ROWS];
    private final int[] slots = new int[Batch.MAX_ROWS];
    private final int[] removed = new int[Batch.MAX_ROWS];

    SortOperator(Sort spec) {
        this.spec = spec;
        this.columns = Columnar.sequence(spec.input().schema().size());
        Ranking ranking = spec.ranking();
        this.end = ranking.limit() == Ranking.NO_LIMIT ? Long.MAX_VALUE : ranking.offset() + ranking.limit();
    }

    @Override
    public void open(OperatorContext context) {
        Schema schema = spec.input().schema();
        table = context.state().ordered("rows", NO_KEYS, schema, SortKey.order(spec.ranking().order()));
        cells = new Cells[columns.length];
        for (int column = 0; column < cells.length; column++) {
            cells[column] = table.row(column);
        }
        progress = context.state().ownMap("progress", NO_KEYS, Schema.of(Field.of("rows", Plain.BIGINT)));
        outbox = new Outbox(schema, context.buffers());
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        table.add(batch, NONE, columns, from, batch.size(), handles);
        if (spec.input().isAppend()) {
            while (table.count(handles[0]) > end) {
                table.remove(table.last(handles[0]));
            }
        }
        return batch.size();
    }

    @Override
    public Progress endInput(int input, Output output) {
        Batch one = Batch.of(1);
        int[] slot = new int[1];
        progress.findOrAdd(one, NONE, 0, 1, slot);
        LongCells passed = (LongCells) progress.value(0);
        table.find(one, NONE, 0, 1, handles);
        while (handles[0] != OrderedTable.ABSENT && table.first(handles[0]) != OrderedTable.ABSENT) {
            if (!output.room()) {
                return Progress.MORE;
            }
            passed.set(slot[0], emit(handles[0], passed.get(slot[0]), output));
        }
        return Progress.DONE;
    }

    /** Emits about a batch, from the first row on. */
    private long emit(int handle, long passed, Output output) {
        long number = passed;
        int count = 0;
        int gone = 0;
        long bytes = 0;
        int slot = table.first(handle);
        while (slot != OrderedTable.ABSENT
                && count < Batch.MAX_ROWS
                && gone < removed.length
                && bytes < Batch.MAX_BYTES) {
            int weight = Math.max(0, table.weight(slot));
            long from = Math.max(number, spec.ranking().offset());
            long to = Math.min(number + weight, end);
            if (to - from > slots.length - count || (to - from > 1 && (to - from) * width(slot) > Batch.MAX_BYTES)) {
                if (count > 0) {
                    break;
                }
                // One row more often than fits a batch: its copies become a weight.
                slots[count++] = slot;
                for (int column = 0; column < columns.length; column++) {
                    table.row(column).gather(slots, 0, 1, outbox.column(column));
                }
                outbox.weigh(1, (int) (to - from));
                outbox.emitAll(output);
                table.remove(slot);
                return number + weight;
            }
            for (long copy = from; copy < to; copy++) {
                slots[count++] = slot;
            }
            bytes += to > from ? (to - from) * width(slot) : 0;
            number += weight;
            removed[gone++] = slot;
            slot = table.next(slot);
        }
        if (count > 0) {
            for (int column = 0; column < columns.length; column++) {
                table.row(column).gather(slots, 0, count, outbox.column(column));
            }
            outbox.weigh(count, 1);
            outbox.emitAll(output);
        }
        for (int i = 0; i < gone; i++) {
            table.remove(removed[i]);
        }
        return number;
    }

    private long width(int slot) {
        one[0] = slot;
        return Widths.bytes(cells, one, 0, 1);
    }

    @Override
    public void close() {
        if (outbox != null) {
            outbox.close();
        }
    }
}
