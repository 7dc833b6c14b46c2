package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.Batch;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.MillraceException;
import io.millrace.data.RowOrder;
import io.millrace.data.Schema;
import io.millrace.data.Validity;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.dataflow.state.OrderedTable;
import io.millrace.dataflow.state.StateBackend.Instance;
import io.millrace.dataflow.state.StateStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateBudgetTest {
    private static final Schema KEY = Schema.of(Field.of("k", DataType.Plain.BIGINT));
    private static final Schema VALUE = Schema.of(Field.of("v", DataType.Plain.BIGINT));
    private static final int[] FIRST = {0};
    private static final int[] SECOND = {1};
    private static final long LIMIT = 4 << 20;

    private final StateBudget budget = new StateBudget(LIMIT);
    private final StateStore store =
            new HeapStateBackend(new MemoryStorage(), Runnable::run, new StateMemory(budget, Optional.empty()))
                    .open(new Instance("sums", 1, 3, 16, 0), List.of());

    @Test
    void anOverfullMapNamesItsOperatorAndWhatToDo() {
        MapTable table = store.map("groups", KEY, VALUE);
        int[] slots = new int[Batch.MAX_ROWS];
        assertThatThrownBy(() -> grow(batch -> table.findOrAdd(batch, FIRST, 0, batch.size(), slots)))
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(MillraceException.Kind.RESOURCES);
                            assertThat(e.code()).isEqualTo("state-memory-exceeded");
                        })
                .hasMessageContaining("Table 'groups' of operator 'sums' (instance 2 of 3)")
                .hasMessageContaining("state.memory is 4096 KB")
                .hasMessageContaining("--set state.memory=");
        assertThat(budget.heldBytes()).isBetween(LIMIT, LIMIT + LIMIT / 4);
    }

    @Test
    void anOverfullMultimapFails() {
        MultimapTable table = store.multimap("rows", KEY, VALUE, Schema.of());
        assertThatThrownBy(() -> grow(batch -> table.add(batch, FIRST, SECOND, 0, batch.size())))
                .hasMessageContaining("Table 'rows'");
    }

    @Test
    void anOverfullOrderedTableFails() {
        OrderedTable table = store.ordered("tops", KEY, VALUE, RowOrder.ascending(0));
        int[] keys = new int[Batch.MAX_ROWS];
        assertThatThrownBy(() -> grow(batch -> table.add(batch, FIRST, SECOND, 0, batch.size(), keys)))
                .hasMessageContaining("Table 'tops'");
    }

    @Test
    void aClosedStoreGivesItsMemoryBack() {
        MapTable table = store.map("groups", KEY, VALUE);
        table.findOrAdd(rows(0, Batch.MAX_ROWS), FIRST, 0, Batch.MAX_ROWS, new int[Batch.MAX_ROWS]);
        for (int i = 0; i < 1024; i++) {
            table.findOrAdd(rows(0, 1), FIRST, 0, 1, new int[1]);
        }
        assertThat(budget.heldBytes()).isPositive();
        store.close();
        assertThat(budget.heldBytes()).isZero();
    }

    private interface Adding {
        void add(Batch batch);
    }

    /** Adds rows of ever new keys until ten times the limit must have been reached. */
    private static void grow(Adding adding) {
        for (long first = 0; first < 10 * LIMIT / 16; first += Batch.MAX_ROWS) {
            adding.add(rows(first, Batch.MAX_ROWS));
        }
    }

    private static Batch rows(long first, int count) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = first + i;
        }
        LongColumn column = new LongColumn(count, values, Validity.ALL, Lease.UNPOOLED);
        return Batch.of(count, column, column);
    }
}
