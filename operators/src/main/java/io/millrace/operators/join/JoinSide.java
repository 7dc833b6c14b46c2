package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.ByteCells;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongCells;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.dataflow.state.StateTables;
import io.millrace.operators.join.JoinCondition.Nulls;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one side of a join, by key. Beside each row stands how many partners it has, where the type of the join asks for
 * that, and whether an exploding row of the other side has passed it.
 */
final class JoinSide {
    final Schema schema;
    final int[] keys;
    /** The columns that are no keys, in order. */
    final int[] others;
    /** Where in the output this side's columns begin. */
    final int outputStart;
    /** When a row has, besides its pairs, a row of its own in the output. */
    final Shown shown;

    private final boolean[] nullsDiffer;
    private final boolean anyNullsDiffer;
    private final String name;
    private @Nullable MultimapTable table;
    private final int[] scratchPositions = new int[Batch.MAX_ROWS];

    /** When a row has, besides its pairs, a row of its own in the output. */
    enum Shown {
        NEVER,
        WITHOUT_PARTNER,
        WITH_PARTNER;

        static Shown ofLeft(JoinType type) {
            return switch (type) {
                case SEMI -> WITH_PARTNER;
                case ANTI, LEFT, FULL -> WITHOUT_PARTNER;
                case INNER, RIGHT -> NEVER;
            };
        }
    }

    /** What a side is to its join. */
    record Role(String name, int outputStart, Shown shown) {}

    JoinSide(Schema schema, int[] keys, List<JoinCondition.JoinKey> condition, Role role) {
        this.name = role.name();
        this.schema = schema;
        this.keys = keys;
        this.others = others(schema.size(), keys);
        this.outputStart = role.outputStart();
        this.shown = role.shown();
        this.nullsDiffer = new boolean[keys.length];
        boolean any = false;
        for (int i = 0; i < keys.length; i++) {
            nullsDiffer[i] = condition.get(i).nulls() == Nulls.DIFFER;
            any |= nullsDiffer[i];
        }
        this.anyNullsDiffer = any;
    }

    /** Says that the rows of this side are kept. */
    JoinSide stored(StateTables state) {
        List<Field> counters = new ArrayList<>();
        counters.add(Field.of("passed", Plain.BOOLEAN));
        if (counts()) {
            counters.add(Field.of("partners", Plain.BIGINT));
        }
        table = state.multimap(name, schema.project(keys), schema.project(others), new Schema(counters));
        return this;
    }

    private static int[] others(int columns, int[] keys) {
        List<Integer> others = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            boolean isKey = false;
            for (int key : keys) {
                isKey |= key == column;
            }
            if (!isKey) {
                others.add(column);
            }
        }
        return others.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether partners are counted. */
    boolean counts() {
        return shown != Shown.NEVER;
    }

    MultimapTable table() {
        if (table == null) {
            throw MillraceException.internal("the " + name + " side of this join is not kept");
        }
        return table;
    }

    LongCells partners() {
        return (LongCells) table().counter(1);
    }

    ByteCells passed() {
        return (ByteCells) table().counter(0);
    }

    /** Whether some row of the batch may have a null key that equals nothing. */
    boolean mayHaveLostRows(Batch batch) {
        if (anyNullsDiffer) {
            for (int i = 0; i < keys.length; i++) {
                if (nullsDiffer[i] && batch.column(keys[i]).mayHaveNulls()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a row has no key that could equal another: it is not kept. */
    boolean isLost(Batch batch, int position) {
        for (int i = 0; i < keys.length; i++) {
            if (nullsDiffer[i] && batch.column(keys[i]).isNull(position)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Adds rows to the table, but for those that are lost.
     *
     * @param partners how many partners row {@code i} has, at {@code i - from}; read only where they are counted
     */
    void add(Batch batch, int from, int to, long[] partners, int[] slots) {
        if (from == to) {
            return;
        }
        if (!mayHaveLostRows(batch)) {
            table().add(batch, keys, others, from, to, slots);
            setPartners(partners, slots, to - from);
            return;
        }
        int count = 0;
        for (int row = from; row < to; row++) {
            int position = batch.position(row);
            if (!isLost(batch, position)) {
                scratchPositions[count] = position;
                partners[count++] = partners[row - from];
            }
        }
        if (count > 0) {
            Batch kept = batch.select(scratchPositions, count, Lease.UNPOOLED);
            table().add(kept, keys, others, 0, count, slots);
            kept.release();
            setPartners(partners, slots, count);
        }
    }

    private void setPartners(long[] partners, int[] slots, int count) {
        if (counts()) {
            LongCells cells = partners();
            for (int i = 0; i < count; i++) {
                if (slots[i] != MultimapTable.ABSENT) {
                    cells.set(slots[i], partners[i]);
                }
            }
        }
    }

    /** Appends the columns of stored rows to builders, the first of which is at {@code first}. */
    void gather(int[] slots, int count, ColumnBuilder[] into, int first) {
        for (int key = 0; key < keys.length; key++) {
            table().key(key).gather(slots, 0, count, into[first + keys[key]]);
        }
        for (int i = 0; i < others.length; i++) {
            table().row(i).gather(slots, 0, count, into[first + others[i]]);
        }
    }
}
