package io.millrace.formats.text;

import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.FormatFactory;
import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.Option.Kind;
import io.millrace.dataflow.connector.OptionValues;
import io.millrace.dataflow.connector.TableOptions;
import java.util.List;

/** Makes the format {@code json}. */
public final class JsonFormatFactory implements FormatFactory {

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String doc() {
        return "JSON lines: an object a line";
    }

    @Override
    public List<Option> options() {
        return List.of(Options.FAIL_ON_MISSING, Options.IGNORE_ERRORS, Options.TIMESTAMPS, Options.LEAVE_OUT_NULLS);
    }

    @Override
    public Format format(TableOptions table) {
        OptionValues values = new OptionValues(table);
        String timestamps = values.choice(Options.TIMESTAMPS, List.of("SQL", "ISO-8601"));
        return new JsonFormat(
                values.isTrue(Options.FAIL_ON_MISSING)
                        ? JsonScanner.MissingMembers.ERROR
                        : JsonScanner.MissingMembers.NULL,
                values.isTrue(Options.LEAVE_OUT_NULLS)
                        ? JsonWriter.NullMembers.LEFT_OUT
                        : JsonWriter.NullMembers.WRITTEN,
                timestamps.equals("SQL") ? ' ' : 'T',
                table.schema());
    }

    /** Loaded only where JSON is named. */
    private static final class Options {
        static final Option FAIL_ON_MISSING =
                Option.of(
                        "json.fail-on-missing-field",
                        Kind.BOOLEAN,
                        "false",
                        "A record without one of the columns is a bad one");
        static final Option IGNORE_ERRORS =
                Option.of("json.ignore-parse-errors", Kind.BOOLEAN, "false", "The same as 'on-error' = 'skip'");
        static final Option TIMESTAMPS =
                Option.of(
                        "json.timestamp-format.standard",
                        Kind.TEXT,
                        "SQL",
                        "How timestamps are written: SQL with a space, ISO-8601 with a T; both are read");
        static final Option LEAVE_OUT_NULLS =
                Option.of(
                        "json.encode.ignore-null-fields",
                        Kind.BOOLEAN,
                        "false",
                        "Leave out fields whose value is missing when writing");

        private Options() {}
    }
}
