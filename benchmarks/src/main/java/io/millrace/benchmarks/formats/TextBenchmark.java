package io.millrace.benchmarks.formats;

import io.millrace.data.BufferPool;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.RecyclingPool;
import io.millrace.data.Schema;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.connector.Connectors;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.FormatReader;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Reads a file of flights, held in memory, as CSV and as JSON lines: all of its columns, and two of them. Prints the
 * megabytes (10^6 bytes) that one thread reads in a second of its CPU time, the best of some rounds, so that a busy
 * machine matters little.
 */
final class TextBenchmark {
    private static final int ROWS = 1_000_000;
    private static final int ROUNDS = 12;
    private static final Schema FLIGHTS =
            Schema.of(
                    Field.of("date", new DataType.Timestamp(3)),
                    Field.of("delay", Plain.BIGINT),
                    Field.of("distance", Plain.DOUBLE),
                    Field.of("origin", DataType.STRING),
                    Field.of("destination", DataType.STRING),
                    Field.of("note", DataType.STRING));

    private TextBenchmark() {}

    static void run(String format) {
        measure(format, format.equals("csv") ? csv() : json());
    }

    private static void measure(String name, byte[] text) {
        TableOptions table =
                new TableOptions(
                        "flights",
                        FLIGHTS,
                        TableOptions.Keys.NONE,
                        Map.of("connector", "filesystem", "format", name),
                        Path.of("."));
        Format format = Connectors.format(table);
        int[] all = IntStream.range(0, FLIGHTS.size()).toArray();
        System.out.printf(
                "%s, %d MB, all columns: %.0f MB/s%n", name, text.length / 1_000_000, best(format, text, all));
        System.out.printf(
                "%s, %d MB, two columns: %.0f MB/s%n", name, text.length / 1_000_000, best(format, text, 1, 3));
    }

    private static double best(Format format, byte[] text, int... columns) {
        List<FieldPath> fields = Arrays.stream(columns).mapToObj(FieldPath::of).toList();
        BufferPool pool = new RecyclingPool(64L << 20);
        double seconds =
                CpuTime.best(
                        ROUNDS,
                        () -> {
                            long rows = read(format, text, fields, pool);
                            if (rows != ROWS) {
                                throw new IllegalStateException("read " + rows + " rows");
                            }
                        });
        return text.length / 1e6 / seconds;
    }

    private static long read(Format format, byte[] text, List<FieldPath> fields, BufferPool pool) {
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
                format.reader(new MemoryFile(text), Format.Range.WHOLE, FormatReader.START, request)) {
            while (!reader.isEnded()) {
                reader.next()
                        .ifPresent(batch -> {
                            rows[0] += batch.size();
                            batch.release();
                        });
            }
        }
        return rows[0];
    }

    private static byte[] csv() {
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        for (int i = 0; i < ROWS; i++) {
            text.append(date(i)).append(',').append(random.nextInt(200) - 20).append(',');
            text.append(random.nextInt(30000) / 10.0)
                    .append(',')
                    .append(airport(random))
                    .append(',')
                    .append(airport(random));
            text.append(',').append(i % 10 == 0 ? "\"late, as ever\"" : "on its way").append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] json() {
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        for (int i = 0; i < ROWS; i++) {
            text.append("{\"date\":\"").append(date(i)).append("\",\"delay\":").append(random.nextInt(200) - 20);
            text.append(",\"distance\":")
                    .append(random.nextInt(30000) / 10.0)
                    .append(",\"origin\":\"")
                    .append(airport(random));
            text.append("\",\"destination\":\"").append(airport(random)).append("\",\"note\":\"");
            text.append(i % 10 == 0 ? "late, \\\"as ever\\\"" : "on its way").append("\"}\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String date(int i) {
        return "2001-%02d-%02d %02d:%02d:00"
                .formatted(i / 90_000 % 12 + 1, i / 3_000 % 28 + 1, i / 125 % 24, i / 2 % 60);
    }

    private static String airport(Random random) {
        char[] code = new char[3];
        for (int i = 0; i < 3; i++) {
            code[i] = (char) ('A' + random.nextInt(26));
        }
        return new String(code);
    }
}
