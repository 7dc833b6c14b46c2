package io.millrace.benchmarks;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongCells;
import io.millrace.data.RowOrder;
import io.millrace.data.Schema;
import io.millrace.data.Validity;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.dataflow.state.OrderedTable;
import io.millrace.dataflow.state.StateBackend.Instance;
import io.millrace.dataflow.state.StateStore;
import io.millrace.state.HeapStateBackend;
import io.millrace.state.LocalFileStorage;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** How fast state tables in memory are on one core: look-ups, appends, ordered inserts, and what a checkpoint costs. */
public final class StateTablesBenchmark {
    private static final Schema LONG_KEY = Schema.of(Field.of("k", DataType.Plain.BIGINT));
    private static final Schema TEXT_KEY = Schema.of(Field.of("k", DataType.STRING));
    private static final Schema VALUE = Schema.of(Field.of("v", DataType.Plain.BIGINT));
    private static final int ROWS = 4096;
    private static final int[] FIRST = {0};

    private StateTablesBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("millrace-state");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            HeapStateBackend backend = new HeapStateBackend(new LocalFileStorage(folder), thread::execute);
            for (int keys : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
                lookups(backend, keys, LONG_KEY);
            }
            lookups(backend, 10_000, TEXT_KEY);
            lookups(backend, 1_000_000, TEXT_KEY);
            appends(backend, 1_000_000, 4);
            appends(backend, 10_000, 400);
            inserts(backend, 100_000, 20);
            inserts(backend, 10, 200_000);
            checkpoint(backend, arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8_000_000);
        } finally {
            thread.shutdown();
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
    }

    /** The thread's own time, so that a busy machine counts little. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static StateStore store(HeapStateBackend backend, String name) {
        return backend.open(new Instance(name, 0, 1, 128, 0), List.of());
    }

    private static void lookups(HeapStateBackend backend, int keys, Schema schema) {
        MapTable table = store(backend, "lookups").map("t", schema, VALUE);
        Random random = new Random(1);
        Batch[] batches = new Batch[Math.max(64, 4 * keys / ROWS)];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = batch(schema, random, keys);
        }
        int[] slots = new int[ROWS];
        long grown = cpuNanos();
        for (Batch batch : batches) {
            table.findOrAdd(batch, FIRST, 0, ROWS, slots);
        }
        grown = cpuNanos() - grown;
        double best = 0;
        for (int round = 0; round < 7; round++) {
            long start = cpuNanos();
            long rows = 0;
            while (cpuNanos() - start < 300_000_000L) {
                for (int i = 0; i < 64; i++) {
                    table.findOrAdd(batches[(int) (rows / ROWS % batches.length)], FIRST, 0, ROWS, slots);
                    rows += ROWS;
                }
            }
            best = Math.max(best, rows * 1e3 / (cpuNanos() - start));
        }
        System.out.printf(
                "findOrAdd %-9s %,9d keys: %6.1f M rows/s; first pass %5.1f M rows/s%n",
                schema.type(0).sql(), keys, best, (double) batches.length * ROWS * 1e3 / grown);
    }

    private static void appends(HeapStateBackend backend, int keys, int rowsPerKey) {
        Schema rows = Schema.of(Field.of("a", DataType.Plain.BIGINT), Field.of("b", DataType.Plain.BIGINT));
        for (int round = 0; round < 3; round++) {
            MultimapTable table = store(backend, "appends").multimap("t", LONG_KEY, rows, Schema.of());
            Random random = new Random(2);
            Batch[] batches = new Batch[(int) ((long) keys * rowsPerKey / ROWS)];
            long id = 0;
            for (int i = 0; i < batches.length; i++) {
                long[] key = new long[ROWS];
                long[] a = new long[ROWS];
                for (int row = 0; row < ROWS; row++) {
                    key[row] = random.nextInt(keys);
                    a[row] = id++;
                }
                batches[i] = Batch.of(ROWS, column(key), column(a), column(a));
            }
            long start = cpuNanos();
            for (Batch batch : batches) {
                table.add(batch, FIRST, new int[] {1, 2}, 0, ROWS);
            }
            double rate = (double) batches.length * ROWS * 1e3 / (cpuNanos() - start);
            System.out.printf("multimap add, %,d keys, %d rows each: %.1f M rows/s%n", keys, rowsPerKey, rate);
        }
    }

    private static void inserts(HeapStateBackend backend, int keys, int rowsPerKey) {
        Schema rows = Schema.of(Field.of("a", DataType.Plain.BIGINT), Field.of("b", DataType.Plain.BIGINT));
        OrderedTable table = store(backend, "inserts").ordered("t", LONG_KEY, rows, RowOrder.ascending(0));
        Random random = new Random(2);
        int[] handles = new int[ROWS];
        int batches = (int) ((long) keys * rowsPerKey / ROWS);
        long nanos = 0;
        for (int i = 0; i < batches; i++) {
            long[] key = new long[ROWS];
            long[] a = new long[ROWS];
            for (int row = 0; row < ROWS; row++) {
                key[row] = random.nextInt(keys);
                a[row] = random.nextLong();
            }
            Batch batch = Batch.of(ROWS, column(key), column(a), column(a));
            long start = cpuNanos();
            table.add(batch, FIRST, new int[] {1, 2}, 0, ROWS, handles);
            nanos += cpuNanos() - start;
        }
        System.out.printf(
                "ordered add, %,d keys, %,d rows each: %.2f M rows/s%n",
                keys, rowsPerKey, (double) batches * ROWS * 1e3 / nanos);
    }

    private static void checkpoint(HeapStateBackend backend, int keys) throws InterruptedException {
        Schema values =
                Schema.of(
                        Field.of("a", DataType.Plain.BIGINT),
                        Field.of("b", DataType.Plain.BIGINT),
                        Field.of("c", DataType.Plain.BIGINT),
                        Field.of("d", DataType.Plain.BIGINT));
        StateStore store = store(backend, "checkpoint");
        MapTable table = store.map("t", LONG_KEY, values);
        int[] slots = new int[ROWS];
        for (int from = 0; from < keys; from += ROWS) {
            long[] key = new long[ROWS];
            for (int i = 0; i < ROWS; i++) {
                key[i] = from + i;
            }
            table.findOrAdd(Batch.of(ROWS, column(key)), FIRST, 0, ROWS, slots);
            fill(table, slots);
        }
        System.out.printf("state of %,d rows: %,d MB%n", table.size(), store.sizeBytes() >> 20);
        Random random = new Random(3);
        long total = 0;
        for (int checkpoint = 1; checkpoint < 8; checkpoint++) {
            if (checkpoint > 1) {
                for (int rows = 0; rows < keys / 100; rows += ROWS) {
                    table.findOrAdd(batch(LONG_KEY, random, keys), FIRST, 0, ROWS, slots);
                    fill(table, slots);
                }
            }
            long start = System.nanoTime();
            StateStore.PendingSnapshot snapshot = store.freeze(checkpoint);
            long frozen = System.nanoTime();
            long longest = 0;
            long copying = 0;
            Progress progress = Progress.MORE;
            while (progress == Progress.MORE) {
                long slice = System.nanoTime();
                progress = snapshot.advance(ROWS);
                slice = System.nanoTime() - slice;
                copying += slice;
                longest = Math.max(longest, slice);
                if (slice < 20_000) {
                    Thread.sleep(1);
                }
            }
            while (!snapshot.isDurable()) {
                Thread.sleep(1);
            }
            long end = System.nanoTime();
            long bytes = snapshot.manifest().files().stream().mapToLong(file -> file.sizeBytes()).sum() - total;
            total += bytes;
            System.out.printf(
                    "checkpoint %d: freeze %.2f ms, copying %.0f ms, longest slice %.2f ms, durable after %.0f ms, %,.1f MB written%n",
                    checkpoint, (frozen - start) / 1e6, copying / 1e6, longest / 1e6, (end - start) / 1e6, bytes / 1e6);
        }
    }

    private static void fill(MapTable table, int[] slots) {
        for (int column = 0; column < 4; column++) {
            LongCells cells = (LongCells) table.value(column);
            for (int slot : slots) {
                cells.set(slot, slot * 0x9E3779B97F4A7C15L);
            }
        }
    }

    private static Batch batch(Schema schema, Random random, int keys) {
        if (schema == LONG_KEY) {
            long[] values = new long[ROWS];
            for (int i = 0; i < ROWS; i++) {
                values[i] = random.nextInt(keys);
            }
            return Batch.of(ROWS, column(values));
        }
        byte[] data = new byte[ROWS * 16];
        int[] offsets = new int[ROWS + 1];
        for (int i = 0; i < ROWS; i++) {
            byte[] text = ("channel-" + random.nextInt(keys)).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(text, 0, data, offsets[i], text.length);
            offsets[i + 1] = offsets[i] + text.length;
        }
        return Batch.of(ROWS, new Column.BytesColumn(ROWS, offsets, data, Validity.ALL, Lease.UNPOOLED));
    }

    private static Column column(long[] values) {
        return new Column.LongColumn(values.length, values, Validity.ALL, Lease.UNPOOLED);
    }
}
