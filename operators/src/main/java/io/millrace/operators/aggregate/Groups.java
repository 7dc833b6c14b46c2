package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.ByteSink;
import io.millrace.data.Cells;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Field;
import io.millrace.data.LongCells;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.data.ValueText;
import io.millrace.data.Widths;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.PaneTable;
import io.millrace.operators.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The groups of an aggregation, one row of a table each: its keys, the count of its rows, and the cells of its
 * accumulators. A batch is taken in two steps, {@link #locate} and {@link #add}, so that whoever wants to can look at
 * the groups in between.
 */
public final class Groups {
    private final Schema keySchema;
    private final MapTable table;
    private final AccumulatorPlan plan;
    private final Accumulators accumulators;
    private final CallResult[] results;
    private final int[] keyColumns;
    private final int cellCount;

    /** Keys and cells: what is copied when a group is emitted. */
    private final Cells[] copied;

    private final RowSet rows = new RowSet();
    private final int[] added = new int[Batch.MAX_ROWS];

    /** What is aggregated, and how far. */
    public record Input(Flow flow, Grouping grouping, Phase phase) {}

    /**
     * @param name of the table
     * @param keyColumns the columns of the input that make the keys of the tables
     * @param further cells that the caller wants beside those of the accumulators
     */
    public Groups(String name, Input input, int[] keyColumns, GroupTables tables, List<Field> further) {
        Flow flow = input.flow();
        this.plan = AccumulatorPlan.of(flow.schema(), input.grouping(), input.phase());
        this.keyColumns = keyColumns;
        this.keySchema = tables.keys();
        List<Field> cells = new ArrayList<>(plan.cells());
        this.cellCount = cells.size();
        cells.addAll(further);
        this.table = tables.map(name, List.of(), cells);
        Cells[] own = new Cells[cellCount];
        for (int i = 0; i < cellCount; i++) {
            own[i] = table.value(i);
        }
        this.accumulators = new Accumulators(plan, flow, own, keyColumns, Optional.of(tables));
        this.results = results(plan, accumulators, own);
        this.copied = copied(table, keySchema.size(), own);
    }

    /** Groups of the same table, to which partial results are added. */
    private Groups(Groups whole, Flow partials, Grouping grouping, int[] keyColumns) {
        this.plan = AccumulatorPlan.of(partials.schema(), grouping, Phase.GLOBAL);
        this.keyColumns = keyColumns;
        this.keySchema = whole.keySchema;
        this.table = whole.table;
        this.cellCount = whole.cellCount;
        Cells[] own = new Cells[cellCount];
        for (int i = 0; i < own.length; i++) {
            own[i] = table.value(i);
        }
        this.accumulators = new Accumulators(plan, partials, own, keyColumns, Optional.empty());
        this.results = results(plan, accumulators, own);
        this.copied = copied(table, keySchema.size(), own);
    }

    /**
     * The same groups, to be added partial results, as {@link #partials} gives them behind the columns of the grouping.
     *
     * @param partials the columns of what will be added; rows that stay
     * @param keyColumns its columns that make the keys of the table
     */
    public Groups merging(Flow partials, Grouping grouping, int[] keyColumns) {
        return new Groups(this, partials, grouping, keyColumns);
    }

    private static CallResult[] results(AccumulatorPlan plan, Accumulators accumulators, Cells[] cells) {
        CallResult[] results = new CallResult[plan.calls().size()];
        for (int i = 0; i < results.length; i++) {
            results[i] =
                    CallResult.of(
                            plan.calls().get(i),
                            accumulators,
                            index -> cells[index == AccumulatorPlan.ROWS ? 0 : plan.firstCell(index)]);
        }
        return results;
    }

    private static Cells[] copied(MapTable table, int keys, Cells[] own) {
        Cells[] copied = new Cells[keys + own.length];
        for (int key = 0; key < keys; key++) {
            copied[key] = table.key(key);
        }
        System.arraycopy(own, 0, copied, keys, own.length);
        return copied;
    }

    public MapTable table() {
        return table;
    }

    /** The caller's own cells. */
    public Cells further(int index) {
        return table.value(cellCount + index);
    }

    public int keyCount() {
        return keySchema.size();
    }

    public Field key(int index) {
        return keySchema.field(index);
    }

    /** The cells of a partial result. */
    public List<Field> cells() {
        return plan.cells();
    }

    /** How many cells a partial result has. */
    public int cellCount() {
        return cellCount;
    }

    /** The number of rows in each group. */
    public LongCells rowCount() {
        return accumulators.rowCount();
    }

    /**
     * Finds or makes the groups of some rows, at most {@link Batch#MAX_ROWS}; row {@code i} has {@code slots()[i -
     * from]}.
     */
    public void locate(Batch batch, int from, int to) {
        rows.take(batch, from, to);
        table.findOrAdd(batch, keyColumns, from, to, rows.slots);
        begin();
    }

    /** Finds or makes the one group of an aggregation without keys. */
    public void locateOnly(Batch oneRow) {
        rows.take(oneRow, 0, 1);
        table.findOrAdd(oneRow, keyColumns, 0, 1, rows.slots);
        begin();
    }

    private void begin() {
        long[] present = accumulators.rowCount().validity();
        LongCells counts = accumulators.rowCount();
        int count = 0;
        int[] slots = rows.slots;
        for (int i = 0; i < rows.count; i++) {
            int slot = slots[i];
            if ((present[slot >>> 6] & 1L << slot) == 0) {
                counts.set(slot, 0);
                added[count++] = slot;
            }
        }
        if (count > 0) {
            accumulators.begin(added, count);
        }
    }

    /** Makes groups that were told to the table as changing as if no row had come to them; further cells stay. */
    public void clear(int[] slots, int count) {
        for (int cell = 0; cell < cellCount; cell++) {
            table.value(cell).clearAll(slots, count);
        }
        accumulators.begin(slots, count);
    }

    /** The groups of the rows that were located last. */
    public int[] slots() {
        return rows.slots;
    }

    /** Adds the rows that were located last, of the same batch. */
    public void add(Batch batch) {
        accumulators.add(batch, rows);
    }

    /** Appends the results of some groups to builders from {@code first} on, one a call. */
    public void results(int[] slots, int from, int to, ColumnBuilder[] into, int first) {
        for (int i = 0; i < results.length; i++) {
            try {
                results[i].append(slots, from, to, into[first + i]);
            } catch (MillraceException e) {
                throw e.kind() == MillraceException.Kind.USER ? ofGroup(e, i, slots, from, to) : e;
            }
        }
    }

    /** The failure of a result with the keys of the group that it is of, found by asking for them one by one. */
    private MillraceException ofGroup(MillraceException cause, int result, int[] slots, int from, int to) {
        for (int i = from; i < to; i++) {
            ColumnBuilder scratch = ColumnBuilder.of(plan.calls().get(result).call().type(), BufferPool.HEAP);
            try {
                results[result].append(slots, i, i + 1, scratch);
            } catch (MillraceException e) {
                return new MillraceException(e.code(), e.kind(), e.getMessage() + group(slots[i]), cause);
            } finally {
                scratch.close();
            }
        }
        return cause;
    }

    private String group(int slot) {
        StringBuilder text = new StringBuilder();
        ByteSink value = new ByteSink();
        for (int i = 0; i < keySchema.size(); i++) {
            ColumnBuilder key = ColumnBuilder.of(keySchema.type(i), BufferPool.HEAP);
            table.key(i).gather(new int[] {slot}, 0, 1, key);
            value.reset();
            ValueText.append(key.build(), keySchema.type(i), 0, value);
            text.append(i == 0 ? "\n  of the group " : ", ")
                    .append(keySchema.field(i).name())
                    .append(" = ")
                    .append(value);
        }
        return text.toString();
    }

    /** How many of these groups can be emitted in one batch, as wide as their keys and results are; at least one. */
    public int fitting(int[] slots, int from, int to) {
        return Widths.fitting(copied, slots, from, to);
    }

    /** What is held for texts and nested values of groups. */
    public long variableBytes() {
        return Widths.variable(copied);
    }

    /** Appends the cells of some groups to builders from {@code first} on: their partial results. */
    public void partials(int[] slots, int from, int to, ColumnBuilder[] into, int first) {
        for (int i = 0; i < cellCount; i++) {
            table.value(i).gather(slots, from, to, into[first + i]);
        }
    }

    /** Whether a group is as if it had never been, so that it may be removed. */
    public boolean isZero(int slot) {
        return accumulators.isZero(slot);
    }

    /** Forgets what stands in further tables for a pane whose groups are all gone. */
    public void expire(long pane) {
        for (MapTable distinct : accumulators.distinctTables()) {
            ((PaneTable) distinct).removePane(pane);
        }
    }

    /** The key columns of a table for this grouping. */
    public static Schema keys(Schema input, List<Integer> columns) {
        return input.project(columns.stream().mapToInt(Integer::intValue).toArray());
    }
}
