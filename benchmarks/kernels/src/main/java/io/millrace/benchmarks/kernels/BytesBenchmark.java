package io.millrace.benchmarks.kernels;

import io.millrace.data.Batch;
import io.millrace.data.BatchCodec;
import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.KeyGroups;
import io.millrace.data.RecyclingPool;
import io.millrace.data.RowHash;
import io.millrace.data.Schema;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.connector.Connectors;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.FormatReader;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Parsing of files, and what an exchange does with a batch: deal it out by key, write it for another process. */
@State(Scope.Thread)
@OperationsPerInvocation(Rows.COUNT)
public class BytesBenchmark {
    private static final Schema SCHEMA =
            Schema.of(
                    Field.of("k", Plain.BIGINT), Field.of("price", Plain.BIGINT), Field.of("channel", DataType.STRING));
    private static final int[] KEY = {0};
    private static final int TARGETS = 2;

    private final Batch[] batches = Rows.batches(10_000);
    private final RecyclingPool pool = new RecyclingPool(64 << 20);
    private final Format csv = format("csv");
    private final Format json = format("json");
    private final byte[] csvText = text("%d,%d,Channel-%d%n");
    private final byte[] jsonText = text("{\"k\":%d,\"price\":%d,\"channel\":\"Channel-%d\"}%n");
    private final long[] hashes = new long[Rows.COUNT];
    private final int[][] positions = new int[TARGETS][Rows.COUNT];
    private final ByteSink sink = new ByteSink();
    private int next;

    private Batch batch() {
        next = next + 1 == batches.length ? 0 : next + 1;
        return batches[next];
    }

    @Benchmark
    public long parseCsv() {
        return read(csv, csvText);
    }

    @Benchmark
    public long parseJson() {
        return read(json, jsonText);
    }

    /** Which rows go to which task, then their columns gathered for each. */
    @Benchmark
    public int deal() {
        Batch batch = batch();
        RowHash.hash(batch, KEY, 0, Rows.COUNT, hashes);
        int[] counts = new int[TARGETS];
        for (int row = 0; row < Rows.COUNT; row++) {
            int target = KeyGroups.task(KeyGroups.of(hashes[row], KeyGroups.COUNT), KeyGroups.COUNT, TARGETS);
            positions[target][counts[target]++] = row;
        }
        int rows = 0;
        for (int target = 0; target < TARGETS; target++) {
            for (int column = 0; column < SCHEMA.size(); column++) {
                Column gathered = Columns.gather(batch.column(column), positions[target], 0, counts[target], pool);
                rows += gathered.size();
                gathered.release();
            }
        }
        return rows;
    }

    @Benchmark
    public int writeAndRead() {
        sink.reset();
        BatchCodec.encode(batch(), pool, sink);
        Batch read = BatchCodec.decode(sink.array(), 0, sink.size(), SCHEMA, pool);
        int rows = read.size();
        read.release();
        return rows;
    }

    private long read(Format format, byte[] text) {
        Format.ReadRequest request =
                new Format.ReadRequest(
                        List.of(FieldPath.of(0), FieldPath.of(1), FieldPath.of(2)),
                        List.of(),
                        bad -> {
                            throw new IllegalStateException(bad.reason());
                        },
                        new Format.Services(pool, SessionSettings.UTC, 1 << 26));
        long rows = 0;
        try (FormatReader reader = format.reader(new Memory(text), Format.Range.WHOLE, FormatReader.START, request)) {
            while (!reader.isEnded()) {
                Batch batch = reader.next().orElse(null);
                if (batch != null) {
                    rows += batch.size();
                    batch.release();
                }
            }
        }
        return rows;
    }

    private static Format format(String name) {
        return Connectors.format(
                new TableOptions(
                        "t",
                        SCHEMA,
                        TableOptions.Keys.NONE,
                        Map.of("connector", "filesystem", "format", name),
                        Path.of(".")));
    }

    private static byte[] text(String line) {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < Rows.COUNT; row++) {
            text.append(String.format(line, random.nextInt(10_000), random.nextInt(1_000_000), random.nextInt(10_000)));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
