package io.millrace.operators.aggregate;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.operators.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a local aggregation hands to the global one: the keys, then for each call the columns of its partial result. */
public final class Partials {
    private Partials() {}

    /** Whether every call has a partial result. */
    public static boolean areSplittable(Flow input, Grouping grouping) {
        return grouping.calls().stream().allMatch(call -> isSplittable(input, call));
    }

    private static boolean isSplittable(Flow input, AggregateCall call) {
        if (call.distinctness() == AggregateCall.Distinctness.DISTINCT) {
            return false;
        }
        return switch (call.function()) {
            case COUNT, SUM, SUM0, AVG, BOOL_AND, BOOL_OR -> true;
            case MIN, MAX -> input.isAppend();
            case FIRST_VALUE, LAST_VALUE, ANY_VALUE, SINGLE_VALUE, LISTAGG, STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP, ARRAY_AGG, COLLECT -> false;
        };
    }

    /** The columns between the two. */
    public static Schema schema(Flow input, Grouping grouping) {
        List<Field> fields = new ArrayList<>();
        for (int key : grouping.keys()) {
            fields.add(input.schema().field(key));
        }
        for (int i = 0; i < grouping.calls().size(); i++) {
            List<DataType> types = types(input.schema(), grouping.calls().get(i));
            for (int part = 0; part < types.size(); part++) {
                fields.add(Field.of("$" + i + "_" + part, types.get(part)));
            }
        }
        fields.add(Field.of("$rows", Plain.BIGINT));
        return new Schema(fields);
    }

    /** The grouping of the global aggregation: its calls name their partial columns. */
    public static Grouping grouping(Flow input, Grouping grouping) {
        int column = grouping.keys().size();
        List<Integer> keys = new ArrayList<>();
        for (int key = 0; key < column; key++) {
            keys.add(key);
        }
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : grouping.calls()) {
            List<Integer> parts = new ArrayList<>();
            for (int part = types(input.schema(), call).size(); part > 0; part--) {
                parts.add(column++);
            }
            calls.add(new AggregateCall(call.function(), parts, call.distinctness(), Optional.empty(), call.type()));
        }
        return new Grouping(keys, calls);
    }

    /** The types of a call's partial result. */
    static List<DataType> types(Schema input, AggregateCall call) {
        return switch (call.function()) {
            case COUNT -> List.of(Plain.BIGINT);
            case SUM, SUM0, AVG -> List.of(sumType(input.type(call.arguments().getFirst())), Plain.BIGINT);
            case MIN, MAX -> List.of(input.type(call.arguments().getFirst()));
            case BOOL_AND, BOOL_OR -> List.of(Plain.BIGINT, Plain.BIGINT);
            case FIRST_VALUE, LAST_VALUE, ANY_VALUE, SINGLE_VALUE, LISTAGG, STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP, ARRAY_AGG, COLLECT ->
                    throw MillraceException.internal(call + " has no partial result");
        };
    }

    /** Sums are passed on without loss: 128-bit integers, and bytes of an exact accumulator for floating point. */
    private static DataType sumType(DataType argument) {
        return switch (argument.storage()) {
            case BYTE, INT, LONG, INT128 ->
                    new DataType.Decimal(
                            DataType.Decimal.MAX_DIGITS, argument instanceof DataType.Decimal decimal ? decimal.scale() : 0);
            case FLOAT, DOUBLE -> DataType.BYTES;
            case BYTES, ARRAY, MAP, ROW -> throw MillraceException.internal("no sum of " + argument.sql());
        };
    }
}
