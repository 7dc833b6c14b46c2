package io.millrace.benchmarks.kernels;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.LongCells;
import io.millrace.data.RowHash;
import io.millrace.data.Schema;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.StateBackend.Instance;
import io.millrace.state.HeapStateBackend;
import io.millrace.state.LocalFileStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Hashing, the look-up of a batch of keys, and an aggregate over the slots that it found. */
@State(Scope.Thread)
@OperationsPerInvocation(Rows.COUNT)
public class TableBenchmark {
    private static final int[] KEY = {0};
    private static final int[] TEXT = {2};

    @Param({"10000", "1000000"})
    public int keys = 10_000;

    private final long[] hashes = new long[Rows.COUNT];
    private final int[] slots = new int[Rows.COUNT];
    private Batch[] batches = {};
    private @Nullable MapTable table;
    private int next;

    @Setup
    public void fill() throws IOException {
        Path folder = Files.createTempDirectory("millrace-kernels");
        folder.toFile().deleteOnExit();
        HeapStateBackend backend = new HeapStateBackend(new LocalFileStorage(folder), Runnable::run);
        MapTable made =
                backend.open(new Instance("lookup", 0, 1, 128, 0), List.of())
                        .map(
                                "t",
                                Schema.of(Field.of("k", DataType.Plain.BIGINT)),
                                Schema.of(
                                        Field.of("n", DataType.Plain.BIGINT), Field.of("sum", DataType.Plain.BIGINT)));
        table = made;
        batches = Rows.batches(keys);
        for (Batch batch : batches) {
            made.findOrAdd(batch, KEY, 0, Rows.COUNT, slots);
        }
    }

    private MapTable filled() {
        return Objects.requireNonNull(table, "set up before");
    }

    private Batch batch() {
        next = next + 1 == batches.length ? 0 : next + 1;
        return batches[next];
    }

    @Benchmark
    public long[] hashNumber() {
        RowHash.hash(batch(), KEY, 0, Rows.COUNT, hashes);
        return hashes;
    }

    @Benchmark
    public long[] hashText() {
        RowHash.hash(batch(), TEXT, 0, Rows.COUNT, hashes);
        return hashes;
    }

    @Benchmark
    public int[] lookUp() {
        filled().findOrAdd(batch(), KEY, 0, Rows.COUNT, slots);
        return slots;
    }

    /** COUNT and SUM by key: the look-up, then a loop for each. */
    @Benchmark
    public int[] aggregate() {
        Batch batch = batch();
        MapTable table = filled();
        table.findOrAdd(batch, KEY, 0, Rows.COUNT, slots);
        LongCells counts = (LongCells) table.value(0);
        for (int slot : slots) {
            counts.set(slot, counts.get(slot) + 1);
        }
        LongCells sums = (LongCells) table.value(1);
        long[] prices = ((Column.LongColumn) batch.column(1)).values();
        for (int row = 0; row < slots.length; row++) {
            sums.set(slots[row], sums.get(slots[row]) + prices[row]);
        }
        return slots;
    }
}
