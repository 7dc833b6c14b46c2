package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.IntCells;
import io.millrace.data.Lease;
import io.millrace.data.LongCells;
import io.millrace.data.Schema;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.dataflow.state.StateTables;
import io.millrace.operators.Flow;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The rows that a join keeps of one side, by key. The key columns stand in the table's key alone.
 *
 * <p>Two counters stand beside each row: its <b>degree</b>, the sum of the weights of its partners on the other side,
 * kept where the join must know whether there is one; and a <b>mark</b>, 1 while a row of the other side whose matches
 * were only partly emitted has been joined with it. The marks are the place where such a row goes on after a restore.
 */
final class JoinSide {
    private static final Field MARK = Field.required("mark", Plain.INT);
    private static final Schema MARKED = Schema.of(MARK);
    private static final Schema COUNTED = Schema.of(MARK, Field.required("degree", Plain.BIGINT));

    private final Schema schema;
    private final MultimapTable table;
    private final JoinKeys keys;
    private final int[] others;
    private final Cells[] cells;

    private JoinSide(Schema schema, MultimapTable table, JoinKeys keys, int[] others) {
        this.schema = schema;
        this.table = table;
        this.keys = keys;
        this.others = others;
        this.cells = new Cells[schema.size()];
        for (int i = 0; i < others.length; i++) {
            cells[others[i]] = table.row(i);
        }
        for (int i = 0; i < keys.columns().length; i++) {
            cells[keys.columns()[i]] = table.key(i);
        }
    }

    /** Whether a join must know if a row of a side has a partner. */
    enum Degrees {
        KEPT,
        NOT_KEPT
    }

    /** Declares the table of a side. */
    static JoinSide declare(String name, Flow flow, JoinKeys keys, Degrees degrees, StateTables state) {
        Schema schema = flow.schema();
        int[] others = others(schema, keys);
        Schema keySchema = schema.project(keys.columns());
        Schema counters = degrees == Degrees.KEPT ? COUNTED : MARKED;
        MultimapTable table =
                flow.isAppend()
                        ? state.bag(name, keySchema, schema.project(others), counters)
                        : state.multimap(name, keySchema, schema.project(others), counters);
        return new JoinSide(schema, table, keys, others);
    }

    /** Declares the table of a side that every instance is given whole, of rows that stay. */
    static JoinSide declareWhole(String name, Schema schema, JoinKeys keys, StateTables state) {
        int[] others = others(schema, keys);
        MultimapTable table = state.wholeBag(name, schema.project(keys.columns()), schema.project(others), MARKED);
        return new JoinSide(schema, table, keys, others);
    }

    private static int[] others(Schema schema, JoinKeys keys) {
        return IntStream.range(0, schema.size())
                .filter(column -> Arrays.stream(keys.columns()).noneMatch(key -> key == column))
                .toArray();
    }

    Schema schema() {
        return schema;
    }

    MultimapTable table() {
        return table;
    }

    JoinKeys keys() {
        return keys;
    }

    /** Keeps rows with their weights, but for those that can never have a partner; {@code slots} as in the table. */
    void add(Batch batch, int from, int to, int[] slots) {
        if (!keys.mayBeAlone(batch)) {
            table.add(batch, keys.columns(), others, from, to, slots);
            return;
        }
        int[] positions = new int[to - from];
        int count = 0;
        for (int row = from; row < to; row++) {
            int position = batch.position(row);
            if (!keys.isAlone(batch, position)) {
                positions[count++] = position;
            }
        }
        int[] found = new int[count];
        if (count > 0) {
            // In one call: the slots of an earlier one would be void.
            Batch partnered = batch.select(positions, count, Lease.UNPOOLED);
            table.add(partnered, keys.columns(), others, 0, count, found);
            partnered.release();
        }
        int next = 0;
        for (int row = from; row < to; row++) {
            boolean isAlone = keys.isAlone(batch, batch.position(row));
            slots[row - from] = isAlone ? MultimapTable.ABSENT : found[next++];
        }
    }

    /** Copies one column of the rows in these slots. */
    void gather(int column, int[] slots, int count, ColumnBuilder into) {
        cells[column].gather(slots, 0, count, into);
    }

    /** One column of the rows, by slot; not to be changed. */
    Cells cells(int column) {
        return cells[column];
    }

    Cells[] cells() {
        return cells;
    }

    /** Whether a batch of its rows may have more bytes than a batch should. */
    boolean isWide() {
        long widest = 0;
        for (Cells column : cells) {
            widest += column.longest();
        }
        return widest * Batch.MAX_ROWS > Batch.MAX_BYTES;
    }

    long degree(int slot) {
        return ((LongCells) table.counter(1)).get(slot);
    }

    /** The table must know that the slot changes. */
    void setDegree(int slot, long degree) {
        ((LongCells) table.counter(1)).set(slot, degree);
    }

    boolean isMarked(int slot) {
        return ((IntCells) table.counter(0)).get(slot) != 0;
    }

    void mark(int slot, int mark) {
        table.touch(slot);
        ((IntCells) table.counter(0)).set(slot, mark);
    }
}
