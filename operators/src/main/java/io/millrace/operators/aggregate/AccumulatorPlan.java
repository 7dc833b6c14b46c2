package io.millrace.operators.aggregate;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.operators.aggregate.AccumulatorSpec.Kind;
import io.millrace.operators.aggregate.AggregateCall.Distinctness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which accumulators the calls of a grouping need, each once. The first cell of every group counts its rows; the cells
 * of the accumulators follow. Partial results are these cells, behind the keys.
 *
 * @param calls for each call its accumulators, {@link #ROWS} for the count of rows
 */
record AccumulatorPlan(
        Schema input, Grouping grouping, Phase phase, List<AccumulatorSpec> accumulators, List<Call> calls) {
    /** The count of rows, in place of an accumulator. */
    static final int ROWS = -1;

    /**
     * A call and its accumulators.
     *
     * @param argument the type of its first argument, or of the partial result of that; BIGINT where there is none
     */
    record Call(AggregateCall call, List<Integer> accumulators, DataType argument) {}

    static AccumulatorPlan of(Schema input, Grouping grouping, Phase phase) {
        List<AccumulatorSpec> accumulators = new ArrayList<>();
        List<Call> calls = new ArrayList<>();
        for (AggregateCall call : grouping.calls()) {
            List<Integer> chosen = new ArrayList<>();
            int argument = 0;
            for (Kind kind : kinds(call.function())) {
                AccumulatorSpec spec;
                if (phase == Phase.GLOBAL) {
                    int cells =
                            AccumulatorSpec.cells(
                                            kind, input, call.arguments().subList(argument, call.arguments().size()))
                                    .size();
                    spec =
                            new AccumulatorSpec(
                                    kind,
                                    call.arguments().subList(argument, argument + cells),
                                    Optional.empty(),
                                    Distinctness.ALL);
                    argument += cells;
                } else {
                    spec = spec(kind, call);
                }
                if (countsRows(spec, input, grouping, phase)) {
                    chosen.add(ROWS);
                } else {
                    if (!accumulators.contains(spec)) {
                        accumulators.add(spec);
                    }
                    chosen.add(accumulators.indexOf(spec));
                }
            }
            DataType type = call.arguments().isEmpty() ? Plain.BIGINT : input.type(call.arguments().getFirst());
            calls.add(new Call(call, chosen, type));
        }
        return new AccumulatorPlan(input, grouping, phase, accumulators, calls);
    }

    private static AccumulatorSpec spec(Kind kind, AggregateCall call) {
        boolean distinct =
                call.distinctness() == Distinctness.DISTINCT
                        && kind != Kind.MIN
                        && kind != Kind.MAX
                        && kind != Kind.FIRST;
        return new AccumulatorSpec(
                kind, call.arguments(), call.filter(), distinct ? Distinctness.DISTINCT : Distinctness.ALL);
    }

    /** Whether a count is that of the rows, because no argument is ever missing. */
    private static boolean countsRows(AccumulatorSpec spec, Schema input, Grouping grouping, Phase phase) {
        if (spec.kind() != Kind.COUNT) {
            return false;
        }
        if (phase == Phase.GLOBAL) {
            return spec.columns().getFirst() == grouping.keys().size();
        }
        return spec.filter().isEmpty()
                && spec.distinctness() == Distinctness.ALL
                && spec.columns().stream()
                        .allMatch(column -> input.field(column).presence() == Field.Presence.REQUIRED);
    }

    static List<Kind> kinds(AggregateFunction function) {
        return switch (function) {
            case COUNT -> List.of(Kind.COUNT);
            case SUM, SUM0, AVG -> List.of(Kind.SUM, Kind.COUNT);
            case MIN -> List.of(Kind.MIN);
            case MAX -> List.of(Kind.MAX);
            case FIRST_VALUE, ANY_VALUE -> List.of(Kind.FIRST);
            case LAST_VALUE -> List.of(Kind.LAST);
            case SINGLE_VALUE -> List.of(Kind.SINGLE);
            case LISTAGG -> List.of(Kind.JOINED_TEXT);
            case STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP ->
                    List.of(Kind.SUM_AS_DOUBLE, Kind.SUM_SQUARES, Kind.COUNT);
            case BOOL_AND, BOOL_OR -> List.of(Kind.COUNT_TRUE, Kind.COUNT);
            case ARRAY_AGG, COLLECT ->
                    throw MillraceException.user(
                            "unsupported-aggregate", function + " is not supported yet: use LISTAGG, or join the rows");
        };
    }

    /** The types of an accumulator's cells. */
    List<DataType> cells(int accumulator) {
        AccumulatorSpec spec = accumulators.get(accumulator);
        return AccumulatorSpec.cells(spec.kind(), input, spec.columns());
    }

    /** All cells of a group: the count of rows and those of the accumulators. */
    List<Field> cells() {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.required("$rows", Plain.BIGINT));
        for (int accumulator = 0; accumulator < accumulators.size(); accumulator++) {
            List<DataType> types = cells(accumulator);
            for (int cell = 0; cell < types.size(); cell++) {
                fields.add(Field.of("$" + accumulator + "_" + cell, types.get(cell)));
            }
        }
        return fields;
    }

    /** Where an accumulator's cells begin among all cells. */
    int firstCell(int accumulator) {
        int first = 1;
        for (int before = 0; before < accumulator; before++) {
            first += cells(before).size();
        }
        return first;
    }
}
