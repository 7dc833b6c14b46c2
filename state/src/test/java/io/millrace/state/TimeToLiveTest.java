package io.millrace.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Columns;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongCells;
import io.millrace.data.RowOrder;
import io.millrace.data.Schema;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.dataflow.state.OrderedTable;
import io.millrace.dataflow.state.StateBackend.Instance;
import io.millrace.dataflow.state.StateStore;
import io.millrace.dataflow.state.TimeToLive;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeToLiveTest {
    private static final long TTL = 1_000;
    private static final Schema KEY = Schema.of(Field.of("k", Plain.INT));
    private static final Schema ROW = Schema.of(Field.of("v", Plain.INT));
    private static final Schema CELL = Schema.of(Field.of("n", Plain.BIGINT));
    private static final int[] FIRST = {0};
    private static final int[] SECOND = {1};

    private final MemoryStorage storage = new MemoryStorage();
    private final MemoryStorage scratch = new MemoryStorage();
    private HeapStateBackend backend = new HeapStateBackend(storage, Runnable::run);
    private StateStore store;
    private MapTable map;
    private MultimapTable multimap;
    private MultimapTable bag;
    private OrderedTable ordered;

    private void open(long ttl, List<Manifest> restored) {
        store = backend.open(new Instance("v", 0, 1, 8, 0, TimeToLive.of(ttl)), restored);
        map = store.map("map", KEY, CELL);
        multimap = store.multimap("multimap", KEY, ROW, CELL);
        bag = store.bag("bag", KEY, ROW, CELL);
        ordered = store.ordered("ordered", KEY, ROW, RowOrder.ascending(0));
    }

    private static Batch rows(int from, int to, int weight) {
        Object[] values = IntStream.range(from, to).boxed().toArray();
        int[] weights = new int[to - from];
        java.util.Arrays.fill(weights, weight);
        return Batch.of(to - from, Columns.of(Plain.INT, values), Columns.of(Plain.INT, values))
                .withWeights(weights, Lease.UNPOOLED);
    }

    private void write(int from, int to, int weight) {
        Batch batch = rows(from, to, weight);
        int[] slots = new int[to - from];
        map.findOrAdd(batch, FIRST, 0, batch.size(), slots);
        for (int slot : slots) {
            ((LongCells) map.value(0)).set(slot, weight);
        }
        multimap.add(batch, FIRST, SECOND, 0, batch.size());
        bag.add(batch, FIRST, SECOND, 0, batch.size());
        ordered.add(batch, FIRST, SECOND, 0, batch.size(), slots);
    }

    /** Every table is looked through, and some more. */
    private void forget(long now) {
        for (int call = 0; call < 20; call++) {
            store.forget(now);
        }
    }

    private void assertSizes(int rows) {
        assertEquals(List.of(rows, rows, rows, rows), List.of(map.size(), multimap.size(), bag.size(), ordered.size()));
    }

    private Manifest snapshot(long checkpoint) {
        StateStore.PendingSnapshot pending = store.freeze(checkpoint);
        while (pending.advance(10) == Progress.MORE) {
            // It goes on.
        }
        return pending.manifest();
    }

    @Test
    void whatWasNotChangedForSoLongIsForgotten() {
        open(TTL, List.of());
        store.forget(10_000);
        write(0, 50, 1);
        forget(10_500);
        write(50, 80, 1);
        forget(11_000);
        assertSizes(80);
        forget(11_001);
        assertSizes(30);
        forget(11_501);
        assertSizes(0);
    }

    @Test
    void whatIsChangedStays() {
        open(TTL, List.of());
        store.forget(10_000);
        write(0, 50, 1);
        store.forget(10_900);
        write(0, 20, 2);
        forget(11_500);
        assertEquals(20, map.size());
        assertEquals(20, multimap.size());
        assertEquals(20, ordered.size());
        assertEquals(20, bag.size()); // Each row of a bag has a time of its own.
    }

    @Test
    void debtsAreForgottenToo() {
        open(TTL, List.of());
        store.forget(10_000);
        write(0, 10, -1);
        forget(11_001);
        assertSizes(0);
    }

    @Test
    void aRestoreKeepsTheTimes() {
        open(TTL, List.of());
        store.forget(10_000);
        write(0, 50, 1);
        store.forget(10_500);
        write(50, 80, 1);
        Manifest manifest = snapshot(1);
        open(TTL, List.of(manifest));
        assertSizes(80);
        forget(11_200);
        assertSizes(30);
        Manifest second = snapshot(2);
        open(TTL, List.of(second));
        assertSizes(30);
        forget(11_600);
        assertSizes(0);
    }

    /** Nearly all rows are on disk. */
    private void spill() {
        backend =
                new HeapStateBackend(
                        storage,
                        Runnable::run,
                        new StateMemory(new StateBudget(1), Optional.of(scratch)),
                        BufferPool.HEAP);
    }

    private static final int MANY = 2_000;

    private void writeMany(int from, int to) {
        for (int row = from; row < to; row += 50) {
            write(row, row + 50, 1);
        }
    }

    @Test
    void rowsOnDiskAreForgotten() {
        spill();
        open(TTL, List.of());
        store.forget(10_000);
        writeMany(0, MANY);
        assertSizes(MANY);
        forget(11_000);
        assertSizes(MANY);
        Manifest before = snapshot(1);
        long read = scratch.readBytes();
        forget(11_001);
        assertSizes(0);
        assertEquals(read, scratch.readBytes(), "what is too old as a whole is not read");
        Manifest after = snapshot(2);
        open(TTL, List.of(after));
        assertSizes(0);
        open(TTL, List.of(before));
        assertSizes(MANY);
        forget(11_001);
        assertSizes(0);
    }

    @Test
    void whatIsLookedUpTooLateDoesNotComeBack() {
        spill();
        open(TTL, List.of());
        store.forget(10_000);
        writeMany(0, MANY);
        store.forget(10_900);
        write(0, 50, 1); // They hold their run back: it is not too old as a whole.
        writeMany(MANY, MANY + 500);
        store.forget(11_500);
        int[] slots = new int[50];
        multimap.find(rows(100, 150, 1), FIRST, 0, 50, slots);
        for (int slot : slots) {
            assertEquals(MultimapTable.ABSENT, slot);
        }
        map.find(rows(100, 150, 1), FIRST, 0, 50, slots);
        for (int slot : slots) {
            assertEquals(MapTable.ABSENT, slot);
        }
        map.find(rows(0, 50, 1), FIRST, 0, 50, slots);
        for (int slot : slots) {
            assertTrue(slot >= 0);
        }
        Manifest manifest = snapshot(1);
        open(TTL, List.of(manifest));
        store.forget(11_500);
        map.find(rows(100, 150, 1), FIRST, 0, 50, slots);
        for (int slot : slots) {
            assertEquals(MapTable.ABSENT, slot);
        }
    }

    /** Old rows among new ones go when their runs are merged; what stays is right, through snapshots and restores. */
    @Test
    void mergesLeaveOutWhatIsTooOld() {
        spill();
        open(TTL, List.of());
        long now = 10_000;
        int end = 0;
        Manifest manifest = Manifest.EMPTY;
        for (int round = 0; round < 60; round++) {
            store.forget(now);
            writeMany(end, end + 200);
            end += 200;
            now += 100;
            if (round % 7 == 0) {
                manifest = snapshot(1 + round);
            }
            if (round == 30) {
                manifest = snapshot(1_000);
                open(TTL, List.of(manifest));
            }
        }
        // Ten rounds are young enough; what is older is gone at most one lifetime later.
        forget(now);
        assertTrue(multimap.size() <= 30 * 200, () -> "rows: " + multimap.size());
        assertTrue(multimap.size() >= 10 * 200, () -> "rows: " + multimap.size());
        int[] slots = new int[200];
        map.find(rows(end - 200, end, 1), FIRST, 0, 200, slots);
        for (int slot : slots) {
            assertTrue(slot >= 0);
        }
        forget(now + TTL + 1);
        assertSizes(0);
    }

    @Test
    void aTimeToLiveMayComeAndGo() {
        open(TimeToLive.ENDLESS, List.of());
        write(0, 50, 1);
        forget(1_000_000);
        assertSizes(50);
        Manifest without = snapshot(1);
        open(TTL, List.of(without));
        assertSizes(50);
        forget(20_000);
        assertSizes(50);
        forget(20_999);
        assertSizes(50);
        Manifest with = snapshot(2);
        open(TimeToLive.ENDLESS, List.of(with));
        assertSizes(50);
        forget(1_000_000);
        assertSizes(50);
        open(TTL, List.of(with));
        forget(21_001);
        assertSizes(0);
    }

    @Test
    void aCallLooksAtSomeRowsOnly() {
        open(TTL, List.of());
        store.forget(10_000);
        int many = 2 * HeapStateStore.FORGET_SLOTS;
        for (int from = 0; from < many; from += Batch.MAX_ROWS) {
            write(from, from + Batch.MAX_ROWS, 1);
        }
        store.forget(20_000);
        int left = map.size() + multimap.size() + bag.size() + ordered.size();
        assertEquals(4 * many - HeapStateStore.FORGET_SLOTS, left);
    }
}
