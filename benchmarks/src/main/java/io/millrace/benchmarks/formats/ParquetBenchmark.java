package io.millrace.benchmarks.formats;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.BytesBuilder;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.DoubleBuilder;
import io.millrace.data.Field;
import io.millrace.data.IntBuilder;
import io.millrace.data.LongBuilder;
import io.millrace.data.RecyclingPool;
import io.millrace.data.Schema;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.connector.Connectors;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.FormatReader;
import io.millrace.dataflow.connector.FormatWriter;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes a file of four million rows into memory and reads it: three columns of numbers, and these with a text, for
 * some codecs. Prints the millions of rows that one thread reads, or writes, in a second of its CPU time, the best of
 * some rounds.
 */
final class ParquetBenchmark {
    private static final int ROWS = 4_000_000;
    private static final int READ_ROUNDS = 8;
    private static final int WRITE_ROUNDS = 3;
    private static final Schema BIDS =
            Schema.of(
                    Field.of("auction", Plain.BIGINT),
                    Field.of("bidder", Plain.INT),
                    Field.of("price", Plain.DOUBLE),
                    Field.of("channel", DataType.STRING));

    private ParquetBenchmark() {}

    static void run() {
        Batch[] rows = rows();
        for (String codec : List.of("snappy", "zstd", "uncompressed")) {
            measure(codec, "true", rows);
        }
        measure("snappy", "false", rows);
    }

    private static void measure(String codec, String dictionary, Batch[] rows) {
        TableOptions table =
                new TableOptions(
                        "bids",
                        BIDS,
                        TableOptions.Keys.NONE,
                        Map.of(
                                "connector",
                                "filesystem",
                                "format",
                                "parquet",
                                "parquet.compression",
                                codec,
                                "parquet.enable.dictionary",
                                dictionary),
                        Path.of("."));
        Format format = Connectors.format(table);
        byte[][] file = {{}};
        double write = CpuTime.best(WRITE_ROUNDS, () -> file[0] = write(format, rows));
        double three = CpuTime.best(READ_ROUNDS, () -> read(format, file[0], 0, 1, 2));
        double all = CpuTime.best(READ_ROUNDS, () -> read(format, file[0], 0, 1, 2, 3));
        String name = codec + (dictionary.equals("true") ? "" : ", no dictionaries");
        System.out.printf(
                "parquet %s, %d MB: read three numbers %.1f, with a text %.1f; write %.1f million rows/s%n",
                name, file[0].length / 1_000_000, ROWS / three / 1e6, ROWS / all / 1e6, ROWS / write / 1e6);
    }

    private static byte[] write(Format format, Batch[] rows) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(ROWS * 24);
        FormatWriter writer = format.writer(file, new Format.WriteRequest(BIDS, SessionSettings.UTC));
        for (Batch batch : rows) {
            writer.write(batch, 0, batch.size());
        }
        writer.finish();
        return file.toByteArray();
    }

    private static void read(Format format, byte[] file, int... columns) {
        List<FieldPath> fields = Arrays.stream(columns).mapToObj(FieldPath::of).toList();
        BufferPool pool = new RecyclingPool(64L << 20);
        Format.ReadRequest request =
                new Format.ReadRequest(
                        fields,
                        List.of(),
                        bad -> {
                            throw new IllegalStateException(bad.reason());
                        },
                        new Format.Services(pool, SessionSettings.UTC, 1 << 26));
        long[] rows = {0};
        try (FormatReader reader =
                format.reader(new MemoryFile(file), Format.Range.WHOLE, FormatReader.START, request)) {
            while (!reader.isEnded()) {
                reader.next()
                        .ifPresent(batch -> {
                            rows[0] += batch.size();
                            batch.release();
                        });
            }
        }
        if (rows[0] != ROWS) {
            throw new IllegalStateException("read " + rows[0] + " rows");
        }
    }

    /** Auctions grow, bidders are of some thousands, prices are of any value, channels of twenty. */
    private static Batch[] rows() {
        Random random = new Random(1);
        Batch[] batches = new Batch[(ROWS + Batch.MAX_ROWS - 1) / Batch.MAX_ROWS];
        BatchBuilder builder = new BatchBuilder(BIDS, BufferPool.HEAP);
        int next = 0;
        for (int i = 0; i < ROWS; i++) {
            ((LongBuilder) builder.column(0)).append(1_000L + i / 20 + random.nextInt(100));
            ((IntBuilder) builder.column(1)).append(random.nextInt(5_000));
            ((DoubleBuilder) builder.column(2)).append(random.nextInt(100_000_000) / 100.0);
            ((BytesBuilder) builder.column(3)).append("channel-" + random.nextInt(20));
            builder.endRow(1);
            if (builder.isFull() || i + 1 == ROWS) {
                batches[next++] = builder.build();
            }
        }
        return Arrays.copyOf(batches, next);
    }
}
