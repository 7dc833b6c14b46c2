package io.millrace.connectors.files;

import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.Option.Kind;
import io.millrace.dataflow.connector.OptionValues;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.source.OnError;
import java.util.List;

/** The options of the connector, and what they come to. */
final class FileOptions {
    static final Option PATH =
            Option.required(
                    "path",
                    Kind.TEXT,
                    "A file, a folder, or a pattern with * ? [ ] { }; relative to the working directory");
    static final Option FORMAT = Option.required("format", Kind.TEXT, "How rows lie in a file");
    static final Option MONITOR =
            Option.of(
                    "source.monitor-interval",
                    Kind.DURATION,
                    "",
                    "Look for new files this often, for ever; without it the files that are there are read and that is all");
    static final Option SPLIT_SIZE =
            Option.of(
                    "source.split-size",
                    Kind.SIZE,
                    "",
                    "About how large the parts are in which one file is read; without it by the file's size");
    static final Option ON_ERROR =
            Option.of(
                    "on-error",
                    Kind.TEXT,
                    "fail",
                    "What becomes of a record that cannot be read, or for which an expression right after it fails: fail ends the job, skip counts it, table:NAME keeps it with the reason");
    static final Option MAX_RECORD =
            Option.of("max-record-bytes", Kind.SIZE, "64 mb", "A longer record is one that cannot be read");
    static final Option ROLL_SIZE =
            Option.of(
                    "sink.rolling-policy.file-size",
                    Kind.SIZE,
                    "128 mb",
                    "When a file is larger, the next one is begun");
    static final Option ROLL_INTERVAL =
            Option.of(
                    "sink.rolling-policy.rollover-interval",
                    Kind.DURATION,
                    "30 min",
                    "Has no effect: files end at every checkpoint or epoch");
    static final Option ROLL_CHECK =
            Option.of(
                    "sink.rolling-policy.check-interval",
                    Kind.DURATION,
                    "1 min",
                    "Has no effect: files end at every checkpoint or epoch");
    static final Option COMPRESSION =
            Option.of(
                    "sink.compression",
                    Kind.TEXT,
                    "none",
                    "How files of a text format are compressed when writing: none, gzip or zstd; names get .gz or .zst");
    static final Option DEFAULT_PARTITION =
            Option.of(
                    "partition.default-name",
                    Kind.TEXT,
                    "__DEFAULT_PARTITION__",
                    "The folder's name for a partition column without a value");

    static final List<Option> ALL =
            List.of(
                    PATH,
                    FORMAT,
                    MONITOR,
                    SPLIT_SIZE,
                    ON_ERROR,
                    MAX_RECORD,
                    ROLL_SIZE,
                    ROLL_INTERVAL,
                    ROLL_CHECK,
                    COMPRESSION,
                    DEFAULT_PARTITION);

    private static final String TABLE = "table:";
    private static final int MOST_RECORD_BYTES = 1 << 30;

    private FileOptions() {}

    /**
     * How to read.
     *
     * @param monitorMillis how often to look for new files; {@link #NEVER} is once
     * @param splitBytes {@link #BY_FILE_SIZE} where it depends on the file
     */
    record Reading(long monitorMillis, long splitBytes, OnError onError, int maxRecordBytes, String defaultPartition) {
        static final long NEVER = 0;
        static final long BY_FILE_SIZE = 0;

        boolean monitors() {
            return monitorMillis != NEVER;
        }
    }

    /** How to write. */
    record Writing(long fileBytes, DiskFile.Compression compression, String defaultPartition) {}

    static Reading reading(TableOptions table) {
        OptionValues values = new OptionValues(table);
        long monitor = values.has(MONITOR) ? Math.max(1, values.durationMillis(MONITOR)) : Reading.NEVER;
        long split = values.has(SPLIT_SIZE) ? Math.max(1, values.sizeBytes(SPLIT_SIZE)) : Reading.BY_FILE_SIZE;
        long record = values.sizeBytes(MAX_RECORD);
        if (record < 1 || record > MOST_RECORD_BYTES) {
            throw values.wrong(MAX_RECORD.name(), values.text(MAX_RECORD), "from 1 byte to 1 gb");
        }
        return new Reading(monitor, split, onError(table, values), (int) record, values.text(DEFAULT_PARTITION));
    }

    static Writing writing(TableOptions table) {
        OptionValues values = new OptionValues(table);
        DiskFile.Compression compression =
                switch (values.choice(COMPRESSION, List.of("none", "gzip", "zstd"))) {
                    case "gzip" -> DiskFile.Compression.GZIP;
                    case "zstd" -> DiskFile.Compression.ZSTD;
                    default -> DiskFile.Compression.NONE;
                };
        return new Writing(Math.max(1, values.sizeBytes(ROLL_SIZE)), compression, values.text(DEFAULT_PARTITION));
    }

    private static OnError onError(TableOptions table, OptionValues values) {
        String text = values.text(ON_ERROR).trim();
        boolean ignored = "true".equalsIgnoreCase(table.raw(table.raw("format") + ".ignore-parse-errors").trim());
        if (ignored && !values.has(ON_ERROR)) {
            return new OnError.Skip();
        }
        if (text.equalsIgnoreCase("fail")) {
            return new OnError.Fail();
        }
        if (text.equalsIgnoreCase("skip")) {
            return new OnError.Skip();
        }
        if (text.startsWith(TABLE) && text.length() > TABLE.length()) {
            return new OnError.ToTable(text.substring(TABLE.length()).trim());
        }
        throw values.wrong(ON_ERROR.name(), text, "fail, skip or table:NAME");
    }
}
