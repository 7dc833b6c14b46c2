package io.millrace.operators.aggregate;

import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.operators.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a local aggregation hands to the global one: the keys, the number of rows, then the cells of all accumulators.
 */
public final class Partials {
    private Partials() {}

    /** Whether every call has a partial result. */
    public static boolean areSplittable(Flow input, Grouping grouping) {
        return grouping.calls().stream().allMatch(call -> isSplittable(input, call));
    }

    private static boolean isSplittable(Flow input, AggregateCall call) {
        return switch (call.function()) {
            case MIN, MAX -> input.isAppend();
            case COUNT, SUM, SUM0, AVG, BOOL_AND, BOOL_OR, STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP ->
                    call.distinctness() == AggregateCall.Distinctness.ALL;
            case FIRST_VALUE, LAST_VALUE, ANY_VALUE, SINGLE_VALUE, LISTAGG, ARRAY_AGG, COLLECT -> false;
        };
    }

    /**
     * Whether a partial result can be taken away from a result again, by adding it with weight −1; every call has a
     * partial result.
     */
    public static boolean areReversible(Grouping grouping) {
        return grouping.calls().stream()
                .noneMatch(
                        call -> call.function() == AggregateFunction.MIN || call.function() == AggregateFunction.MAX);
    }

    /** The columns between the two. */
    public static Schema schema(Flow input, Grouping grouping) {
        List<Field> fields = new ArrayList<>();
        for (int key : grouping.keys()) {
            fields.add(input.schema().field(key));
        }
        fields.addAll(AccumulatorPlan.of(input.schema(), grouping, Phase.COMPLETE).cells());
        return new Schema(fields);
    }

    /** The grouping of the global aggregation: its calls name the cells of their accumulators. */
    public static Grouping grouping(Flow input, Grouping grouping) {
        int keyCount = grouping.keys().size();
        List<Integer> keys = new ArrayList<>();
        for (int key = 0; key < keyCount; key++) {
            keys.add(key);
        }
        AccumulatorPlan plan = AccumulatorPlan.of(input.schema(), grouping, Phase.COMPLETE);
        List<AggregateCall> calls = new ArrayList<>();
        for (AccumulatorPlan.Call planned : plan.calls()) {
            List<Integer> cells = new ArrayList<>();
            for (int accumulator : planned.accumulators()) {
                if (accumulator == AccumulatorPlan.ROWS) {
                    cells.add(keyCount);
                } else {
                    int first = keyCount + plan.firstCell(accumulator);
                    for (int cell = 0; cell < plan.cells(accumulator).size(); cell++) {
                        cells.add(first + cell);
                    }
                }
            }
            AggregateCall call = planned.call();
            calls.add(
                    new AggregateCall(
                            call.function(), cells, AggregateCall.Distinctness.ALL, Optional.empty(), call.type()));
        }
        return new Grouping(keys, calls);
    }
}
