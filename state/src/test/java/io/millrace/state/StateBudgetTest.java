package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongCells;
import io.millrace.data.MillraceException;
import io.millrace.data.RowOrder;
import io.millrace.data.Schema;
import io.millrace.data.Validity;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.dataflow.state.OrderedTable;
import io.millrace.dataflow.state.StateBackend.Instance;
import io.millrace.dataflow.state.StateStore;
import io.millrace.dataflow.state.StateStore.PendingSnapshot;
import io.millrace.dataflow.state.TimeToLive;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateBudgetTest {
    private static final Schema KEY = Schema.of(Field.of("k", DataType.Plain.BIGINT));
    private static final Schema VALUE = Schema.of(Field.of("v", DataType.Plain.BIGINT));
    private static final int[] FIRST = {0};
    private static final int[] SECOND = {1};
    private static final long LIMIT = 4 << 20;

    /** So many rows take about four times the limit. */
    private static final int SOME = 500_000;

    private final StateBudget budget = new StateBudget(LIMIT);
    private final StateStore store =
            new HeapStateBackend(
                            new MemoryStorage(),
                            Runnable::run,
                            new StateMemory(budget, Optional.empty()),
                            BufferPool.HEAP)
                    .open(new Instance("sums", 1, 3, 16, 0), List.of());

    /**
     * A block on disk is a batch: of blocks of two rows so much must be known that a small budget has no room for it.
     */
    @BeforeEach
    void blocksAreOfUse() {
        Assumptions.assumeTrue(Batch.MAX_ROWS >= 256);
    }

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

    @Test
    void fourTimesTheBudgetIsKeptWithinIt() {
        MemoryStorage scratch = new MemoryStorage();
        MapTable table = spilling(scratch).map("groups", KEY, VALUE);
        int keys = 400_000;
        long[] model = new long[keys];
        int[] slots = new int[Batch.MAX_ROWS];
        Random random = new Random(5);
        long most = 0;
        for (int i = 0; i < 1_000_000; i += Batch.MAX_ROWS) {
            long[] chosen = new long[Batch.MAX_ROWS];
            for (int row = 0; row < chosen.length; row++) {
                chosen[row] = i < keys ? Math.min(keys - 1, i + row) : random.nextInt(keys);
            }
            table.findOrAdd(column(chosen), FIRST, 0, chosen.length, slots);
            LongCells sums = (LongCells) table.value(0);
            for (int row = 0; row < chosen.length; row++) {
                assertThat(sums.get(slots[row])).isEqualTo(model[(int) chosen[row]]);
                sums.set(slots[row], ++model[(int) chosen[row]]);
            }
            most = Math.max(most, budget.heldBytes());
        }
        assertThat(table.size()).isEqualTo(keys);
        assertThat(most).isLessThan(LIMIT + LIMIT / 4);
        assertThat(scratch.files).isNotEmpty();
        // Listing gives each row once.
        long sum = 0;
        for (int start = 0, n; (n = table.list(start, slots)) > 0; start = slots[n - 1] + 1) {
            for (int i = 0; i < n; i++) {
                sum += ((LongCells) table.value(0)).get(slots[i]);
            }
        }
        assertThat(sum).isEqualTo(Arrays.stream(model).sum());
    }

    @Test
    void filesOfAClosedStoreAreGone() {
        MemoryStorage scratch = new MemoryStorage();
        StateStore spilling = spilling(scratch);
        MapTable table = spilling.map("groups", KEY, VALUE);
        int[] slots = new int[Batch.MAX_ROWS];
        grow(SOME, batch -> table.findOrAdd(batch, FIRST, 0, batch.size(), slots));
        assertThat(scratch.files).isNotEmpty();
        spilling.close();
        assertThat(scratch.files).isEmpty();
    }

    @Test
    void aDamagedFileIsNamed() {
        MemoryStorage scratch = new MemoryStorage();
        MapTable table = spilling(scratch).map("groups", KEY, VALUE);
        int[] slots = new int[Batch.MAX_ROWS];
        grow(SOME, batch -> table.findOrAdd(batch, FIRST, 0, batch.size(), slots));
        scratch.files
                .values()
                .forEach(file -> {
                    for (int at = 100; at < file.length; at += 500) {
                        file[at] ^= 1;
                    }
                });
        assertThatThrownBy(() -> grow(SOME, batch -> table.find(batch, FIRST, 0, batch.size(), slots)))
                .isInstanceOfSatisfying(MillraceException.class, e -> assertThat(e.code()).isEqualTo("spill-damaged"))
                .hasMessageContaining("table 'groups'")
                .hasMessageContaining("cold/");
    }

    @Test
    void aDiskThatFailsEndsTheJobWithItsError() {
        MemoryStorage scratch = new MemoryStorage();
        MapTable table = spilling(scratch).map("groups", KEY, VALUE);
        int[] slots = new int[Batch.MAX_ROWS];
        scratch.isBroken = true;
        assertThatThrownBy(() -> grow(SOME, batch -> table.findOrAdd(batch, FIRST, 0, batch.size(), slots)))
                .isInstanceOfSatisfying(MillraceException.class, e -> assertThat(e.code()).isEqualTo("storage-failed"));
    }

    @Test
    void aTableGivesMemoryBackThatAnotherNeeds() {
        StateStore spilling = spilling(new MemoryStorage());
        MapTable first = spilling.map("first", KEY, VALUE);
        MapTable second = spilling.map("second", KEY, VALUE);
        int[] slots = new int[Batch.MAX_ROWS];
        grow(SOME, batch -> first.findOrAdd(batch, FIRST, 0, batch.size(), slots));
        long alone = ((RestorableTable) first).sizeBytes();
        grow(
                SOME,
                batch -> {
                    second.findOrAdd(batch, FIRST, 0, batch.size(), slots);
                    first.find(batch, FIRST, 0, 1024, slots);
                });
        assertThat(((RestorableTable) first).sizeBytes()).isLessThan(alone * 3 / 4);
        assertThat(((RestorableTable) second).sizeBytes()).isGreaterThan(LIMIT / 8);
        assertThat(budget.heldBytes()).isLessThan(LIMIT + LIMIT / 4);
    }

    /** Here a column is added: when a row was last changed. */
    @Test
    void aChangedTableIsRestoredWithinTheBudget() {
        MemoryStorage checkpoints = new MemoryStorage();
        StateStore before =
                new HeapStateBackend(checkpoints, Runnable::run).open(new Instance("sums", 0, 1, 16, 0), List.of());
        MapTable sums = before.map("groups", KEY, VALUE);
        MultimapTable rows = before.multimap("rows", KEY, VALUE, Schema.of());
        int[] slots = new int[Batch.MAX_ROWS];
        grow(
                SOME,
                batch -> {
                    sums.findOrAdd(batch, FIRST, 0, batch.size(), slots);
                    rows.add(batch, FIRST, SECOND, 0, batch.size());
                });
        PendingSnapshot snapshot = before.freeze(1);
        while (snapshot.advance(Batch.MAX_ROWS) == Progress.MORE || !snapshot.isDurable()) {
            Thread.onSpinWait();
        }
        MemoryStorage scratch = new MemoryStorage();
        StateStore after =
                new HeapStateBackend(
                                checkpoints,
                                Runnable::run,
                                new StateMemory(budget, Optional.of(scratch)),
                                BufferPool.HEAP)
                        .open(new Instance("sums", 0, 1, 16, 0, TimeToLive.of(1_000)), List.of(snapshot.manifest()));
        MapTable restored = after.map("groups", KEY, VALUE);
        MultimapTable restoredRows = after.multimap("rows", KEY, VALUE, Schema.of());
        assertThat(budget.heldBytes()).isLessThan(LIMIT + LIMIT / 4);
        assertThat(restored.size()).isEqualTo(sums.size());
        assertThat(restoredRows.size()).isEqualTo(rows.size());
        grow(
                SOME,
                batch -> {
                    restored.find(batch, FIRST, 0, batch.size(), slots);
                    assertThat(slots).doesNotContain(-1);
                });
        after.close();
        assertThat(scratch.files).isEmpty();
        assertThat(budget.heldBytes()).isZero();
    }

    private StateStore spilling(MemoryStorage scratch) {
        return new HeapStateBackend(
                        new MemoryStorage(),
                        Runnable::run,
                        new StateMemory(budget, Optional.of(scratch)),
                        BufferPool.HEAP)
                .open(new Instance("sums", 0, 1, 16, 0), List.of());
    }

    private static Batch column(long[] values) {
        return Batch.of(values.length, new LongColumn(values.length, values, Validity.ALL, Lease.UNPOOLED));
    }

    private interface Adding {
        void add(Batch batch);
    }

    /** Adds rows of ever new keys until ten times the limit must have been reached. */
    private static void grow(Adding adding) {
        grow(10 * LIMIT / 16, adding);
    }

    private static void grow(long rows, Adding adding) {
        for (long first = 0; first < rows; first += Batch.MAX_ROWS) {
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
