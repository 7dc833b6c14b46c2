package io.millrace.operators.rank;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.Cells;
import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.LongBuilder;
import io.millrace.data.LongCells;
import io.millrace.data.RowOrder.Direction;
import io.millrace.data.RowOrder.NullPlacement;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.MultimapTable;
import java.util.Arrays;

/**
 * Keeps every row in a table without a key, and sorts the table's slots when the input has ended. What is emitted leaves the table,
 * and how much that was stands in another; the sorted slots are scratch, and are sorted again after a restore.
 */
final class SortOperator implements Operator {
    private static final Schema NONE = new Schema(java.util.List.of());
    private static final int[] NO_COLUMNS = {};
    private static final Schema KEY = Schema.of(Field.required("key", Plain.INT));
    private static final Schema NUMBERED = Schema.of(Field.required("number", Plain.BIGINT));

    private final Sort spec;
    private final int[] columns;
    private final int[] slots = new int[Batch.MAX_ROWS];
    private final int[] numberSlot = new int[1];
    private MultimapTable rows;
    private MapTable numbers;
    private BatchBuilder building;
    private int[] sorted = {};
    private int next;
    private boolean isSorted;

    SortOperator(Sort spec) {
        this.spec = spec;
        this.columns = new int[spec.input().schema().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i;
        }
    }

    @Override
    public void open(OperatorContext context) {
        rows = context.state().multimap("rows", NONE, spec.input().schema(), NONE);
        numbers = context.state().ownMap("number", KEY, NUMBERED);
        building = new BatchBuilder(spec.outputs().getFirst(), context.buffers());
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        rows.add(batch, NO_COLUMNS, columns, from, batch.size());
        return batch.size();
    }

    @Override
    public Progress endInput(int input, Output output) {
        if (!isSorted) {
            sort();
        }
        Batch key = Batch.of(1, new Column[] {Columns.constant(Plain.INT, 0, 1)});
        numbers.findOrAdd(key, new int[] {0}, 0, 1, numberSlot);
        LongCells number = (LongCells) numbers.value(0);
        long done = number.get(numberSlot[0]);
        Ranking ranking = spec.ranking();
        long end = ranking.limit() == Ranking.NO_LIMIT ? Long.MAX_VALUE : ranking.offset() + ranking.limit();
        while (next < sorted.length) {
            if (!output.room()) {
                number.set(numberSlot[0], done);
                return Progress.MORE;
            }
            done = emitBatch(done, ranking.offset(), end, output);
        }
        number.set(numberSlot[0], done);
        return Progress.DONE;
    }

    @Override
    public void close() {
        if (building != null) {
            building.close();
        }
    }

    /**
     * Takes about a batch of rows out of the table, in order, and emits those whose numbers are wanted; the number reached. Equal
     * rows leave the table together: a batch may end a few rows late for them, but for so many that they would not fit.
     */
    private long emitBatch(long from, long offset, long end, Output output) {
        long number = from;
        int count = 0;
        int begin = next;
        while (next < sorted.length && count < Batch.MAX_ROWS) {
            int slot = sorted[next++];
            for (int weight = rows.weight(slot); weight > 0; weight--) {
                if (number >= offset && number < end) {
                    slots[count++] = slot;
                    if (spec.ranking().numbering() == Ranking.Numbering.SHOWN) {
                        ((LongBuilder) building.column(columns.length)).append(number + 1);
                    }
                    if (count == Batch.MAX_ROWS) {
                        emit(count, output);
                        count = weight > 1 ? 0 : count;
                    }
                }
                number++;
            }
        }
        if (count < Batch.MAX_ROWS) {
            emit(count, output);
        }
        for (int i = begin; i < next; i++) {
            rows.remove(sorted[i]);
        }
        return number;
    }

    private void emit(int count, Output output) {
        if (count > 0) {
            for (int column : columns) {
                rows.row(column).gather(slots, 0, count, building.column(column));
            }
            output.emit(building.build());
        }
    }

    private void sort() {
        int[] all = new int[rows.size()];
        int count = 0;
        int listed = rows.list(0, slots);
        while (listed > 0) {
            System.arraycopy(slots, 0, all, count, listed);
            count += listed;
            listed = rows.list(slots[listed - 1] + 1, slots);
        }
        sorted = mergeSort(Arrays.copyOf(all, count));
        next = 0;
        isSorted = true;
    }

    private int[] mergeSort(int[] values) {
        int[] source = values;
        int[] target = new int[values.length];
        for (int width = 1; width < values.length; width *= 2) {
            for (int low = 0; low < values.length; low += 2 * width) {
                merge(source, target, low, Math.min(low + width, values.length), Math.min(low + 2 * width, values.length));
            }
            int[] swap = source;
            source = target;
            target = swap;
        }
        return source;
    }

    private void merge(int[] source, int[] target, int low, int middle, int high) {
        int left = low;
        int right = middle;
        for (int at = low; at < high; at++) {
            if (left < middle && (right >= high || compare(source[left], source[right]) <= 0)) {
                target[at] = source[left++];
            } else {
                target[at] = source[right++];
            }
        }
    }

    /** By the order's columns, and then by all, so that equal sorts are equal always. */
    private int compare(int left, int right) {
        for (SortKey key : spec.ranking().order()) {
            Cells cells = rows.row(key.column());
            boolean leftNull = cells.isNull(left);
            if (leftNull || cells.isNull(right)) {
                if (leftNull != cells.isNull(right)) {
                    return leftNull == (key.nulls() == NullPlacement.FIRST) ? -1 : 1;
                }
                continue;
            }
            int order = cells.compare(left, right);
            if (order != 0) {
                return key.direction() == Direction.ASCENDING ? order : -order;
            }
        }
        for (int column : columns) {
            int order = rows.row(column).compare(left, right);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
