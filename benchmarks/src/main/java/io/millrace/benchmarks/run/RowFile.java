package io.millrace.benchmarks.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.TreeMap;

/**
 * Result rows in a file, one change a line: weight, tab, the values with tabs between them. Written by all tasks of a
 * sink together, and read back consolidated, so that two engines can be compared row by row.
 */
public final class RowFile implements AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final BufferedWriter out;

    public RowFile(Path file) throws IOException {
        out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    /** Adds a change. Any thread. */
    public synchronized void write(int weight, List<String> values) {
        try {
            out.write(Integer.toString(weight));
            for (String value : values) {
                out.write('\t');
                out.write(value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n"));
            }
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    /** How a timestamp is written: {@code 2015-07-15 00:00:00.000}. */
    public static String time(long epochMillis) {
        return TIME.format(Instant.ofEpochMilli(epochMillis));
    }

    /** How a text is written. */
    public static String text(byte[] bytes, int start, int length) {
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    /** The rows that are left when all changes are added up, each with its weight, in order. */
    public static TreeMap<String, Long> consolidate(Path file) throws IOException {
        TreeMap<String, Long> rows = new TreeMap<>();
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
            lines.forEach(line -> {
                int tab = line.indexOf('\t');
                long weight = Long.parseLong(tab < 0 ? line : line.substring(0, tab));
                rows.merge(tab < 0 ? "" : line.substring(tab + 1), weight, (a, b) -> a + b == 0 ? null : a + b);
            });
        }
        return rows;
    }
}
