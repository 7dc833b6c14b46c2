package io.millrace.connectors.generators.datagen;

import io.millrace.connectors.generators.Pace;
import io.millrace.connectors.generators.datagen.DatagenSource.Extent;
import io.millrace.connectors.generators.datagen.FieldSpec.Sequence;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.Option.Kind;
import io.millrace.dataflow.connector.OptionValues;
import io.millrace.dataflow.connector.TableOptions;
import java.util.ArrayList;
import java.util.List;

/** Reads the options of a table into what its columns hold. */
final class DatagenOptions {
    private static final Option ROWS_PER_SECOND =
            Option.of(
                    "rows-per-second",
                    Kind.INTEGER,
                    "10000",
                    "Rows a second, all instances together; as fast as possible where only number-of-rows is given");
    private static final Option NUMBER_OF_ROWS =
            Option.of("number-of-rows", Kind.INTEGER, "", "How many rows there are; without it there is no end");
    private static final Option SEED = Option.of("seed", Kind.INTEGER, "0", "Decides every random value");
    private static final Option PARALLELISM =
            Option.of(
                    "scan.parallelism", Kind.INTEGER, "", "Accepted and without effect: the job's parallelism decides");
    private static final Option KIND = Option.of("fields.#.kind", Kind.TEXT, "random", "random or sequence");
    private static final Option MIN = Option.of("fields.#.min", Kind.DECIMAL, "", "The least random number");
    private static final Option MAX = Option.of("fields.#.max", Kind.DECIMAL, "", "The greatest random number");
    private static final Option MAX_PAST =
            Option.of("fields.#.max-past", Kind.DURATION, "0", "How far before now a random timestamp may be");
    private static final Option LENGTH =
            Option.of(
                    "fields.#.length",
                    Kind.INTEGER,
                    "100",
                    "The length of a random text, or how many elements an array has");
    private static final Option VAR_LENGTH =
            Option.of("fields.#.var-len", Kind.BOOLEAN, "false", "Texts have any length up to that one");
    private static final Option NULL_RATE =
            Option.of("fields.#.null-rate", Kind.DECIMAL, "0", "The share of values that are missing");
    private static final Option START = Option.of("fields.#.start", Kind.INTEGER, "", "The first number of a sequence");
    private static final Option END =
            Option.of("fields.#.end", Kind.INTEGER, "", "The last number of a sequence, which ends the rows");

    static final List<Option> ALL =
            List.of(
                    ROWS_PER_SECOND,
                    NUMBER_OF_ROWS,
                    SEED,
                    PARALLELISM,
                    KIND,
                    MIN,
                    MAX,
                    MAX_PAST,
                    LENGTH,
                    VAR_LENGTH,
                    NULL_RATE,
                    START,
                    END);

    private final TableOptions table;
    private final OptionValues values;

    /** The end of the shortest sequence. */
    private long rows = Extent.ENDLESS;

    private DatagenOptions(TableOptions table) {
        this.table = table;
        this.values = new OptionValues(table);
    }

    static DatagenSource source(TableOptions table) {
        DatagenOptions options = new DatagenOptions(table);
        List<FieldSpec> fields = new ArrayList<>();
        for (Field field : table.schema().fields()) {
            fields.add(options.field(field.name(), field.type()));
        }
        if (options.values.has(NUMBER_OF_ROWS)) {
            options.rows = Math.min(options.rows, options.values.integer(NUMBER_OF_ROWS));
        }
        boolean paced = options.values.has(ROWS_PER_SECOND) || options.rows == Extent.ENDLESS;
        double rate = paced ? options.values.integer(ROWS_PER_SECOND, 1, Integer.MAX_VALUE) : Pace.UNLIMITED;
        return new DatagenSource(
                table.schema(), fields, new Extent(options.values.integer(SEED), Math.max(0, options.rows), rate));
    }

    private FieldSpec field(String name, DataType type) {
        if (type instanceof DataType.Row row) {
            List<FieldSpec> inner = new ArrayList<>();
            row.fields().forEach(field -> inner.add(field(name + "." + field.name(), field.type())));
            return new FieldSpec.Rows(inner, share(name));
        }
        String kind = values.choice(of(KIND, name), List.of("random", "sequence"));
        if (kind.equals("sequence")) {
            return sequence(name, type);
        }
        double nullRate = share(name);
        return switch (type) {
            case DataType.Array array ->
                    new FieldSpec.Arrays(field(name + ".element", array.element()), length(name), nullRate);
            case DataType.Mapping map ->
                    new FieldSpec.Maps(
                            field(name + ".key", map.key()),
                            field(name + ".value", map.value()),
                            length(name),
                            nullRate);
            case DataType.Instant moment ->
                    new FieldSpec.Moments(moment, values.durationMillis(of(MAX_PAST, name)), nullRate);
            case DataType other when Bounds.isNumber(other) -> {
                Bounds bounds = Bounds.of(other);
                Option min = of(MIN, name);
                Option max = of(MAX, name);
                bounds = values.has(min) ? bounds.from(values.decimal(min)) : bounds;
                bounds = values.has(max) ? bounds.to(values.decimal(max)) : bounds;
                if (bounds.least().compareTo(bounds.greatest()) > 0) {
                    throw values.wrong(max.name(), values.text(max), "at least the value of '" + min.name() + "'");
                }
                yield new FieldSpec.Numbers(other, bounds, nullRate);
            }
            case DataType other ->
                    new FieldSpec.Plain(other, length(name), values.isTrue(of(VAR_LENGTH, name)), nullRate);
        };
    }

    private FieldSpec sequence(String name, DataType type) {
        Option start = of(START, name);
        Option end = of(END, name);
        if (!values.has(start) || !values.has(end)) {
            throw MillraceException.user(
                    "option-missing",
                    "Table " + table.name() + ": a sequence needs '" + start.name() + "' and '" + end.name() + "'");
        }
        if (!Bounds.isNumber(type) && !(type instanceof DataType.Varchar)) {
            throw MillraceException.user(
                    "bad-type",
                    "Table " + table.name() + ": column " + name + " is " + type.sql() + ", which has no sequences");
        }
        long first = values.integer(start);
        long last = values.integer(end);
        long count = Math.max(0, last - first + 1);
        rows = rows == Extent.ENDLESS ? count : Math.min(rows, count);
        return new Sequence(type, first);
    }

    private double share(String name) {
        double share = values.decimal(of(NULL_RATE, name)).doubleValue();
        if (share < 0 || share > 1) {
            throw values.wrong(of(NULL_RATE, name).name(), Double.toString(share), "from 0 to 1");
        }
        return share;
    }

    private int length(String name) {
        return values.integer(of(LENGTH, name), 0, 1 << 20);
    }

    /** The option of one column. */
    private static Option of(Option option, String column) {
        return Option.of(option.name().replace("#", column), option.kind(), option.fallback(), option.doc());
    }
}
