package io.millrace.benchmarks.formats;

import java.util.List;

/** How fast one core reads and writes files of each format. */
public final class FormatsBenchmark {
    private FormatsBenchmark() {}

    /** Arguments: the formats to measure, all where there is none. */
    public static void main(String[] arguments) {
        List<String> wanted = arguments.length == 0 ? List.of("csv", "json", "parquet") : List.of(arguments);
        for (String format : wanted) {
            switch (format) {
                case "csv", "json" -> TextBenchmark.run(format);
                case "parquet" -> ParquetBenchmark.run();
                default -> throw new IllegalArgumentException("no format " + format + ": csv, json, parquet");
            }
        }
    }
}
