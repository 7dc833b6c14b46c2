package io.millrace.operators.rank;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.ByteCells;
import io.millrace.data.Cells;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.StateTables;
import io.millrace.operators.Columnar;
import java.util.Arrays;

/**
 * The partitions that have changed since their last result was emitted, in order, each once. A table tells which are
 * in; it is empty whenever the queue is.
 */
public final class PartitionQueue {
    private static final Schema IN = Schema.of(Field.of("in", Plain.BOOLEAN));

    private final MapTable members;
    private final int[] partition;
    private final ColumnBuilder[] keys;
    private final int[] slots = new int[Batch.MAX_ROWS];
    private final int[] listed = new int[Batch.MAX_ROWS];
    private int size;

    public PartitionQueue(StateTables state, Schema keySchema, int[] partition, BufferPool buffers) {
        members = partition.length == 0 ? state.ownMap("held", keySchema, IN) : state.map("held", keySchema, IN);
        this.partition = partition;
        keys = Columnar.builders(keySchema, buffers);
    }

    /** How many partitions are in. */
    public int size() {
        return size;
    }

    /**
     * Takes in the partitions of some rows.
     *
     * @param rows the rows, by number, that brought a new one in are left here
     * @return how many there are
     */
    public int take(Batch batch, int from, int to, int[] rows) {
        members.findOrAdd(batch, partition, from, to, slots);
        ByteCells in = (ByteCells) members.value(0);
        int count = 0;
        for (int row = from; row < to; row++) {
            int slot = slots[row - from];
            if (in.pages()[slot >>> Cells.PAGE_BITS][slot & Cells.PAGE_MASK] == 0) {
                in.set(slot, (byte) 1);
                rows[count++] = row;
            }
        }
        for (int i = 0; i < count; i++) {
            listed[i] = batch.position(rows[i]);
        }
        for (int key = 0; key < keys.length; key++) {
            keys[key].appendAll(batch.column(partition[key]), listed, 0, count);
        }
        size += count;
        return count;
    }

    /** The keys of the partitions, a row each, to be read before others are taken in. */
    public Batch keys() {
        return Batch.of(size, Columnar.view(keys));
    }

    /** Lets all partitions out. */
    public void clear() {
        for (int count = members.list(0, listed); count > 0; count = members.list(0, listed)) {
            for (int i = 0; i < count; i++) {
                members.remove(listed[i]);
            }
        }
        Columnar.reset(keys);
        size = 0;
    }

    public void close() {
        Columnar.close(keys);
    }

    /** The columns that are not the partition's, in order. */
    public static int[] others(int columns, int[] partition) {
        int[] others = new int[columns];
        int count = 0;
        for (int column = 0; column < columns; column++) {
            int wanted = column;
            if (Arrays.stream(partition).noneMatch(key -> key == wanted)) {
                others[count++] = column;
            }
        }
        return Arrays.copyOf(others, count);
    }
}
