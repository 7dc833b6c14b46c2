package io.millrace.formats.parquet;

import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.FormatFactory;
import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.Option.Kind;
import io.millrace.dataflow.connector.OptionValues;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.formats.parquet.write.ParquetWriter;
import java.util.List;
import java.util.Locale;

/** Makes the format {@code parquet}. */
public final class ParquetFormatFactory implements FormatFactory {

    /**
     * A row group is held in memory until it ends, by each of several writers: so large a part of the heap it may take.
     */
    private static final int HEAP_PART = 32;

    private static final long MOST_HELD_BYTES = Runtime.getRuntime().maxMemory() / HEAP_PART;

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public String doc() {
        return "Apache Parquet, read by column and by row group";
    }

    @Override
    public List<Option> options() {
        return Options.ALL;
    }

    @Override
    public Format format(TableOptions table) {
        OptionValues values = new OptionValues(table);
        String codec = values.choice(Options.COMPRESSION, Options.CODECS);
        ParquetWriter.Settings writing =
                new ParquetWriter.Settings(
                        codec.toUpperCase(Locale.ROOT),
                        Math.clamp(values.sizeBytes(Options.BLOCK_SIZE), 1, MOST_HELD_BYTES),
                        (int) Math.clamp(values.sizeBytes(Options.PAGE_SIZE), 1 << 10, 1 << 28),
                        values.isTrue(Options.DICTIONARY)
                                ? ParquetWriter.Dictionaries.WHERE_THEY_PAY
                                : ParquetWriter.Dictionaries.NEVER);
        ParquetFormat.Clock clock = values.isTrue(Options.UTC) ? ParquetFormat.Clock.UTC : ParquetFormat.Clock.SESSION;
        return new ParquetFormat(table.schema(), clock, writing);
    }

    /** Loaded only where Parquet is named. */
    private static final class Options {
        static final List<String> CODECS = List.of("snappy", "zstd", "gzip", "lz4_raw", "uncompressed");
        static final Option COMPRESSION =
                Option.of(
                        "parquet.compression",
                        Kind.TEXT,
                        "snappy",
                        "How pages are compressed when writing: snappy, zstd, gzip, lz4_raw or uncompressed");
        static final Option BLOCK_SIZE =
                Option.of(
                        "parquet.block.size",
                        Kind.SIZE,
                        "128 mb",
                        "A row group ends when its pages have so many bytes, or a 32nd of the heap, or after a million rows");
        static final Option PAGE_SIZE =
                Option.of(
                        "parquet.page.size",
                        Kind.SIZE,
                        "1 mb",
                        "A page ends when its values have so many bytes before they are compressed");
        static final Option DICTIONARY =
                Option.of(
                        "parquet.enable.dictionary",
                        Kind.BOOLEAN,
                        "true",
                        "Write values that repeat once, and then their numbers, where that is shorter");
        static final Option UTC =
                Option.of(
                        "parquet.utc-timezone",
                        Kind.BOOLEAN,
                        "false",
                        "A moment that is read as TIMESTAMP, or a TIMESTAMP read as a moment, is shown in UTC rather than in the session's time zone");
        static final Option TIME_UNIT =
                Option.of(
                        "parquet.timestamp.time.unit",
                        Kind.TEXT,
                        "micros",
                        "Has no effect: timestamps of up to 6 digits are written in microseconds, others in nanoseconds");
        static final Option INT64 =
                Option.of(
                        "parquet.write.int64.timestamp",
                        Kind.BOOLEAN,
                        "true",
                        "Has no effect: timestamps are always written as 64 bits");
        static final Option IGNORE_ERRORS =
                Option.of("parquet.ignore-parse-errors", Kind.BOOLEAN, "false", "The same as 'on-error' = 'skip'");

        static final List<Option> ALL =
                List.of(COMPRESSION, BLOCK_SIZE, PAGE_SIZE, DICTIONARY, UTC, TIME_UNIT, INT64, IGNORE_ERRORS);

        private Options() {}
    }
}
